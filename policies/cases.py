"""Cases of a policy: requests of which somebody wrote down what must happen to them, and why."""

from pathlib import Path

from pydantic import AwareDatetime, Field

from detectors.services.model import Tier
from detectors.yaml_file import YamlFileError, line_of, read_yaml
from policies.conditions import FileKind
from policies.errors import PolicyError
from policies.load import CASES, packs, read_pack_file, read_policy_file
from policies.terms import Action, Direction, EntityType, Name, PolicyModel, Score, Status


class CaseFinding(PolicyModel):
    """Findings of one type in the request."""

    type: EntityType
    """Entity type."""
    count: int = Field(default=1, ge=1, le=1000)
    """How many of them."""
    different: int | None = Field(default=None, ge=1)
    """How many different values they are; absent means all."""
    score: Score = 0.9
    """How certain they are."""


class CaseFile(PolicyModel):
    """A file that goes with the request."""

    kind: FileKind
    """What it is by its content."""
    bytes: int = Field(default=10_000, ge=0)
    """Its size."""


class CaseRequest(PolicyModel):
    """The request. Absent fields are those of an ordinary prompt to a public chat service."""

    service: str = "chatgpt"
    """Service id of the catalogue."""
    category: str = "chat"
    """Its category."""
    risk: Tier | None = "limited"
    """Its AI Act tier."""
    status: Status | None = None
    """Its status in the register; absent means that nobody looked yet."""
    tenant: str | None = None
    """The contracted tenant; absent means a consumer account."""
    group: str | None = None
    """Group of the user; absent means that it follows from the next four."""
    address: str | None = None
    """IP address of the client."""
    user: str | None = None
    """Name by which the user signed in to the proxy."""
    headers: dict[str, str] = Field(default_factory=dict)
    """Headers of the request."""
    trusted: bool = False
    """The request came from a trusted proxy."""
    draft: bool = False
    """It left before the user pressed send."""
    direction: Direction = "prompt"
    """Which way it goes."""
    chars: int = Field(default=100, ge=0)
    """How much text it holds."""
    files: tuple[CaseFile, ...] = ()
    """The files that go with it."""
    time: AwareDatetime | None = None
    """When it comes, with a time zone; absent means now."""
    unread: tuple[str, ...] = ()
    """Why parts could not be read."""
    failure: str | None = None
    """Why reading or scanning failed."""


class Case(PolicyModel):
    """A request and what must happen to it."""

    name: Name
    """Short name, shown when it fails."""
    why: str = ""
    """What the case is for."""
    request: CaseRequest = CaseRequest()
    """The request."""
    findings: tuple[CaseFinding, ...] = ()
    """What is found in it."""
    each: tuple[EntityType, ...] = ()
    """One case for each of these types, with a finding of it beside the other findings."""
    text: str | None = None
    """Text to scan for real, with the policy's lists applied; its findings come to the others."""
    rule: str
    """The rule that must decide; `default` when none does, `on-failure` and `unreadable` when those do."""
    action: Action
    """What the rule must ask for (in monitor mode: what would have happened)."""
    done: Action | None = None
    """What must really happen, where the mode makes a difference."""
    speaks: frozenset[str] = frozenset()
    """Further rules that must speak."""
    silent: frozenset[str] = frozenset()
    """Rules that must not speak."""
    replaces: frozenset[EntityType] | None = None
    """Types of findings that must be replaced; absent means that it does not matter."""


class Cases(PolicyModel):
    """A file of cases, next to its policy: `NAME.cases.yaml`."""

    extends: str | None = None
    """Name of a pack whose cases hold for this policy too."""
    without: frozenset[str] = frozenset()
    """Names of its cases that do not."""
    cases: tuple[Case, ...] = ()
    """The cases; one with the name of an inherited case takes its place."""


def load_cases(source: str | Path) -> tuple[Case, ...]:
    """The cases of a pack by its name, or of a policy file by its path.

    Raises:
        PolicyError: There are none, or the file is wrong.
    """
    if str(source) in packs():
        return parse_cases(read_pack_file(f"{source}{CASES}"), f"pack:{source}{CASES}")
    path = Path(source).with_suffix("")
    path = path.with_name(path.name + CASES)
    if not path.is_file():
        raise PolicyError(f"{path}: no such file; the cases of a policy stand next to it")
    return parse_cases(read_policy_file(path), str(path))


def parse_cases(text: str, source: str) -> tuple[Case, ...]:
    """Cases from YAML text.

    Raises:
        PolicyError: The text is wrong.
    """
    try:
        own = read_yaml(Cases, text, source)
    except YamlFileError as error:
        raise PolicyError(str(error)) from error
    names = [case.name for case in own.cases]
    for number, name in enumerate(names):
        if name in names[:number]:
            line = line_of(text, ("cases", number, "name"))
            raise PolicyError(f"{source}:{line}: cases[{number}].name: used twice: {name}")
    if own.extends is None:
        return own.cases
    inherited = _inherited(own, text, source)
    return (*(case for case in inherited if case.name not in {*names, *own.without}), *own.cases)


def _inherited(own: Cases, text: str, source: str) -> tuple[Case, ...]:
    if own.extends not in packs():
        line = line_of(text, ("extends",))
        raise PolicyError(f"{source}:{line}: extends: no such pack; packs are {', '.join(packs())}")
    inherited = load_cases(own.extends)
    if unknown := sorted(own.without - {case.name for case in inherited}):
        line = line_of(text, ("without",))
        raise PolicyError(f"{source}:{line}: without: the pack {own.extends} has no such case: {unknown[0]}")
    return inherited
