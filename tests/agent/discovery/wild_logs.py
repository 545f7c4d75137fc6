"""Logs as they exist elsewhere, from templates: other makes, other settings, other carriers."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from string import Template
from typing import Literal

from log_writers import Visit

from detectors.yaml_file import StrictModel, read_yaml

_HERE = Path(__file__).parent / "wild_logs.yaml"


class WildLog(StrictModel):
    """How a product writes visits; see the head of wild_logs.yaml."""

    format: str
    lines: tuple[str, ...]
    head: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    reasons: Mapping[str, int] | None = None
    sizes: bool = False
    times: Literal["full", "short", "none"] = "full"
    clients: Literal["address", "by number", "none"] = "address"

    def write(self, seen: Iterable[Visit]) -> Iterator[str]:
        """The whole log."""
        yield from (Template(line).substitute(blank="  ", tab="\t") for line in self.head)
        templates = [Template(line) for line in self.lines]
        for visit in seen:
            words = _words(visit)
            for template in templates:
                yield template.substitute(words)

    def skipped(self, visits: int) -> dict[str, int]:
        """Lines that are no request, by reason."""
        heads = {"comment or header": len(self.head)} if self.head else {}
        wanted = dict(heads if self.reasons is None else self.reasons)
        for reason in self.noise:
            wanted[reason] = wanted.get(reason, 0) + visits
        return wanted

    def people(self, seen: Iterable[Visit]) -> int:
        """How many clients are told apart."""
        if self.clients == "none":
            return 0
        return len({visit.number if self.clients == "by number" else visit.client for visit in seen})


def wild_logs() -> dict[str, WildLog]:
    """By product and setting."""

    class File(StrictModel):
        logs: dict[str, WildLog]

    text = "".join(f"  {line}" for line in _HERE.read_text(encoding="utf-8").splitlines(keepends=True))
    return read_yaml(File, f"logs:\n{text}", _HERE.name).logs


def _words(visit: Visit) -> dict[str, object]:
    """What a template may ask for."""
    hour = visit.time.hour % 12 or 12
    clock = f"{hour}:{visit.at('%M:%S')}"
    day = f"{visit.time.month}/{visit.time.day}/{visit.time.year}"
    seconds = int(visit.time.timestamp())
    return _times(visit.time, visit.millis) | {
        "client": visit.client,
        "host": visit.host,
        "sent": visit.sent,
        "n": visit.number,
        "port": 1024 + visit.number,
        "labels": "".join(f"({len(label)}){label}" for label in visit.host.split(".")) + "(0)",
        "american": f"{day} {clock} {visit.at('%p')}",
        "kiwi": f"{visit.time.day}/{visit.at('%m/%Y')} {clock} {'a.m.' if visit.time.hour < 12 else 'p.m.'}",
        "epoch": seconds,
        "epoch000000000": f"{seconds}000000000",
        "epoch13": f"{seconds}{visit.millis}",
        "epochms": f"{seconds}.{visit.millis}",
        "epochus": f"{seconds}.{visit.at('%f')}",
        "ms": visit.millis,
        "blank": "  ",  # YAML is stripped
        "tab": "\t",
    }


def _times(time: datetime, millis: str) -> dict[str, object]:
    return {
        "bsd": time.strftime("%b %e %H:%M:%S"),
        "clf": time.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "ctime": time.strftime("%a %b %e %H:%M:%S %Y"),
        "day": time.strftime("%Y-%m-%d"),
        "german": time.strftime("%d.%m.%Y %H:%M:%S"),
        "haproxy": time.strftime("%d/%b/%Y:%H:%M:%S.") + millis,
        "hms": time.strftime("%H:%M:%S"),
        "iso": time.isoformat(),
        "isoms": time.strftime("%Y-%m-%dT%H:%M:%S.") + millis + "+0000",
        "isons": time.strftime("%Y-%m-%dT%H:%M:%S.%f") + "789Z",
        "isos": (time + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02:00"),
        "isous": time.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "isoz": time.strftime("%Y-%m-%dT%H:%M:%S.") + millis + "Z",
        "monthfirst": time.strftime("%b %d %Y %H:%M:%S"),
        "named": time.strftime("%d-%b-%Y %H:%M:%S.") + millis,
        "slash": time.strftime("%Y/%m/%d"),
        "wday": time.strftime("%a %b %e %H:%M:%S %Y"),
    }
