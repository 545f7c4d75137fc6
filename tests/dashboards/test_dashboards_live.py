"""Every expression of every panel, rule and alert, asked of a real Prometheus that watched a real guard."""

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from asking import Asked, evaluate, panel_queries, rule_queries
from needs import find
from PIL import Image
from running import fetch
from seeded import Watched

from agent.record.store import Store
from agent.register.duties import list_duties
from agent.register.law import Organisation
from agent.register.systems import list_systems
from dashboards.generator.boards import BOARDS
from dashboards.generator.spec import LANGUAGES, Board, Language
from dashboards.pictures.answers import Source
from dashboards.pictures.draw import picture
from detectors.services import load_catalogue

EXPECTED: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text())
CATALOGUE = load_catalogue()
OPEN = ("open", "in progress")


def counted(watched: Watched) -> dict[str, dict[str, float]]:
    """What follows from the catalogue and the laws as they are today, counted from the store itself."""
    with Store.open(watched.guard.data_dir / "schaduwwacht.db") as store:
        duties = list_duties(store, Organisation(), CATALOGUE.services)
        systems = list_systems(store, CATALOGUE.services)
    now = duties[0].changed or next(duty.changed for duty in duties if duty.changed)
    laws = dict.fromkeys((duty.obligation.law for duty in duties), 0.0)
    states = dict.fromkeys(("open", "in progress", "done", "not applicable"), 0.0)
    for duty in duties:
        states[duty.state] += 1
        laws[duty.obligation.law] += duty.in_force(now.date()) and duty.state in OPEN
    risks = ("prohibited", "high", "limited", "minimal", "unknown")
    statuses = ("discovered", "in review", "allowed", "allowed with conditions", "refused", "retired")
    tiers = {f"{risk}, {status}": 0.0 for risk in risks for status in statuses}
    for system in systems:
        tiers[f"{system.risk or 'unknown'}, {system.status}"] += 1
    return {
        "@late": {"": sum(laws.values())},
        "@laws": laws,
        "@states": states,
        "@tiers": tiers,
        "@services": {"": float(len(CATALOGUE.services))},
    }


def fits(found: float, wanted: float | str) -> bool:
    """Exactly, ``~`` about (a window's edges are guessed), or within ``low..high``."""
    if isinstance(wanted, str) and wanted.startswith("~"):
        return found == pytest.approx(float(wanted[1:]), rel=0.12)
    if isinstance(wanted, str):
        low, high = map(float, wanted.split(".."))
        return low <= found <= high
    return found == pytest.approx(wanted)


def test_the_seeded_traffic_was_answered(watched: Watched) -> None:
    """Nothing else than the seeded policy decided: sixteen went on, seven were stopped."""
    assert watched.codes.count(200) == 16
    assert watched.codes.count(403) == 7


def test_expectations_and_expressions_are_the_same_list() -> None:
    """No expression without an expected number, and no number without its expression."""
    names = [asked.name for asked in panel_queries() + rule_queries()]
    assert len(names) == len(set(names))
    assert set(names) == set(EXPECTED)


@pytest.mark.parametrize("asked", panel_queries() + rule_queries(), ids=lambda asked: asked.name)
def test_an_expression_gives_the_expected_number(watched: Watched, asked: Asked) -> None:
    """No error, these series and no others, and the numbers of the seeded traffic."""
    wanted = EXPECTED[asked.name]
    if isinstance(wanted, str) and wanted.startswith("@"):
        wanted = counted(watched)[wanted]
    if not isinstance(wanted, dict):
        wanted = {"": wanted}
    found = evaluate(watched.prometheus, asked, watched.at)
    names = {re.sub(r"^127\.0\.0\.1:\d+$", "guard", name): number for name, number in found.items()}
    if asked.name.endswith("Policy in force / A"):
        names = {"version" if re.fullmatch("[0-9a-f]{12}", name) else name: n for name, n in names.items()}
    assert names.keys() == wanted.keys()
    wrong = {name: names[name] for name, number in wanted.items() if not fits(names[name], number)}
    assert not wrong


def test_both_languages_ask_the_same() -> None:
    """A Dutch dashboard differs in words only."""
    asked = {language: [item.expr for item in panel_queries(language)] for language in ("nl", "en")}
    assert asked["nl"] == asked["en"]


def test_prometheus_runs_all_rules(watched: Watched) -> None:
    """All rules are loaded and evaluated without an error."""
    rules = [rule for group in watched.prometheus.get("rules")["groups"] for rule in group["rules"]]
    assert len(rules) == len(rule_queries())
    assert {rule["health"] for rule in rules} == {"ok"}


def test_a_slow_decision_leads_to_its_event(watched: Watched) -> None:
    """Exemplars of the decision time name events of the store, and nothing else."""
    found = watched.prometheus.get(
        "query_exemplars",
        query="schaduwwacht_decision_seconds_bucket",
        start=watched.prometheus.began,
        end=watched.at,
    )
    labels = [exemplar["labels"] for series in found for exemplar in series["exemplars"]]
    with Store.open(watched.guard.data_dir / "schaduwwacht.db") as store, store.read() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM events WHERE kind = 'decision'").all()
    known = {row[0].hex() for row in rows}
    assert labels
    assert all(set(item) == {"event_id"} for item in labels)
    assert {item["event_id"].replace("-", "") for item in labels} <= known


def test_the_endpoint_speaks_openmetrics(watched: Watched) -> None:
    """To whoever asks for it; the older text to whoever does not."""
    url = watched.guard.metrics + "/metrics"
    new = httpx.get(url, headers={"accept": "application/openmetrics-text; version=1.0.0"})
    old = httpx.get(url)
    assert new.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert new.text.endswith("# EOF\n")
    assert old.headers["content-type"].startswith("text/plain")


def test_promtool_finds_nothing_in_the_metrics(watched: Watched) -> None:
    """`promtool check metrics` on what the live endpoint serves."""
    promtool = find("promtool", "prometheus")
    text = fetch(watched.guard.metrics + "/metrics")
    done = subprocess.run(
        [promtool, "check", "metrics"], input=text, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_no_small_group_is_served(watched: Watched) -> None:
    """The board has two people and legal three: Prometheus never hears their names."""
    text = fetch(watched.guard.metrics + "/metrics")
    groups = set(re.findall(r'group="([^"]*)"', text))
    known = watched.prometheus.get("label/group/values")
    assert groups == {"hr", "other"}
    assert set(known) == {"hr", "other"}
    assert not re.search(r"\b(board|legal)\b", text)


def test_every_series_of_a_target_is_ours(watched: Watched) -> None:
    """What the guard serves has our prefix, so a fleet's Prometheus can keep it apart."""
    names = watched.prometheus.get("label/__name__/values", **{"match[]": '{job="schaduwwacht"}'})
    ours = [name for name in names if not name.startswith(("schaduwwacht_", "up", "scrape_", "ALERTS"))]
    assert ours == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_a_dashboard_can_be_drawn(watched: Watched, board: Board, language: Language) -> None:
    """A picture of real answers, with colours on it: not one panel fails, in either language."""
    source = Source(watched.prometheus.url, watched.prometheus.began, watched.at)
    image = Image.open(io.BytesIO(picture(board, source, language)))
    assert image.width > 1000
    assert image.height > 700
    assert len(image.convert("RGB").getcolors(1 << 20) or []) > 20
