"""Rules that find names by what stands around them: titles, initials, greetings, signatures, labels, lists.

Each rule is a pattern over the class string of `name_tokens.read_words`, a score and a reason. The recognizer
in `person.py` lowers or lifts the score by the neighbours of the name and by what the model thinks.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detectors.names.lexicon import Kind
from detectors.recognizers.name_tokens import FIRST, LAST, Words
from detectors.recognizers.person_fits import (
    has_article,
    has_nickname,
    has_short_initials,
    has_small_prefix,
    heads_no_list,
    is_called,
    is_greeted,
    is_label_line,
    is_mid_sentence,
    is_no_enumeration,
    is_no_owner,
    is_no_unit,
    is_small_colleague,
    is_small_family,
    is_small_somebody,
    is_somebody,
    is_spoken_of,
    is_task,
    is_wrapped,
    not_all_words,
    speaks,
)

_PREFIX = r"(?:(?:[pQ]\.?){1,3})"
_SUR = r"[LlBb]"
_ANY = r"[FfBbLlCWPA]"
_NEW = r"[LlBbFfCA]"
_INITIALS = r"(?:(?:I\.?){1,6}|i)"


_PART = int(Kind.FIRST | Kind.LAST | Kind.PREFIX)

DEFAULT = 0.5
"""The default threshold of a scan."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of words that may be a name.

    Attributes:
        first: Index of its first word.
        last: Index of its last word.
        score: Certainty so far.
        reasons: Which rules spoke.
    """

    first: int
    last: int
    score: float
    reasons: tuple[str, ...]

    def scored(self, score: float, *reasons: str) -> "Candidate":
        """The same words with another score and more reasons."""
        return Candidate(self.first, self.last, score, (*self.reasons, *reasons))


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over classes.

    Attributes:
        reason: For `--explain`.
        needs: Classes of which a match holds one at least: without any of them the pattern is not tried.
        pattern: Its group ``n`` is the name.
        score: Certainty when nothing else speaks for or against.
        fits: A last check, or None.
    """

    reason: str
    needs: str
    pattern: re.Pattern[str]
    score: float
    fits: Callable[[Words, int, int], bool] | None = None


