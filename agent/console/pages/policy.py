"""The policy: rules in plain words, what changed, why a decision fell so, what a draft would change."""

import re
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from agent.console.access import Role, allowed, form_of, note, user_of
from agent.console.console import Console, console_of
from agent.console.language import N_, language_of, translator
from agent.console.latest import latest_decisions
from agent.console.page import Nav
from agent.console.refusal import RefusedError
from agent.console.render import render
from agent.console.rule_words import kind, unless, when
from agent.decided import explain_decision, features, find_decision
from agent.errors import UsageError
from agent.policy_history import policy_changes
from agent.register.law import Language
from agent.register.privacy import group_names
from detectors.finding import ENTITY_TYPES
from policies.diff import Diff, diff
from policies.errors import PolicyError
from policies.explain import RuleAccount
from policies.load import LoadedPolicy, parse_policy

PATH = "/policy"
READERS = (Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL)
EXPLAINERS = (Role.SECURITY, Role.DPO)
_TYPE = re.compile("|".join(sorted(ENTITY_TYPES, key=len, reverse=True)))
MOST_DRAFT = 200_000
"""Characters of a draft."""
MOST_DECISIONS = 5_000
SHOWN = 50
NO_DRAFT = N_("Choose a file with a policy, or paste one.")
NOT_TEXT = N_("This file is not a text.")


@allowed(*READERS)
def show(request: Request) -> Response:
    """The rules in force and what changed."""
    console, language = console_of(request), language_of(request)
    loaded, services = console.policy(), dict(console.catalogue.services)
    return render(
        request,
        "policy.html",
        loaded=loaded,
        policy=loaded.policy,
        rules=[
            (rule, when(rule, services, language), unless(rule, services, language))
            for rule in sorted(loaded.policy.rules, key=lambda rule: -rule.action.strictness)
        ],
        changes=policy_changes(console.store, 10),
        may_explain=bool(user_of(request).roles & set(EXPLAINERS)),
        problems=console.readiness().get("problems") or (),
    )


@allowed(*EXPLAINERS)
def show_decisions(request: Request) -> Response:
    """The latest decisions, to choose one to explain."""
    console = console_of(request)
    action = request.query_params.get("action", "")
    found = latest_decisions(console.store, SHOWN, action or None)
    names = group_names(console.store, console.now().date())
    return render(
        request,
        "decisions.html",
        decisions=[(event, names.of(f"{event.time:%Y-%m}", event.group or "")) for event in found],
        actions=("block", "coach", "redact", "log", "allow"),
        action=action,
        number=SHOWN,
    )


@allowed(*EXPLAINERS)
def show_decision(request: Request) -> Response:
    """Why one decision fell so, and whether it would now."""
    console, language = console_of(request), language_of(request)
    try:
        event = find_decision(console.store, str(request.path_params["event"]))
    except UsageError as error:
        raise RefusedError("path", 404) from error
    loaded = console.policy()
    explanation = explain_decision(event, loaded.policy, console.catalogue.services)
    return render(
        request,
        "decision.html",
        event=event,
        decision=explanation.decision,
        spoke=[(one, _reasons(one, language)) for one in explanation.rules if one.outcome != "silent"],
        silent=[(one, _reasons(one, language)) for one in explanation.rules if one.outcome == "silent"],
        rule={rule.id: rule for rule in loaded.policy.rules}.get(explanation.decision.rule),
        same_policy=event.policy_version == loaded.version,
        may_ask=bool(
            user_of(request).roles & {Role.SECURITY, Role.HR} and event.pseudonym and event.findings
        ),
    )


def _reasons(account: RuleAccount, language: Language) -> list[str]:
    """Why a rule spoke or not, with the kinds of data by their own names."""
    texts = (reason.in_language(language) for reason in account.reasons)
    return [_TYPE.sub(lambda found: kind(found[0], language), text) for text in texts]


@allowed(*EXPLAINERS)
def show_draft(request: Request) -> Response:
    """A form for a draft."""
    return _draft(request)


@allowed(*EXPLAINERS, upload=1024 * 1024)
def try_draft(request: Request) -> Response:
    """Decide again about the latest decisions by a draft; nothing of it is kept."""
    console, _ = console_of(request), translator(request)
    text = _text(form_of(request).get("file")) or str(form_of(request).get("draft", ""))
    if "\0" in text or len(text) > MOST_DRAFT:
        return _draft(request, _(NOT_TEXT))
    if not text.strip():
        return _draft(request, _(NO_DRAFT))
    try:
        loaded = parse_policy(text, _("draft"))
    except PolicyError as error:
        return _draft(request, str(error), text)
    note(request, "policy-diff", version=loaded.version)
    return _draft(request, "", text, loaded, _try(console, loaded))


def _try(console: Console, loaded: LoadedPolicy) -> Diff:
    services = console.catalogue.services
    stored = latest_decisions(console.store, MOST_DECISIONS)
    return diff(loaded.policy, (features(event, services) for event in stored))


def _draft(
    request: Request,
    problem: str = "",
    text: str = "",
    loaded: LoadedPolicy | None = None,
    found: Diff | None = None,
) -> Response:
    console = console_of(request)
    return render(
        request,
        "draft.html",
        status_code=400 if problem else 200,
        text=text,
        loaded=loaded,
        diff=found,
        changes=_merged(found) if found else [],
        most=MOST_DECISIONS,
        now_in_force=console.policy(),
        problem=problem,
    )


def _merged(found: Diff) -> list[dict[str, Any]]:
    """Changes without their groups: what a rule does is not about who sent it."""
    rows: dict[tuple[str, str, str, str, bool], int] = {}
    for change, number in found.changes:
        key = (change.before, change.rule_before, change.after, change.rule_after, change.certain)
        rows[key] = rows.get(key, 0) + number
    names = ("before", "rule_before", "after", "rule_after", "certain")
    return [
        {**dict(zip(names, key, strict=True)), "number": number}
        for key, number in sorted(rows.items(), key=lambda item: (-item[1], item[0]))
    ]


def _text(file: object) -> str:
    """What an uploaded file holds; a NUL for what is no text."""
    if not isinstance(file, UploadFile) or not file.filename:
        return ""
    try:
        return file.file.read(MOST_DRAFT + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        return "\0"


nav: Nav | None = Nav(N_("Policy"), PATH, frozenset(READERS), 60)
routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH + "/decisions", show_decisions, methods=["GET"]),
    Route(PATH + "/decisions/{event}", show_decision, methods=["GET"]),
    Route(PATH + "/draft", show_draft, methods=["GET"]),
    Route(PATH + "/draft", try_draft, methods=["POST"]),
]
