"""The generated files, the rules, and what they have to do with the metrics; without any server."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from asking import CONFIG, RULES, panel_queries, panels, rules
from needs import find

from agent.measuring.families import FAMILIES
from agent.metrics import PREFIX, Metrics, Totals
from dashboards.generator.__main__ import files
from dashboards.generator.boards import BOARDS
from dashboards.generator.spec import LANGUAGES

ROOT = Path(__file__).parents[2]
TESTS = sorted((RULES / "tests").glob("*.yml"))
ALERTS = [rule for _, rule in rules() if "alert" in rule]
PAGES_OF_DOCS = [ROOT / "docs" / "dashboards.md", *sorted((ROOT / "docs" / "runbooks").glob("*.md"))]
NAMES = sorted({rule["alert"] for rule in ALERTS})
NAME = re.compile(r"(?<![\w:])schaduwwacht_\w+(?!\w*:)")
RECORDED = re.compile(r"\b\w+:schaduwwacht_\w+:\w+")
SUFFIXES = ("_total", "_bucket", "_count", "_sum", "_info")
PAGES = frozenset({"/overview", "/register", "/incidents", "/coverage", "/policy", "/literacy", "/council"})


def served() -> set[str]:
    """Every metric that the guard can serve."""
    metrics = Metrics()
    metrics.watch(Totals)
    metrics.watch_certificates({})
    return {family.name for family in metrics.registry.collect()}


def base(name: str) -> str:
    """A metric's name without what its samples add."""
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def used(exprs: list[str]) -> set[str]:
    """Metrics in expressions, those behind recording rules too."""
    recorded = {rule["record"]: rule["expr"] for _, rule in rules() if "record" in rule}
    names: set[str] = set()
    for expr in exprs:
        deeper = [recorded[name] for name in RECORDED.findall(expr)]
        names |= {base(name) for name in NAME.findall(RECORDED.sub("", expr))} | used(deeper)
    return names


def test_generating_again_changes_nothing() -> None:
    """The committed files are byte for byte what the generator makes."""
    made = files()
    assert {path.name for path in made} == {path.name for path in (ROOT / "dashboards").glob("*.json")}
    assert [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text] == []
    assert files() == made


def test_panels_and_metrics_are_about_each_other() -> None:
    """Every metric in a panel is served by the guard, and every metric that is served is on some panel."""
    assert used([asked.expr for asked in panel_queries()]) == served()


def test_rules_use_metrics_that_exist() -> None:
    """The same for recording rules and alerts."""
    assert used([rule["expr"] for _, rule in rules()]) <= served()


def test_the_contract_is_kept() -> None:
    """Label sets that others build on."""
    labels = {family.name: family.labels for family in FAMILIES}
    assert labels["requests"] == ("service", "category", "status", "group", "action")
    assert labels["findings"] == ("type", "service", "action")
    assert labels["register_systems"] == ("risk", "status")
    assert labels["incidents_open"] == ("age",)
    metrics = Metrics()
    metrics.show_policy("abc", enforcing=True)
    assert metrics.registry.get_sample_value(PREFIX + "policy_info", {"version": "abc"}) == 1
    for name, label, value in (
        ("connections_total", "handling", "pinned"),
        ("unscanned_total", "reason", "deadline"),
        ("policy_reloads_total", "result", "loaded"),
        ("coach_total", "outcome", "shown"),
    ):
        assert metrics.registry.get_sample_value(PREFIX + name, {label: value}) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_panel_explains_itself(language: str) -> None:
    """Title, description, unit, a word for an empty panel, and the datasource as a variable."""
    for board, panel in panels(language):
        where = f"{board}: {panel['title']}"
        defaults = panel["fieldConfig"]["defaults"]
        assert len(panel["description"]) > 20, where
        assert defaults["unit"], where
        assert defaults["noValue"], where
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}, where


def test_both_languages_differ_in_words() -> None:
    """Every title and description has a Dutch and an English text, and they are not the same."""
    for board in BOARDS:
        for panel in board.panels:
            assert panel.about.nl != panel.about.en
        assert board.about.nl != board.about.en


def test_links_lead_into_the_console() -> None:
    """To pages that it has, by an address that is a variable; and from each dashboard to the others."""
    for board in BOARDS:
        assert {page for page, _ in board.pages} <= PAGES
        assert {panel.link for panel in board.panels} <= PAGES | {""}
    for board, panel in panels():
        for link in panel.get("links", []):
            assert link["url"].startswith("${console}/"), board


def test_rows_fill_the_width() -> None:
    """No panel hangs over Grafana's 24 columns, and none overlaps another."""
    for language in LANGUAGES:
        taken: dict[str, set[tuple[int, int]]] = {}
        for board, panel in panels(language):
            place = panel["gridPos"]
            cells = {
                (x, y)
                for x in range(place["x"], place["x"] + place["w"])
                for y in range(place["y"], place["y"] + place["h"])
            }
            assert max(x for x, _ in cells) < 24
            assert not cells & taken.setdefault(board, set())
            taken[board] |= cells