RULES: tuple[Rule, ...] = (
    Rule(
        "title",
        "T",
        re.compile(rf"T\.?(?:T\.?){{0,5}}(?P<n>{_INITIALS}?[FfBb]{{0,2}}{_PREFIX}?{_ANY}{{1,2}})"),
        0.9,
        not_all_words,
    ),
    Rule("title", "T", re.compile(rf"T\.?(?:T\.?){{0,5}}(?P<n>{_INITIALS}?{_PREFIX}[LlBbCWPA])"), 0.9),
    Rule("title", "T", re.compile(r"T\.?(?P<n>W)"), 0.8, is_somebody),
    Rule("title", "T", re.compile(r"T\.?(?:T\.?){0,5}(?P<n>[fblL])(?![FfBbLlCWPA])"), 0.8),
    Rule("title", "T", re.compile(r"T\.?(?:T\.?){0,5}(?P<n>p{0,3}[nm]{1,2})"), 0.8),
    Rule("title", "T", re.compile(r"T\.?(?:T\.?){0,5}(?P<n>p{0,3}o|p{2,3}x)"), 0.8, is_small_somebody),
    Rule("title", "T", re.compile(r"T\.?(?P<n>x)(?=x)"), 0.8, is_spoken_of),
    Rule("role before", "p", re.compile(r"(?<=[xo])(?P<n>p{1,3}[mo]|p{2,3}x)"), 0.8, is_small_colleague),
    Rule(
        "nickname",
        "|",
        re.compile(rf"(?P<n>[FBfb]{{1,2}}\|[FBfbC]\|{_PREFIX}?[LlBbC])"),
        0.95,
        is_called,
    ),
    Rule("initials", "I", re.compile(rf"(?P<n>(?:I\.?){{1,6}}{_PREFIX}{_ANY})"), 0.92),
    Rule(
        "initials",
        "I",
        re.compile(rf"(?P<n>(?:I\.?){{2,6}}[fFBb]?{_PREFIX}?{_ANY})"),
        0.85,
    ),
    Rule(
        "initials",
        "I",
        re.compile(rf"(?P<n>(?:I\.?){{1,5}}\|[FfBbC]\|{_PREFIX}?[LlBbC])"),
        0.92,
        has_nickname,
    ),
    Rule("initials", "I", re.compile(rf"(?P<n>I\.?{_SUR})"), 0.85, heads_no_list),
    Rule("initials", "I", re.compile(r"(?P<n>I\.?[FfC])"), 0.6, is_no_unit),
    Rule("initials", "I", re.compile(r"(?P<n>I\.?[WP])"), 0.5, is_no_unit),
    Rule(
        "over lines", "/", re.compile(r"(?P<n>(?:[FBfb]{1,3}|(?:I\.?){1,4})p{1,3}/[LlBbC])"), 0.9, is_wrapped
    ),
    Rule("over lines", "/", re.compile(r"(?P<n>[FBfb]{1,2}/p{1,3}[LlBb])(?!:)"), 0.8, is_wrapped),
    Rule("over lines", "/", re.compile(r"(?P<n>Q[pQ]{1,2}/[LB])"), 0.8, is_wrapped),
    Rule("initials", "i", re.compile(r"(?P<n>i(?:[pQ]{1,3}[LlBbC]|[LB]))"), 0.7, has_short_initials),
    Rule(
        "first and family name", "fFbB", re.compile(rf"(?P<n>[FBfb]{{1,3}}{_INITIALS}?{_PREFIX}{_ANY})"), 0.9
    ),
    Rule("first and family name", "FB", re.compile(r"(?P<n>[FB][FBfb]{0,2}(?:I\.){0,4}[LB])"), 0.95),
    Rule("first and family name", "FB", re.compile(r"(?P<n>[FB][FBfb]{0,2}(?:I\.){0,4}[lbFf])"), 0.8),
    Rule("first and family name", "fb", re.compile(r"(?P<n>[fb][FBfb]{0,2}(?:I\.){0,4}[LB])"), 0.85),
    Rule("first name and a capital", "FB", re.compile(r"(?P<n>[FB][FBfb]{0,2}(?:I\.){0,4}[CA]{1,2})"), 0.85),
    Rule("first name and a capital", "fb", re.compile(r"(?P<n>[fb](?:I\.){0,4}[CAlbFf])"), 0.4),
    Rule("capital and family name", "C", re.compile(r"(?P<n>C{1,2}[LB])"), 0.5),
    Rule("first name and initial", "I", re.compile(r"(?P<n>[FB][FfBb]?[pQ]{1,3}I)"), 0.75),
    Rule("capital", "C", re.compile(r"(?P<n>C{1,2})"), 0.15),
    Rule("capital with prefix", "lCb", re.compile(r"(?P<n>p{1,3}[lCb])"), 0.15),
    Rule("family name with 't", "pQ", re.compile(rf"(?P<n>[Qp]p{_ANY})"), 0.75, has_article),
    Rule("first name and initial", "FB", re.compile(r"(?P<n>[FB][FfBb]?[Ii])\.?"), 0.7),
    Rule("family name with prefix", "LB", re.compile(r"(?P<n>[pQ]{1,3}[LB])"), 0.5, is_no_owner),
    Rule("family name with prefix", "Q", re.compile(r"(?P<n>Q[pQ]?[LB])"), 0.6),
    Rule("family name with prefix", "LBCl", re.compile(r"(?P<n>[pQ]{2,3}[LBCl])"), 0.4),
    Rule("family name with prefix", "Q", re.compile(r"(?P<n>p?Q[lCb])"), 0.3),
    Rule("family name with prefix", "Q", re.compile(r"(?P<n>Q[lC])"), 0.6, is_mid_sentence),
    Rule(
        "family name first",
        "I",
        re.compile(rf"(?P<n>(?:{_PREFIX}?[LlBbC]),(?:I\.?){{1,6}}{_PREFIX}?)(?!\.?{_ANY})"),
        0.9,
    ),
    Rule(
        "family name first",
        "fF",
        re.compile(r"(?P<n>(?:[pQ]{0,3}[LlBb]),[Ff](?:p{1,3}(?!x))?)(?![LlBbC])"),
        0.6,
        is_no_enumeration,
    ),
    Rule("first name", "F", re.compile(r"(?P<n>F)"), 0.72),
    Rule("first name", "B", re.compile(r"(?P<n>B)"), 0.72),
    Rule("word and first name", "fb", re.compile(r"(?P<n>[fb])"), 0.2),
    Rule("family name", "L", re.compile(r"(?P<n>L)"), 0.35),
    Rule("word and family name", "l", re.compile(r"(?P<n>l)"), 0.1),
    Rule("lower case", "n", re.compile(r"(?P<n>n(?:p{0,3}m|p{1,3}o)?)"), 0.45),
    Rule("lower case", "n", re.compile(r"(?P<n>no)"), 0.45, is_small_family),
    Rule("lower case", "n", re.compile(r"(?P<n>np{1,3}x)"), 0.45, has_small_prefix),
    Rule(
        "greeting",
        "G",
        re.compile(rf"G,?(?:G,?)?(?P<n>(?:{_INITIALS}?[FfBbLlCA]{{1,2}}(?:{_PREFIX}?{_NEW})?|[nm]))"),
        0.9,
        is_greeted,
    ),
    Rule(
        "signature",
        "S",
        re.compile(rf"S,?[.:|]?/(?P<n>{_INITIALS}?[FfBbLlCAnm]{{1,2}}(?:{_PREFIX}?{_ANY})?)(?=[/|,.]|$)"),
        0.9,
    ),
    Rule(
        "signature",
        "S",
        re.compile(rf"S,?(?P<n>[FfBbCLln](?:{_PREFIX}?{_NEW})?)(?=[/|.]|$)"),
        0.8,
        not_all_words,
    ),
    Rule("speaker", ":", re.compile(rf"(?P<n>[FB](?:{_PREFIX}?{_ANY}|I)?):"), 0.8, speaks),
    Rule("speaker", ":", re.compile(rf"(?P<n>[fb]{_PREFIX}?[LlBbC]):"), 0.8, speaks),
    Rule("speaker", ":", re.compile(rf"(?P<n>{_PREFIX}?[LB][LlBb]?):"), 0.7, speaks),
)


