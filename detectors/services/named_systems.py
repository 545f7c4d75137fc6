"""The systems that the field names, and how the catalogue knows them: a table of `docs/catalogue.md`.

``python -m detectors.services.named_systems`` writes it into the page; a test says when that is needed.
"""

import sys
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path

from detectors.request import Request
from detectors.services.catalogue import Catalogue
from detectors.services.load import load_catalogue
from detectors.services.model import Recognised, Service, Signal
from detectors.yaml_file import StrictModel, read_yaml

PAGE = Path("docs/catalogue.md")
START, END = "<!-- generated: named systems -->", "<!-- end of named systems -->"
_SOURCE = "named_systems.yaml"
_FEW = 3


class Example(StrictModel):
    """A request by which the system is told, and the tenant that it shows."""

    url: str
    header: str | None = None
    tenant: str | None = None

    def request(self) -> Request:
        """The request."""
        headers = ((self.header, self.tenant or ""),) if self.header else ()
        return Request("POST", self.url, headers)


class NamedSystem(StrictModel):
    """A system by the name that people use for it."""

    system: str
    services: tuple[str, ...]
    known_by: tuple[Example, ...]
    note: str = ""


class NamedSystems(StrictModel):
    """The whole file."""

    checked: date
    systems: tuple[NamedSystem, ...]


def load_named_systems() -> tuple[NamedSystem, ...]:
    """The systems, in the order of the file."""
    text = files("detectors").joinpath("services", _SOURCE).read_text(encoding="utf-8")
    return read_yaml(NamedSystems, text, _SOURCE).systems


def known_as(example: Example, catalogue: Catalogue) -> Recognised | None:
    """What the catalogue makes of an example: by host and path, or by the host alone."""
    request = example.request()
    found = catalogue.recognise(request)
    service = catalogue.lookup(request.host)
    return found or (Recognised(service) if service else None)


def rendered(page: str) -> str:
    """The page with the table as it should be."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table(load_catalogue())}\n{END}{after}"


def table(catalogue: Catalogue) -> str:
    """One row a system."""
    lines = [
        "| system | service | known by host | and by path | tenant | default tier | article | remarks |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*lines, *(_row(named, catalogue) for named in load_named_systems())])


def _row(named: NamedSystem, catalogue: Catalogue) -> str:
    services = [catalogue.services[name] for name in named.services]
    cells = (
        named.system,
        ", ".join(f"`{service.id}`" for service in services),
        _few(dict.fromkeys(host for service in services for host in _hosts(service))),
        _few(dict.fromkeys(path for service in services for path in _paths(service))),
        _tenant(services[0]),
        " or ".join(dict.fromkeys(f"**{s.risk}**" if s.risk else "the use decides" for s in services)),
        ", ".join(dict.fromkeys(service.article for service in services if service.article)),
        named.note,
    )
    return f"| {' | '.join(cells)} |"


def _hosts(service: Service) -> Iterable[str]:
    own = (f"`{host}`" for host in (*service.hosts, *service.mixed_hosts))
    return (*own, *(f"`{host}` (general)" for host in service.general_hosts))


def _paths(service: Service) -> Iterable[str]:
    """Paths where the host alone does not tell."""
    if service.hosts or not service.general_hosts:
        return ()
    routes = (route for route in service.routes if route.operation.kind != "other")
    return (f"`{route.pattern.replace('|', chr(92) + '|')}`" for route in routes)


def _tenant(service: Service) -> str:
    rule = service.tenant
    words = list(dict.fromkeys(_signal(signal) for signal in rule.signals))
    words += [f"restriction by `{rule.restrict_header}`"] if rule.restrict_header else []
    return "; ".join(words) or "-"


def _signal(signal: Signal) -> str:
    if isinstance(signal.key, tuple):
        return f"token claim `{signal.key[-1]}`"
    return (
        f"{signal.source} `{signal.key}`" if signal.source in {"header", "cookie", "query"} else signal.source
    )


def _few(items: Iterable[str]) -> str:
    """The first few, and how many more."""
    shown = list(items)
    more = f" and {len(shown) - _FEW} more" if len(shown) > _FEW else ""
    return (", ".join(shown[:_FEW]) + more) or "-"


def main() -> None:
    """Write the table into the page."""
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text(rendered(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
