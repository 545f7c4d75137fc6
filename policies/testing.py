"""Run the cases of a policy, and find out what no case would notice."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from detectors.finding import Finding
from policies.cases import Case, CaseFinding
from policies.context import Context
from policies.decide import Decision, decide
from policies.identity import group_of
from policies.lists import compile_lists
from policies.model import Policy
from policies.mutants import Mutant, mutants

type Scan = Callable[[str], Iterable[Finding]]
"""Finds personal data in a text, e.g. ``lambda text: scanner.scan(text).findings``."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How a case went.

    Attributes:
        name: Name of the case; with the type where it has `each`.
        passed: Whether everything happened that must.
        problems: What went otherwise, one line each.
        decision: What was decided.
        why: What the case is for.
    """

    name: str
    passed: bool
    problems: tuple[str, ...]
    decision: Decision
    why: str = ""


def run_cases(policy: Policy, cases: Iterable[Case], scan: Scan | None = None) -> list[CaseResult]:
    """Decide about every case, in the order given.

    Args:
        policy: The policy.
        cases: Its cases.
        scan: For cases with a text.

    Raises:
        ValueError: A case has a text, and there is nothing to scan it with.
    """
    return list(_results(policy, cases, scan))


def survivors(policy: Policy, cases: Iterable[Case], scan: Scan | None = None) -> list[Mutant]:
    """Changes of the policy that no case notices: a condition or an action that nothing tests.

    Args:
        policy: A policy whose cases pass.
        cases: Its cases.
        scan: For cases with a text.
    """
    cases = list(cases)
    return [
        mutant
        for mutant in mutants(policy)
        if all(result.passed for result in _results(mutant.policy, cases, scan))
    ]


def described(
    policy: Policy, case: Case, scan: Scan | None = None
) -> Iterator[tuple[Context, tuple[Finding, ...]]]:
    """The requests that a case describes, one for each type where it has `each`: for `policies.explain`.

    Raises:
        ValueError: The case has a text, and there is nothing to scan it with.
    """
    for kind in case.each or (None,):
        yield _request(policy, case, (CaseFinding(type=kind),) if kind else (), scan)


def _results(policy: Policy, cases: Iterable[Case], scan: Scan | None) -> Iterator[CaseResult]:
    for case in cases:
        requests = described(policy, case, scan)
        for kind, (context, found) in zip(case.each or (None,), requests, strict=True):
            decision = decide(policy, context, found)
            problems = tuple(_problems(case, decision, found))
            name = f"{case.name} [{kind}]" if kind else case.name
            yield CaseResult(name, not problems, problems, decision, case.why)


def _request(
    policy: Policy, case: Case, extra: tuple[CaseFinding, ...], scan: Scan | None
) -> tuple[Context, tuple[Finding, ...]]:
    group = _group(policy, case)
    found, values = _findings((*case.findings, *extra))
    if case.text is not None:
        if scan is None:
            raise ValueError(f"case {case.name} has a text, and there is nothing to scan it with")
        scanned = compile_lists(policy).apply(case.text, scan(case.text), group)
        found, values = (*found, *scanned), (*values, *range(-len(scanned), 0))
    return _context(case, group, values), found


def _group(policy: Policy, case: Case) -> str | None:
    request = case.request
    if request.group:
        return request.group
    return group_of(policy, request.address, request.user, request.headers.items(), trusted=request.trusted)


def _findings(described: Iterable[CaseFinding]) -> tuple[tuple[Finding, ...], tuple[int, ...]]:
    """The findings, and for each the number of its value."""
    numbers = count()
    found: list[Finding] = []
    values: list[int] = []
    for one in described:
        different = [next(numbers) for _ in range(min(one.different or one.count, one.count))]
        found += [Finding(0, 1, one.type, one.score, "case")] * one.count
        values += [different[number % len(different)] for number in range(one.count)]
    return tuple(found), tuple(values)


def _context(case: Case, group: str | None, values: tuple[int, ...]) -> Context:
    request = case.request
    fixed = {"time": request.time} if request.time else {}
    return Context(
        service=request.service,
        category=request.category,
        risk=request.risk,
        tenant=request.tenant,
        group=group,
        draft=request.draft,
        unread=request.unread,
        failure=request.failure,
        status=request.status,
        direction=request.direction,
        chars=request.chars,
        files=request.files,
        values=values,
        **fixed,
    )


def _problems(case: Case, decision: Decision, found: tuple[Finding, ...]) -> Iterator[str]:
    if (decision.would, decision.rule) != (case.action, case.rule):
        yield f"expected {case.action} by {case.rule}, got {decision.would} by {decision.rule}"
    if case.done not in (None, decision.action):
        yield f"expected {case.done} to be done, got {decision.action}"
    if mute := sorted(case.speaks - set(decision.spoke)):
        yield f"expected to speak: {', '.join(mute)}"
    if loud := sorted(case.silent & set(decision.spoke)):
        yield f"expected to be silent: {', '.join(loud)}"
    replaced = {finding.type for finding in found if decision.must_replace(finding)}
    if case.replaces not in (None, replaced):
        yield f"expected to be replaced: {_names(case.replaces or ())}, got {_names(replaced)}"


def _names(types: Iterable[str]) -> str:
    return ", ".join(sorted(types)) or "nothing"
