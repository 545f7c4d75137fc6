"""Names that other names give away: columns, enumerations, parts of a name, e-mail addresses."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from detectors.finding import Finding
from detectors.names.lexicon import Kind, fold
from detectors.passage import Passage
from detectors.recognizers.name_tokens import FIRST, LAST, NOT_NAME, PREFIX, WORD, Words
from detectors.recognizers.person_context import is_date
from detectors.recognizers.person_firm import is_organisation
from detectors.recognizers.person_grow import grow
from detectors.recognizers.person_rules import DEFAULT, Candidate
from detectors.tables import Cell
from detectors.word_list import read_lines

SURE = 0.7
"""From here on a name is certain enough to look for its parts in the rest of the text."""

SHORTEST_PART = 3


def columns(passage: Passage, words: Words) -> Iterable[Candidate]:
    """Values below a header, behind a key or in a parameter that says name."""
    starts = [span[0] for span in words.spans]
    for cell in passage.cells.all:
        header = _HEADER_WORD.findall(passage.lower[cell.header_start : cell.header_end])
        if not (_NAME_HEADERS.intersection(header) and _THING_HEADERS.isdisjoint(header)):
            continue
        first, last = bisect_left(starts, cell.start), bisect_left(starts, cell.end) - 1
        value = passage.text[cell.start : cell.end]
        if (
            first > last
            or last - first > _LONGEST_CELL
            or is_inside_thing(passage, cell)
            or any(map(str.isdigit, _ESCAPE.sub("", value)))
            or "@" in value
        ):
            continue
        first, last = _without_titles(words, first, last)
        known = any(words.flag(index, FIRST | LAST) for index in range(first, last + 1))
        ordinary = all(words.flags[i] & (WORD | NOT_NAME) for i in range(first, last + 1))
        if known or (words.text[words.spans[first][0]].isupper() and not ordinary):
            yield Candidate(first, last, 0.9 if known else 0.8, ("column",))


def _without_titles(words: Words, first: int, last: int) -> tuple[int, int]:
    while first < last and (words.letter(first) == "T" or _is_small_role(words, first)):
        first += 1
    return first, last


def _is_small_role(words: Words, index: int) -> bool:
    """``zoon Ravi``: what somebody is to somebody, in small letters."""
    return words.letter(index) == "x" and words.flag(index, int(Kind.ROLE))


def is_inside_thing(passage: Passage, cell: Cell) -> bool:
    """``"store": {"name": "Primera Centrum"}``: the object around the key is no person."""
    if passage.lower[cell.header_start : cell.header_end] not in _PLAIN_NAME:
        return False
    start = passage.lower.rfind("{", max(0, cell.header_start - _OBJECT), cell.header_start)
    opened = _OBJECT_KEY.search(passage.text, max(0, start - _OBJECT), start) if start >= 0 else None
    return opened is not None and not _OWNERS.isdisjoint(_CAMEL.sub(r"_\1", opened[1]).lower().split("_"))


def outside_things(passage: Passage, words: Words, chosen: list[Candidate]) -> list[Candidate]:
    """The candidates that are no name of a thing in a cell of JSON."""
    if '{"' not in passage.plain and "{\n" not in passage.plain and '{ "' not in passage.plain:
        return chosen
    at = passage.cells.at
    return [
        c for c in chosen if not ((cell := at(words.spans[c.first][0])) and is_inside_thing(passage, cell))
    ]


_PLAIN_NAME = frozenset({"name", "naam", "displayname", "display_name", "nom"})
_OBJECT = 120
_OBJECT_KEY = re.compile(r'"([A-Za-z_-]{1,40})"\s{0,3}:\s{0,3}\[?\s{0,9}\Z')
_CAMEL = re.compile(r"(?<=[a-z])([A-Z])")
_OWNERS = frozenset(read_lines(__package__, "person_owners.txt"))
"""Whose name it is when it is a thing's."""


def speakers(words: Words) -> list[Candidate]:
    """Who speaks in a chat that was exported: ``[14-03-2026 08:13:10] Fatima: ...``.

    A log of machines looks alike, so one of the speakers at least must have a known name.
    """
    lines = list(_CHAT_LINE.finditer(words.text)) if ": " in words.text else []
    starts = [span[0] for span in words.spans] if lines else []
    spans = [
        (bisect_left(starts, line.start("who")), bisect_left(starts, line.end("who")) - 1) for line in lines
    ]
    said = (index for first, last in spans for index in range(first, last + 1))
    if not any(words.flag(index, FIRST | LAST) and not words.flag(index, WORD) for index in said):
        return []
    return [Candidate(*span, 0.9, ("speaker",)) for span in spans if _may_speak(words, *span)]


