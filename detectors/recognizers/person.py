"""Names of natural persons (GDPR article 4(1)): rules, lists and a small model together."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar

from detectors.finding import Finding
from detectors.names.lexicon import Kind, fold, public_figures
from detectors.passage import Passage
from detectors.recognizers.base import TextRecognizer
from detectors.recognizers.name_tokens import FIRST, LAST, WORD, Words, read_words
from detectors.recognizers.person_rules import Candidate, candidates
from detectors.word_list import read_lines

_DEFAULT = 0.5
_SURE = 0.7
"""From here on a name is certain enough to look for its parts in the rest of the text."""
_FIRM = frozenset({"title", "greeting", "signature", "label before", "column", "speaker"})
_ROLE, _VERB = int(Kind.ROLE), int(Kind.VERB)
_BEFORE_ORG, _AFTER_ORG = int(Kind.BEFORE_ORGANISATION), int(Kind.AFTER_ORGANISATION)
_PREFIX = int(Kind.PREFIX)
_LEGAL_FORMS = frozenset({"bv", "nv", "vof", "bvba", "sprl", "ltd", "llc", "inc", "plc", "gmbh", "vzw", "cv"})
_MONTHS = frozenset(["jan", "april", "mei", "may", "june", "juni", "juli", "august", "augustus"])
_PUBLIC = 0.35
_SHORTEST_PART = 3


class PersonRecognizer(TextRecognizer):
    """Names, whole or in part, without titles.

    Legal basis: GDPR article 4(1); a name is the first identifier it mentions.
    Format: see the rules in `person_rules.py`; Dutch and Flemish first of all, English, German and French by
    the same rules. Public figures stay below the default threshold.
    Source: lists from Faker (MIT) and our own, the model of `detectors/names`.
    """

    detector: ClassVar[str] = "person"
    entities: ClassVar[tuple[str, ...]] = ("PERSON",)

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Find names outside what other recognizers already hold."""
        words = read_words(passage.text)
        found = [_weigh(words, candidate) for candidate in candidates(words)]
        chosen = _choose(words, found)
        chosen += _known_parts(words, chosen, findings)
        return [
            self.found(span, candidate.score, *candidate.reasons)
            for candidate in chosen
            if candidate.score > 0 and not _taken(span := _span(words, candidate), findings)
        ]


def _weigh(words: Words, candidate: Candidate) -> Candidate:
    """A candidate with the score that its neighbours leave it."""
    first, last, score = candidate.first, candidate.last, candidate.score
    reasons = list(candidate.reasons)
    firm = not _FIRM.isdisjoint(reasons)
    alone = first == last
    if not firm and _is_organisation(words, first, last):
        return replace(candidate, score=min(score, 0.3), reasons=(*reasons, "organisation"))
    if alone and _is_date(words, first):
        return replace(candidate, score=0.0)
    if alone and not firm:
        if words.flag(first - 1, _ROLE) and words.gap(first - 1) in {" ", ", "}:
            score += 0.3
            reasons.append("role before")
        if words.flag(last + 1, _VERB) and words.gap(last) == " ":
            score += 0.12
            reasons.append("verb after")
        if words.starts[first]:
            score -= 0.03
    if (not firm or not alone) and _is_public(words, first, last):
        return replace(candidate, score=min(score, _PUBLIC), reasons=(*reasons, "public figure"))
    return Candidate(first, last, min(score, 0.98), tuple(reasons))


def _is_organisation(words: Words, first: int, last: int) -> bool:
    """``Jansen BV``, ``Stichting Anna``, ``Van Gogh Museum``."""
    after = last + 1
    if after < len(words.spans) and words.gap(last) in {" ", "-"}:
        folded = words.folded[after]
        capital = words.text[words.spans[after][0]].isupper()
        if folded in _LEGAL_FORMS or (capital and words.flags[after] & _AFTER_ORG):
            return True
    if words.text[words.spans[last][1] : words.spans[last][1] + 4] in {" B.V", " N.V", " & Z", " & C"}:
        return True
    return words.flag(first - 1, _BEFORE_ORG) and words.gap(first - 1) == " "


def _is_date(words: Words, index: int) -> bool:
    """``12 jan``, ``mei 2024``: a month next to a number."""
    if words.folded[index] not in _MONTHS:
        return False
    start, end = words.spans[index]
    return bool(re.search(r"\d\.?\s?$", words.text[max(0, start - 3) : start])) or bool(
        re.match(r"\.?\s?'?\d", words.text[end : end + 3])
    )


def _is_public(words: Words, first: int, last: int) -> bool:
    known = public_figures()
    name = " ".join(words.folded[first : last + 1])
    return name in known


def _choose(words: Words, found: Iterable[Candidate]) -> list[Candidate]:
    """The best candidates that do not overlap, each grown to the whole name."""
    taken: set[int] = set()
    chosen: list[Candidate] = []
    ranked = sorted(found, key=lambda c: (c.score + 0.1 * (c.last - c.first), c.last - c.first), reverse=True)
    for candidate in ranked:
        if taken.isdisjoint(range(candidate.first, candidate.last + 1)):
            grown = _grow(words, candidate, taken)
            taken.update(range(grown.first, grown.last + 1))
            chosen.append(grown)
    return sorted(chosen, key=lambda c: c.first)


def _grow(words: Words, candidate: Candidate, taken: set[int]) -> Candidate:
    """Take in what belongs to the name: ``Brouwer-de`` + ``Wit``, a second family name, initials before."""
    if candidate.score < _DEFAULT or candidate.reasons[0] == "lower case":
        return candidate
    first, last = candidate.first, candidate.last
    last = _grow_right(words, last, taken)
    while (
        first > 0
        and first - 1 not in taken
        and words.gap(first - 1) in {" ", ". ", "."}
        and _letter(words, first - 1) in "FBLI" + ("lbfC" if not words.starts[first - 1] else "")
        and (words.gap(first - 1) == " " or _letter(words, first - 1) == "I")
    ):
        first -= 1
    return replace(candidate, first=first, last=last)