_LABELLED = re.compile(r"[a-zA-Z]:")
_ONE_NAME = re.compile(
    rf"(?:T\.?){{0,5}}(?P<n>{_INITIALS}?[FfBbLlCWPAnm]{{0,3}}{_PREFIX}?"
    r"(?:[FfBbLlCA]|(?<=[pQFfBbI.])[WP]|[nm]))(?P<more>,|(?=$))?"
)


def labelled(words: Words) -> Iterator[Candidate]:
    """Names after a label and a colon: ``Naam: J. de Vries``, ``Aanwezig: Sanne, Piet en Fatima``."""
    label = int(Kind.LABEL)
    for match in _LABELLED.finditer(words.classes):
        index = words.where[match.start()]
        if not words.flags[index] & label:
            continue
        position = match.end()
        while one := _ONE_NAME.match(words.classes, position):
            first, last = words.where[one.start("n")], words.where[one.end("n") - 1]
            if is_label_line(words, first, last) and not is_task(words, first, last):
                listed = any(words.flags[index] & (FIRST | LAST) for index in range(first, last + 1))
                sure = listed or first != last
                yield Candidate(first, last, 0.88 if sure else 0.6, ("label before",))
            if not one.group("more"):
                break
            position = one.end()


def written_together(words: Words) -> Iterator[Candidate]:
    """``J.v.d.Meer``: initials, prefix and family name without a blank."""
    if not _INITIAL.search(words.text):
        return
    starts = [start for start, _ in words.spans]
    for match in _TOGETHER.finditer(words.text):
        first, last = bisect_left(starts, match.start()), bisect_left(starts, match.end()) - 1
        yield Candidate(first, last, 0.9, ("initials",))


_INITIAL = re.compile(r"[A-Z]\.")
_TOGETHER = re.compile(
    r"(?<![\w.@/-])(?:[A-Z]\.){1,4}(?:v\.(?:d\.)?|van |de |v/d ?)?[A-Z][a-z]{2,20}(?![\w@./-]{2})"
)


def candidates(words: Words) -> list[Candidate]:
    """Everything the rules say, overlapping."""
    found = [*labelled(words), *written_together(words)]
    present = set(words.classes)
    for rule in RULES:
        if present.isdisjoint(rule.needs):
            continue
        for match in rule.pattern.finditer(words.classes):
            end = match.end("n") - 1
            first = words.where[match.start("n")]
            last = words.where[end] if words.where[end] >= 0 else words.where[end - 1]
            if rule.fits is None or rule.fits(words, first, last):
                found.append(Candidate(first, last, rule.score, (rule.reason,)))
    return found