def test_a_table_has_no_words_in_its_numbers() -> None:
    """A row that only one query has says 0 for the other, not what an empty panel says."""
    tables = [panel for _, panel in panels("en") if len(panel["targets"]) > 1 and panel["type"] == "table"]
    numbers = {
        "matcher": {"id": "byType", "options": "number"},
        "properties": [{"id": "noValue", "value": "0"}],
    }
    assert len(tables) > 1
    assert all(numbers in panel["fieldConfig"]["overrides"] for panel in tables)


def test_promtool_accepts_rules_and_configuration(tmp_path: Path) -> None:
    """`promtool check rules` and `check config`, with the configuration as deployed but for its path."""
    promtool = find("promtool", "prometheus")
    text = CONFIG.read_text().replace("/etc/schaduwwacht/dashboards/rules", str(RULES))
    (tmp_path / "prometheus.yml").write_text(text)
    check(promtool, "check", "rules", *sorted(RULES.glob("*.yml")))
    out = check(promtool, "check", "config", tmp_path / "prometheus.yml")
    assert f"{len(list(RULES.glob('*.yml')))} rule files found" in out


def test_alerts_fire_when_they_must_and_only_then() -> None:
    """`promtool test rules` on series that should and should not raise each alert."""
    out = check(find("promtool", "prometheus"), "test", "rules", *TESTS)
    assert out.count("SUCCESS") == len(TESTS)


@pytest.mark.parametrize("alert", NAMES)
def test_an_alert_is_tried_both_ways(alert: str) -> None:
    """There is a case in which each severity of it fires, and one in which it does not."""
    fired: set[str] = set()
    quiet = False
    for path in TESTS:
        for case in yaml.safe_load(path.read_text())["tests"]:
            for tried in case["promql_expr_test"]:
                if f'"{alert}"' not in tried["expr"]:
                    continue
                quiet = quiet or not tried["exp_samples"]
                fired |= {
                    found
                    for sample in tried["exp_samples"]
                    for found in re.findall(r'severity="(\w+)"', sample["labels"])
                }
    assert quiet
    assert fired == {rule["labels"]["severity"] for rule in ALERTS if rule["alert"] == alert}


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: f"{rule['alert']}-{rule['labels']['severity']}")
def test_an_alert_says_what_to_do(rule: dict[str, Any]) -> None:
    """CamelCase name, a severity, a summary in both languages, and a runbook page that speaks of it."""
    assert re.fullmatch(r"(Schaduwwacht)([A-Z][a-z0-9]+)+", rule["alert"])
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    notes = rule["annotations"]
    assert notes["summary"] != notes["summary_nl"]
    assert notes["description"]
    page = ROOT / "docs" / "runbooks" / notes["runbook_url"].rpartition("/")[2]
    text = page.read_text(encoding="utf-8")
    assert rule["alert"] in text
    for heading in ("## What it means", "## What to do", "## Wat het betekent", "## Wat te doen"):
        assert heading in text, f"{page.name}: {heading}"


def test_every_runbook_belongs_to_an_alert() -> None:
    """No page is left over."""
    named = {rule["annotations"]["runbook_url"].rpartition("/")[2] for rule in ALERTS}
    assert {path.name for path in (ROOT / "docs" / "runbooks").glob("*.md")} - {"README.md"} == named


@pytest.mark.parametrize("page", PAGES_OF_DOCS, ids=lambda path: path.stem)
def test_the_pages_are_true(page: Path) -> None:
    """Metrics that they name are served, and links and pictures lead somewhere."""
    text = page.read_text(encoding="utf-8")
    assert {base(name) for name in NAME.findall(RECORDED.sub("", text))} <= served()
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert "://" in link or (page.parent / link).exists(), link


def test_the_reference_names_every_metric() -> None:
    """Also those that it writes shortened, as the end of the one before."""
    text = (ROOT / "docs" / "dashboards.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `schaduwwacht_")]
    ends = [base(name) for row in rows for name in re.findall(r"`(?:schaduwwacht)?(_\w+)`", row)]
    assert [name for name in served() if not any(name.endswith(end) for end in ends)] == []


def test_pictures_are_small() -> None:
    """Each dashboard has one, of less than 200 kB."""
    for board in BOARDS:
        picture = ROOT / "docs" / "images" / f"dashboard-{board.name}-en.png"
        assert 10_000 < picture.stat().st_size < 200_000


def check(*arguments: str | Path) -> str:
    """Run a checker; it must find nothing. Gives what it said."""
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