def _grow_right(words: Words, last: int, taken: set[int]) -> int:
    while True:
        step = last + 1
        if step >= len(words.spans) or step in taken:
            return last
        gap, letter = words.gap(last), _letter(words, step)
        if words.folded[last].rpartition("-")[2] in _AFTER_HYPHEN and gap == " ":
            while letter == "p" and step + 1 < len(words.spans) and words.gap(step) == " ":
                step += 1
                letter = _letter(words, step)
            if letter in "FfBbLlCWPA":
                last = step
                continue
        if gap == " " and letter in "LBC" and not _is_organisation(words, step, step):
            last = step
            continue
        joined = _joined(words, last)
        if joined is None:
            return last
        last = joined


_AFTER_HYPHEN = frozenset(
    {"de", "van", "der", "den", "ter", "ten", "het", "'t", "el", "la", "le", "in", "op"}
)


def _joined(words: Words, last: int) -> int | None:
    """The last word of a second family name after a hyphen with blanks, or of a prefix and family name."""
    step = last + 1
    if (
        words.gap(last).strip() not in {"-", "\u2013", ""}
        or words.gap(last) == "\n"
        or "\n" in words.gap(last)
    ):
        return None
    prefixes = 0
    while step < len(words.spans) and _letter(words, step) in "pQ" and prefixes < 3:  # noqa: PLR2004
        if words.gap(step) != " ":
            return None
        step += 1
        prefixes += 1
    if step >= len(words.spans):
        return None
    hyphen = words.gap(last).strip() != ""
    letter = _letter(words, step)
    fits = letter in "LlBbC" if hyphen and prefixes else letter in "LB" and (hyphen or prefixes)
    return (
        step
        if fits and not (prefixes and not hyphen and not _is_strong_prefix(words, last + 1, step))
        else None
    )


def _is_strong_prefix(words: Words, first: int, end: int) -> bool:
    """``van den`` binds by itself; a lone ``van`` or ``de`` may be the preposition or the article."""
    return end - first > 1 or words.text[words.spans[first][0]].isupper()


def _letter(words: Words, index: int) -> str:
    return words.classes[words.at[index]]


def _known_parts(words: Words, chosen: list[Candidate], findings: Sequence[Finding]) -> list[Candidate]:
    """The same names again: parts of a name that is certain, and of e-mail addresses in the text."""
    parts: set[str] = set()
    taken: set[int] = set()
    for candidate in chosen:
        if candidate.score >= _DEFAULT:
            taken.update(range(candidate.first, candidate.last + 1))
        if candidate.score >= _SURE:
            parts.update(_telling(words, candidate))
    mailed = _mail_parts(words.text, findings)
    again = []
    for index, folded in enumerate(words.folded):
        if index in taken or (folded not in parts and folded not in mailed):
            continue
        letter = _letter(words, index)
        if letter in "FfBbLlCWPAi" or (
            letter in "nmx" and words.flags[index] & (FIRST | LAST) and len(folded) > _SHORTEST_PART
        ):
            if letter == "W" or (letter in "flbP" and folded not in parts and words.starts[index]):
                continue
            if _is_organisation(words, index, index) or _is_date(words, index):
                continue
            reason = "name seen before" if folded in parts else "agrees with e-mail address"
            again.append(_grow(words, Candidate(index, index, 0.75, (reason,)), taken))
            taken.update(range(again[-1].first, again[-1].last + 1))
    return again


def _telling(words: Words, candidate: Candidate) -> Iterable[str]:
    """The words of a name that name its bearer when they stand alone."""
    for index in range(candidate.first, candidate.last + 1):
        if len(words.folded[index]) >= _SHORTEST_PART and not words.flags[index] & _PREFIX:
            if words.flags[index] & WORD and not words.flags[index] & (FIRST | LAST):
                continue
            yield words.folded[index]


def _mail_parts(text: str, findings: Sequence[Finding]) -> set[str]:
    """Words of the local parts of e-mail addresses."""
    parts: set[str] = set()
    for finding in findings:
        if finding.type == "EMAIL_ADDRESS":
            local = text[finding.start : finding.end].partition("@")[0]
            parts.update(fold(part) for part in re.split(r"[^^\W\d_]+", local) if len(part) > _SHORTEST_PART)
            parts.update(fold(part) for part in re.split(r"[\W\d_]+", local) if len(part) > _SHORTEST_PART)
    return parts - _FUNCTIONS


_FUNCTIONS = frozenset(read_lines(__package__, "mailbox_functions.txt"))


def _span(words: Words, candidate: Candidate) -> tuple[int, int]:
    """Code points of a candidate, a closing possessive ``'s`` left out."""
    start, end = words.spans[candidate.first][0], words.spans[candidate.last][1]
    if words.text[end - 2 : end] in {"'s", "\u2019s"} and end - start > _SHORTEST_PART:
        end -= 2
    if words.text[end : end + 1] == "." and _letter(words, candidate.last) == "I":
        end += 1
    return start, end


def _taken(span: tuple[int, int], findings: Sequence[Finding]) -> bool:
    """Whether a stronger finding of another kind holds the span."""
    index = bisect_left(findings, span[0] - 300, key=lambda f: f.start) if _is_sorted(findings) else 0
    for finding in findings[index:]:
        if finding.start < span[1] and span[0] < finding.end and finding.score >= _DEFAULT:
            return True
    return False


def _is_sorted(findings: Sequence[Finding]) -> bool:
    return all(a.start <= b.start for a, b in pairwise(findings))
