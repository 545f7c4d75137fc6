"""Policies: `policy`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from agent.cli.options import ConfigFile, DataDir, Json, check_period, option, prepared
from agent.cli.output import FOUND, print_json, print_rows, say, warn
from agent.config import Config, load_config, make_data_dir
from agent.errors import UsageError
from agent.knowledge import read_catalogue, read_policy
from policies.errors import PolicyError
from policies.explain import Explanation
from policies.load import LoadedPolicy
from policies.terms import Language

app = typer.Typer()
policy_app = typer.Typer(no_args_is_help=True, help="Policies.")
app.add_typer(policy_app, name="policy")


@policy_app.command("check")
def policy_check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Policy files.")],
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Say whether policy files are valid, and which services they name that the catalogue does not have."""
    from agent.lookup import no_such_service, unknown_services  # noqa: PLC0415 - the catalogue takes a moment

    catalogue = read_catalogue(load_config(config, data_dir=data_dir))
    for file in files:
        loaded = read_policy(str(file))
        say(f"{file}: valid: {len(loaded.policy.rules)} rules, mode {loaded.policy.mode}")
        for rule, service in unknown_services(loaded.policy, catalogue):
            warn(f"{file}: rule {rule}: {no_such_service(service, catalogue)}")


@policy_app.command("test")
def policy_test(
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|PACK", help="Policy files, or names of packs.")
    ],
) -> None:
    """Run a policy's own cases; exit code 1 when one fails."""
    from detectors.scanner import Scanner  # noqa: PLC0415 - the detectors take a second to import
    from policies.cases import load_cases  # noqa: PLC0415 - only this command needs it
    from policies.testing import run_cases  # noqa: PLC0415 - the same

    scanner = Scanner()
    failed = 0
    for source in sources:
        rules = read_policy(source).policy
        try:
            cases = load_cases(source)
        except PolicyError as error:
            raise UsageError(str(error)) from error
        results = run_cases(rules, cases, lambda text: scanner.scan(text).findings)
        for result in results:
            for problem in result.problems:
                say(f"{source}: {result.name}: {problem}")
        wrong = sum(not result.passed for result in results)
        say(f"{source}: {len(results) - wrong} cases passed, {wrong} failed")
        failed += wrong
    raise typer.Exit(FOUND if failed else 0)


Lang = Annotated[Literal["nl", "en"], option("--lang", text="Language. [nl]")]


@policy_app.command("explain")
def policy_explain(  # noqa: PLR0913 - one argument an option
    source: Annotated[
        str, typer.Argument(metavar="EVENT|HAR", help="Id of a decision, or a file of recorded traffic.")
    ],
    *,
    number: Annotated[int, option("--request", "-n", text="Number of the request in the HAR. [0]")] = 0,
    policy: Annotated[
        str | None, option("--policy", text="Explain by this pack or file; default: the one in force.")
    ] = None,
    lang: Lang = "nl",
    config: ConfigFile = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Say why a decision fell so: that rule, its conditions, and which other rules would have spoken."""
    settings = load_config(config, data_dir=data_dir)
    loaded = read_policy(policy or settings.policy)
    if Path(source).is_file():
        from agent.replay import explain_one  # noqa: PLC0415 - the detectors take a second to import

        explanation = explain_one(Path(source), number, read_catalogue(settings), loaded.policy)
    else:
        explanation = _explain_event(source, settings, loaded, lang)
    lines = explanation.lines(lang)
    if as_json:
        rules = [
            {"rule": one.rule, "action": one.action, "outcome": one.outcome} for one in explanation.rules
        ]
        head = {"source": source, "policy": loaded.version, "action": explanation.decision.action.value}
        print_json(head | {"rule": explanation.decision.rule, "rules": rules, "lines": lines})
        return
    for line in lines:
        say(line)


def _explain_event(event: str, settings: Config, loaded: LoadedPolicy, language: Language) -> Explanation:
    from agent.decided import explain_decision, find_decision  # noqa: PLC0415 - the database is slow to import
    from agent.record.store import Store  # noqa: PLC0415 - the same

    make_data_dir(settings.data_dir)
    with Store.open(settings.database_location) as store:
        decided = find_decision(store, event)
    if decided.policy_version != loaded.version:
        warn(_other_version(decided.action, decided.rule, language))
    return explain_decision(decided, loaded.policy, read_catalogue(settings).services)


@policy_app.command("diff")
def policy_diff(  # noqa: PLR0913 - one argument an option
    proposed: Annotated[str, typer.Argument(metavar="FILE|PACK", help="The policy to try.")],
    *,
    since: Annotated[
        datetime | None, option("--from", text="First day. [all that is kept]", formats=["%Y-%m-%d"])
    ] = None,
    until: Annotated[datetime | None, option("--to", text="Last day.", formats=["%Y-%m-%d"])] = None,
    enforced: Annotated[
        bool, option("--enforced", text="Compare what the rules ask for, whatever the modes.")
    ] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Decide again about stored decisions by another policy, and count what would change."""
    from agent.decided import decisions, features  # noqa: PLC0415 - the database is slow to import
    from agent.record.store import Store  # noqa: PLC0415 - the same
    from policies.diff import Diff, diff  # noqa: PLC0415 - only this command needs it

    check_period(since, until)
    settings = prepared(config, data_dir)
    loaded = read_policy(proposed)
    services = read_catalogue(settings).services
    with Store.open(settings.database_location) as store:
        stored = decisions(store, _day(since), _day(until, after=True))
        found: Diff = diff(loaded.policy, (features(event, services) for event in stored), enforced=enforced)
    print_rows(_changes(found.changes), as_json=as_json)
    summary = {
        "decisions": found.decisions,
        "changed": found.changed,
        "uncertain": found.uncertain,
        "moved": found.moved,
    }
    if as_json:
        print_json({"summary": summary})
    else:
        say(
            f"of {found.decisions} stored: {found.changed} change, {found.uncertain} may, "
            f"{found.moved} fall by another rule"
        )


def _changes(changes: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - of `policies.diff`, which is imported late
    for change, number in changes:
        yield {
            "decisions": number,
            "before": f"{change.before} ({change.rule_before})",
            "after": f"{change.after} ({change.rule_after})",
            "group": change.group,
            "certain": change.certain,
        }


def _day(day: datetime | None, *, after: bool = False) -> datetime | None:
    """Begin of a day in UTC, or of the day after it."""
    if day is None:
        return None
    return day.replace(tzinfo=UTC) + timedelta(days=int(after))


def _other_version(action: str, rule: str | None, language: str) -> str:
    if language == "nl":
        return f"Toen beslist: {action} door regel {rule}. Het beleid is sindsdien veranderd; nu geldt:"
    return f"Decided then: {action} by rule {rule}. The policy has changed since; now:"