def _may_speak(words: Words, first: int, last: int) -> bool:
    """Words with capitals, not all of them ordinary, and none a product's."""
    span = range(first, last + 1)
    if not 0 < len(span) <= _LONGEST_SPEAKER:
        return False
    if any(words.flag(index, NOT_NAME) and not words.flag(index, FIRST | LAST) for index in span):
        return False
    if not any(words.flag(index, FIRST | LAST) or not words.flag(index, WORD) for index in span):
        return False
    return all(words.flag(i, PREFIX) or words.text[words.spans[i][0]].isupper() for i in span)


_CHAT_LINE = re.compile(
    r"^\[?\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?:\]| -) "
    r"(?P<who>[^\W\d_][^:\n<>\[\]()]{1,40}): ",
    re.MULTILINE,
)
_LONGEST_SPEAKER = 4
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_HEADER_WORD = re.compile(r"[a-z]+")
_LONGEST_CELL = 7
_NAME_HEADERS = frozenset(read_lines(__package__, "name_headers.txt"))
_THING_HEADERS = frozenset(read_lines(__package__, "thing_headers.txt"))


def enumerated(words: Words, chosen: list[Candidate]) -> list[Candidate]:
    """``Storm, Fleur en Wolf``: next to a certain name in an enumeration a doubtful one is a name too."""
    lifted = list(chosen)
    for step in (1, -1):
        order = range(len(lifted)) if step > 0 else range(len(lifted) - 1, -1, -1)
        for index in order:
            other = index - step
            if not 0 <= other < len(lifted) or lifted[index].score >= SURE or lifted[other].score < DEFAULT:
                continue
            if not (_may_be_lifted(words, lifted[index]) and _may_lift(words, lifted[other])):
                continue
            left, right = sorted((index, other))
            candidate = lifted[index]
            if (
                is_joined(words, lifted[left].last, lifted[right].first)
                and words.letter(candidate.last) != "x"
            ):
                certain = lifted[other].score >= SURE or words.flag(candidate.first, FIRST)
                score = min(candidate.score + (0.35 if certain else 0.15), SURE)
                lifted[index] = candidate.scored(score, "enumeration")
    return lifted


def _may_be_lifted(words: Words, candidate: Candidate) -> bool:
    """Neither a firm, a street or a figure of history, nor capitals that the model alone calls a name."""
    if not _NEVER.isdisjoint(candidate.reasons):
        return False
    return candidate.reasons[0] != "model" or words.letter(candidate.first) in "FfBbLlC"


def _may_lift(words: Words, candidate: Candidate) -> bool:
    """What the model alone calls a name proves nothing about its neighbour."""
    return candidate.reasons[0] != "model" or words.flag(candidate.first, FIRST | LAST)


_NEVER = frozenset({"organisation", "street", "public figure", "thing"})


def is_joined(words: Words, last: int, first: int) -> bool:
    """Whether only a comma, a cell border or ``en`` stands between two words."""
    between = words.text[words.spans[last][1] : words.spans[first][0]]
    return bool(_JOIN.fullmatch(between))


_JOIN = re.compile(
    r"(?:'s)?[\"']?(?: ?\([^()\n]{1,25}\))?"
    r"(?:,? (?:en|of|and|or|und|oder|et|ou|&|\+|/) (?:de |het |mevrouw |mevr\. |mw\. )?|, ?|; ?|/)[\"']?"
)


_JOBS = frozenset(
    {"functie", "rol", "beroep", "afdeling", "role", "job", "position", "department", "funktion", "fonction"}
)


def _is_of_job(passage: Passage, cell: Cell) -> bool:
    """Whether the header says that cells hold what people do: ``Kok`` below it is a cook."""
    header = passage.lower[cell.header_start : cell.header_end]
    return not _JOBS.isdisjoint(_HEADER_WORD.findall(header)) and "naam" not in header


def same_column(passage: Passage, words: Words, chosen: list[Candidate]) -> list[Candidate]:
    """Where most cells of a column are names, the other ones are names as well; a column of jobs has none."""
    if not passage.cells.all:
        return chosen
    jobs = {cell.start for cell in passage.cells.all if _is_of_job(passage, cell)}
    chosen = [c for c in chosen if c.reasons[0] != "model" or words.spans[c.first][0] not in jobs]
    starts = {words.spans[c.first][0]: c for c in chosen if c.score >= DEFAULT}
    columns: dict[int, list[tuple[int, int]]] = {}
    for cell in passage.cells.all:
        if cell.start not in jobs:
            columns.setdefault(cell.header_start, []).append((cell.start, cell.end))
    positions = [span[0] for span in words.spans]
    taken = {i for c in chosen if c.score >= DEFAULT for i in range(c.first, c.last + 1)}
    extra = []
    for cells in columns.values():
        hits = sum(start in starts for start, _ in cells)
        if hits < 2 or hits * 2 < len(cells):  # noqa: PLR2004 - two at least, and half of them
            continue
        for start, end in cells:
            first, last = bisect_left(positions, start), bisect_left(positions, end) - 1
            first, last = _without_titles(words, first, last) if first <= last else (first, last)
            if first > last or last - first > 3 or not taken.isdisjoint(range(first, last + 1)):  # noqa: PLR2004
                continue
            if (
                positions[first] >= start
                and words.text[positions[first]].isupper()
                and words.spans[last][1] >= end - 1
            ):
                extra.append(Candidate(first, last, 0.7, ("column of names",)))
    dropped = {i for c in extra for i in range(c.first, c.last + 1)}
    return sorted([c for c in chosen if c.first not in dropped] + extra, key=lambda c: c.first)


