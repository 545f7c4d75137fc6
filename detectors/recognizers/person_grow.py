"""From the certain part of a name to the whole of it."""

from dataclasses import replace

from detectors.recognizers.name_tokens import Words
from detectors.recognizers.person_context import MONTHS_ONLY
from detectors.recognizers.person_firm import is_organisation, is_sole_trade
from detectors.recognizers.person_rules import DEFAULT, Candidate


def grow(words: Words, candidate: Candidate, taken: set[int]) -> Candidate:
    """Take in what belongs to the name: ``Brouwer-de`` + ``Wit``, a second family name, initials before."""
    if candidate.score < DEFAULT or candidate.reasons[0] == "lower case":
        return candidate
    first, last = candidate.first, candidate.last
    last = _grow_right(words, last, taken)
    while (
        first > 0
        and first - 1 not in taken
        and words.folded[first - 1] not in MONTHS_ONLY
        and words.gap(first - 1) in {" ", ". ", "."}
        and words.letter(first - 1) in "FBLI" + ("lbfC" if not words.starts[first - 1] else "")
        and (words.gap(first - 1) == " " or words.letter(first - 1) == "I")
    ):
        first -= 1
    if (first, last) == (candidate.first, candidate.last):
        return candidate
    return replace(candidate, first=first, last=last)


def _grow_right(words: Words, last: int, taken: set[int]) -> int:
    while True:
        step = last + 1
        if step >= len(words.spans) or step in taken:
            return last
        gap, letter = words.gap(last), words.letter(step)
        if words.folded[last].rpartition("-")[2] in _AFTER_HYPHEN and gap == " ":
            while letter == "p" and step + 1 < len(words.spans) and words.gap(step) == " ":
                step += 1
                letter = words.letter(step)
            if letter in "FfBbLlCWPA":
                last = step
                continue
        if gap == " " and letter in "LBC" and is_sole_trade(words, step):
            return last
        if gap == " " and letter in "LBC" and not is_organisation(words, step, step):
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
    while step < len(words.spans) and words.letter(step) in "pQ" and prefixes < 3:  # noqa: PLR2004
        if words.gap(step) != " ":
            return None
        step += 1
        prefixes += 1
    if step >= len(words.spans):
        return None
    hyphen = words.gap(last).strip() != ""
    letter = words.letter(step)
    fits = letter in "LlBbC" if hyphen and prefixes else letter in "LB" and (hyphen or prefixes)
    return (
        step
        if fits and not (prefixes and not hyphen and not _is_strong_prefix(words, last + 1, step))
        else None
    )


def _is_strong_prefix(words: Words, first: int, end: int) -> bool:
    """``van den`` binds by itself; a lone ``van`` or ``de`` may be the preposition or the article."""
    return end - first > 1 or words.text[words.spans[first][0]].isupper()
