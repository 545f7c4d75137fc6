"""What a request shows from outside, and whether all of its signals together make it AI."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from detectors.request import Request
from detectors.services.model import Operation
from detectors.unknown.signals import PathSignal, Signal, load_signals, named_signals, pattern_of
from detectors.unknown.structure import is_sentence
from detectors.unknown.vocabulary import load_vocabulary

LONGEST = 4096
"""Characters of a path or a header that are looked at."""


@dataclass(frozen=True, slots=True)
class Score:
    """What the signals of a request say together.

    Attributes:
        total: Their weight.
        evidence: Their names, the heaviest first.
        operation: How such a request is read, and refused.
        embedded: It is a route of a site's own back end, rather than an interface for anybody.
    """

    total: float
    evidence: tuple[str, ...]
    operation: Operation
    embedded: bool = False

    @property
    def is_ai(self) -> bool:
        """Whether that is enough."""
        return self.total >= load_signals().threshold


def outside_signals(request: Request) -> tuple[str, ...]:
    """Names of what shows without opening the body: the heaviest path, and headers."""
    signals = load_signals()
    path = unquote(request.path)[:LONGEST]
    fitting = [signal for signal in signals.paths if pattern_of(signal.pattern).search(path)]
    paths = [max(fitting, key=lambda signal: signal.weight).name] if fitting else []
    return (*paths, *_header_signals(request), *_query_signals(request))


def _header_signals(request: Request) -> Iterable[str]:
    for signal in load_signals().headers:
        name, value = pattern_of(signal.header), pattern_of(signal.value)
        if any(name.search(key.lower()) and value.search(text[:LONGEST]) for key, text in request.headers):
            yield signal.name


def _query_signals(request: Request) -> Iterable[str]:
    return (signal.name for signal in load_signals().queries if asks_in_query(request))


def asks_in_query(request: Request) -> bool:
    """Whether the address of a request carries a question in plain language."""
    questions = load_vocabulary().questions
    return "?" in request.url[:LONGEST] and any(
        name in questions and is_sentence(value[:LONGEST]) for name, value in request.query
    )


def judge(names: Iterable[str]) -> Score:
    """What signals say together.

    Args:
        names: Of signals of one request, those of its body last.
    """
    known = named_signals()
    found = sorted((known[name] for name in dict.fromkeys(names)), key=lambda signal: -signal.weight)
    path = next((signal for signal in found if isinstance(signal, PathSignal)), None)
    operation = Operation(
        name=next((signal.operation for signal in found if signal.operation), "chat"),
        reader=_first([signal.reader for signal in found]) or "generic",
        reply=_first([signal.reply for signal in found]) or "generic",
    )
    total = round(sum(signal.weight for signal in found), 3)
    evidence = tuple(signal.name for signal in found)
    return Score(total, evidence, operation, embedded=path is not None and path.embedded)


def _first[T](values: list[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def describe(name: str, language: str) -> str:
    """A signal in words that people know; its name when it is of a newer version."""
    signal: Signal | None = named_signals().get(name)
    if signal is None:
        return name
    return signal.nl if language == "nl" else signal.en