def known_parts(words: Words, chosen: list[Candidate], findings: Sequence[Finding]) -> list[Candidate]:
    """The same names again: parts of a name that is certain, and of e-mail addresses in the text."""
    parts: set[str] = set()
    taken: set[int] = set()
    for candidate in chosen:
        if candidate.score >= DEFAULT:
            taken.update(range(candidate.first, candidate.last + 1))
        if candidate.score >= SURE:
            parts.update(_telling(words, candidate))
    mailed = _mail_parts(words.text, findings)
    short = {part[:size] for part in parts for size in range(_SHORT_FORM, len(part) - 1)}
    again = []
    parts |= _owned(words.text, parts)
    again += _misspelt(words, parts, taken)
    taken.update(one.first for one in again)
    wanted = parts | mailed | short
    for index in [place for place, folded in enumerate(words.folded) if folded in wanted]:
        if index in taken:
            continue
        folded, letter = words.folded[index], words.letter(index)
        if folded in short and folded not in parts and folded not in mailed and letter not in "CF":
            continue
        if letter in "FfBbLlCWPAi" or (
            letter in "nmx" and words.flags[index] & (FIRST | LAST) and len(folded) > SHORTEST_PART
        ):
            if letter == "W" or (letter in "flbP" and folded not in parts and words.starts[index]):
                continue
            if is_organisation(words, index, index) or is_date(words, index):
                continue
            reason = (
                "agrees with e-mail address"
                if folded in mailed and folded not in parts
                else "name seen before"
            )
            again.append(grow(words, Candidate(index, index, 0.75, (reason,)), taken))
            taken.update(range(again[-1].first, again[-1].last + 1))
    return again


def _owned(text: str, parts: set[str]) -> set[str]:
    """The same with an ``'s`` behind, when the text has any."""
    return {f"{part}'s" for part in parts} if "'s" in text or "\u2019s" in text else set()


def _misspelt(words: Words, parts: set[str], taken: set[int]) -> list[Candidate]:
    """``Krzystof`` beside ``Krzysztof``: one letter from a long name of the text."""
    known = [part for part in parts if len(part) >= _LONG]
    unknown = [
        index
        for index, folded in enumerate(words.folded)
        if known and len(folded) >= _LONG and folded not in parts and words.letter(index) == "C"
    ]
    near = frozenset(form for part in known for form in _shorter(part)) if unknown else frozenset()
    return [
        Candidate(index, index, 0.75, ("name seen before",))
        for index in unknown
        if index not in taken and not near.isdisjoint(_shorter(words.folded[index]))
    ]


def _shorter(folded: str) -> set[str]:
    """A word, and the word without any one of its letters but the first."""
    return {folded, *(folded[:at] + folded[at + 1 :] for at in range(1, len(folded)))}


_LONG = 8
_SHORT_FORM = 4
"""Letters that a short form of a name has at least: ``Oleks`` for ``Oleksandr``."""


def _telling(words: Words, candidate: Candidate) -> Iterable[str]:
    """The words of a name that name its bearer when they stand alone."""
    for index in range(candidate.first, candidate.last + 1):
        if len(words.folded[index]) >= SHORTEST_PART and not words.flags[index] & PREFIX:
            if words.flags[index] & WORD and not words.flags[index] & (FIRST | LAST):
                continue
            yield words.folded[index]


def _mail_parts(text: str, findings: Sequence[Finding]) -> set[str]:
    """Words of the local parts of e-mail addresses."""
    parts: set[str] = set()
    for finding in findings:
        if finding.type == "EMAIL_ADDRESS":
            local = text[finding.start : finding.end].partition("@")[0]
            parts.update(fold(part) for part in re.split(r"[^^\W\d_]+", local) if len(part) > SHORTEST_PART)
            parts.update(fold(part) for part in re.split(r"[\W\d_]+", local) if len(part) > SHORTEST_PART)
    return parts - _FUNCTIONS


_FUNCTIONS = frozenset(read_lines(__package__, "mailbox_functions.txt"))
