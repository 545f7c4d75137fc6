"""Ask a real Prometheus, and know which expressions there are to ask."""

import contextlib
import json
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from needs import find
from running import fetch, free_ports

ROOT = Path(__file__).parents[2]
DASHBOARDS = ROOT / "dashboards"
RULES = DASHBOARDS / "rules"
CONFIG = ROOT / "deploy" / "prometheus" / "prometheus.yml"
PERIOD = 600
"""Seconds of a window that holds everything that happens."""
STEP = 5
"""Seconds of a step of a graph."""


@dataclass(frozen=True)
class Prometheus:
    """A running one.

    Attributes:
        url: Where.
        began: When, in seconds since 1970.
    """

    url: str
    began: float

    def get(self, path: str, **query: Any) -> Any:
        """What the API answers, or an error that names the query."""
        try:
            return json.loads(fetch(f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(query)}"))["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{query}: {error.read().decode()}") from error

    def ask(self, expr: str, at: float | None = None) -> list[tuple[dict[str, str], float]]:
        """Labels and number of each series now."""
        result = self.get("query", query=expr, **({"time": at} if at else {}))["result"]
        return [(item["metric"], float(item["value"][1])) for item in result]

    def graph(self, expr: str, end: float, step: int = STEP) -> list[tuple[dict[str, str], list[float]]]:
        """Labels and numbers of each series over the whole run."""
        start = end - ((end - self.began) // step) * step
        result = self.get("query_range", query=expr, start=start, end=end, step=step)["result"]
        return [(item["metric"], [float(value) for _, value in item["values"]]) for item in result]

    def wait_for(self, expr: str, holds: Callable[[float], bool]) -> float:
        """Wait until the expression's single number is as wanted; gives the moment."""
        found: Any = None
        for _ in range(240):
            with contextlib.suppress(OSError):
                found = self.ask(expr)
                if len(found) == 1 and holds(found[0][1]):
                    return time.time()
            time.sleep(0.25)
        raise AssertionError(f"{expr} stays {found}")


@contextlib.contextmanager
def running_prometheus(folder: Path, *guards: str) -> Iterator[Prometheus]:
    """Prometheus with the configuration and the rules of the repository, once a second.

    Args:
        folder: Where its data go.
        guards: Addresses of the guards' metrics, for the one of the configuration.
    """
    program = find("prometheus", "prometheus")
    (port,) = free_ports(1)
    text = CONFIG.read_text().replace("15s", "1s")
    for old, new in (
        ("guard:9464", ", ".join(address.removeprefix("http://") for address in guards)),
        ("127.0.0.1:9090", f"127.0.0.1:{port}"),
        ("/etc/schaduwwacht/dashboards/rules", str(RULES)),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "prometheus.yml").write_text(text)
    process = subprocess.Popen(
        [
            program,
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'prometheus-data'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--enable-feature=exemplar-storage",
        ],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "prometheus.log").open("wb"),
    )
    try:
        yield Prometheus(f"http://127.0.0.1:{port}", time.time())
    finally:
        process.terminate()
        process.wait(60)


@dataclass(frozen=True)
class Asked:
    """One expression, and where it stands.

    Attributes:
        name: ``security / Requests to AI / A``, or the rule's name.
        expr: As written.
        legend: Name of a series in its panel.
        range: Whether it is drawn over time.
    """

    name: str
    expr: str
    legend: str = ""
    range: bool = False


def panels(language: str = "en") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every panel with its dashboard's name."""
    for path in sorted(DASHBOARDS.glob(f"*.{language}.json")):
        for panel in json.loads(path.read_text())["panels"]:
            if panel["type"] != "row":
                yield path.name.partition(".")[0], panel


def panel_queries(language: str = "en") -> list[Asked]:
    """Every expression of every panel."""
    return [
        Asked(
            f"{board} / {panel['title']} / {target['refId']}",
            target["expr"],
            target.get("legendFormat", ""),
            bool(target.get("range")),
        )
        for board, panel in panels(language)
        for target in panel["targets"]
    ]


def rules() -> list[tuple[str, dict[str, Any]]]:
    """Every rule with its group's name."""
    return [
        (group["name"], rule)
        for path in sorted(RULES.glob("*.yml"))
        for group in yaml.safe_load(path.read_text())["groups"]
        for rule in group["rules"]
    ]


def rule_queries() -> list[Asked]:
    """Every expression of every recording rule and alert."""
    asked = []
    for _, rule in rules():
        name = rule.get("record") or f"{rule['alert']} ({rule['labels']['severity']})"
        asked.append(Asked(name, rule["expr"]))
    return asked


def with_windows(expr: str, step: int) -> str:
    """The expression with Grafana's own variables filled in."""
    expr = expr.replace("$__interval_ms", str(step * 1000))
    for name, value in (("$__range", PERIOD), ("$__interval", step), ("$__rate_interval", 30)):
        expr = re.sub(re.escape(name) + r"\b", f"{value}s", expr)
    assert "$" not in expr, expr
    return expr


def evaluate(prometheus: Prometheus, asked: Asked, at: float) -> dict[str, float]:
    """Its number by series; a graph of bars gives their sum, one of lines the last point.

    `increase` guesses at the edges of a window, so its bars are asked as one that holds everything.
    """
    whole = "increase(" in asked.expr
    step = PERIOD if whole else STEP
    expr = with_windows(asked.expr, step)
    if not asked.range or whole:
        return {series_name(labels, asked.legend): number for labels, number in prometheus.ask(expr, at)}
    drawn = prometheus.graph(expr, at)
    total = "$__interval" in asked.expr
    per_second = STEP if "$__interval_ms" in asked.expr else 1
    return {
        series_name(labels, asked.legend): sum(numbers) * per_second if total else numbers[-1]
        for labels, numbers in drawn
    }


def series_name(labels: dict[str, str], legend: str) -> str:
    """As a panel shows it; without a legend, all labels in order."""
    if "{{" in legend:
        return re.sub(r"{{(\w+)}}", lambda found: labels.get(found[1], ""), legend)
    shown = [value for name, value in sorted(labels.items()) if name not in ("__name__", "job", "instance")]
    return ", ".join(shown)
