"""Names in small letters, as people dictate and chat: what stands beside them does what a capital does."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from detectors.names.lexicon import Kind, our_family_names, our_first_names
from detectors.recognizers.name_tokens import NOT_NAME, PREFIX, WORD, Words
from detectors.recognizers.person_fits import ADDRESSED
from detectors.recognizers.person_rules import Candidate

_ROLE, _VERB = int(Kind.ROLE), int(Kind.VERB)
_SHORT_NAME = 3
_AROUND = 150
_SHORTEST_LINE = 20
_NO_NAME_AFTER = frozenset(
    {"de", "het", "een", "mijn", "jouw", "zijn", "haar", "hun", "ons", "onze", "uw", "deze", "die", "dit",
     "geen", "elke", "iedere", "the", "a", "an", "to", "i", "you", "we", "they", "it", "te", "'t"}
)  # fmt: skip
_BINDING = frozenset({"der", "den", "ter", "ten"})


def small_names(words: Words) -> Iterator[Candidate]:
    """``mijn collega floor is``, ``rob de jong deed``: listed first names in small letters."""
    names = our_first_names()
    doubtful: list[int] = []
    sure = False
    for index in [index for index, folded in enumerate(words.folded) if folded in names]:
        letter = words.letter(index)
        if letter not in "xno" or len(words.folded[index]) < _SHORT_NAME:
            continue
        if letter != "n" and _has_role(words, index):
            sure = True
            yield Candidate(index, index, 0.75, ("role and verb",))
        elif words.folded[index - 1] in _NO_NAME_AFTER or not _is_small_line(words, index):
            continue
        elif (last := _family(words, index)) > index:
            sure = True
            yield Candidate(index, last, 0.85, ("small letters",))
        elif _is_noun(words, index):
            continue
        elif letter == "n":
            sure = True
            yield Candidate(index, index, 0.7, ("small letters",))
        elif words.flag(index + 1, _VERB) and not words.flags[index] & (_VERB | NOT_NAME):
            doubtful.append(index)
    if sure:
        yield from (Candidate(index, index, 0.7, ("small letters",)) for index in doubtful)


def named_so(words: Words) -> Iterator[Candidate]:
    """``haar moeder heet rima``: a word that no list knows, after what says that it is somebody's name."""
    if "heet" not in words.text:
        return
    starts: list[int] = []
    for match in _NAMED.finditer(words.text):
        starts = starts or [start for start, _ in words.spans]
        index = bisect_left(starts, match.start("n"))
        if index >= len(starts) or words.flags[index] & (WORD | NOT_NAME | PREFIX):
            continue
        if words.letter(index) != "x" or words.folded[index] in _ADVERBS:
            continue
        bearer = words.folded[index - 2] if index > 1 else ""
        if words.flag(index - 2, _ROLE) or bearer in _BEARERS:
            yield Candidate(index, index, 0.75, ("named",))


_NAMED = re.compile(r"\b(?:heet|heette) (?P<n>[^\W\d_]{3,})(?![\w@-])")
_ADVERBS = frozenset(
    {"voluit", "officieel", "eigenlijk", "voortaan", "sindsdien", "echter", "intussen", "inmiddels"}
)
_BEARERS = frozenset(
    {"ik", "hij", "zij", "ze", "meisje", "jongen", "kind", "dochtertje", "zoontje", "kleindochter"}
)


def _has_role(words: Words, index: int) -> bool:
    """``mijn collega floor is``: also a word, between a role and a verb or the end of a phrase."""
    if not words.flag(index - 1, _ROLE) or words.gap(index - 1) != " " or words.flag(index, _VERB):
        return False
    after = words.gap(index)
    return after[:1] in {",", ".", "(", "\n", ")", "?", "!"} or words.flag(index + 1, _VERB)


def _is_noun(words: Words, index: int) -> bool:
    """``een flauwe piet``, ``"hans worst"``: an article or quotation mark opens it."""
    if words.gap(index - 1) not in _PLAIN_GAPS:
        return True
    article = index > 1 and words.folded[index - 2] in _ARTICLES
    return article and not words.flags[index - 1] & (_ROLE | _VERB)


_ARTICLES = frozenset({"de", "een", "the", "a"})
_PLAIN_GAPS = frozenset({" ", ", ", "\n", ": ", ". ", "? ", "! ", "; ", " (", "  ", "/"})


def _family(words: Words, index: int) -> int:
    """Last word of the family name that follows with prefixes, else `index`."""
    last = index + 1
    while last < len(words.spans) and words.letter(last) == "p" and words.gap(last - 1) == " ":
        last += 1
    if last == index + 1 or last >= len(words.spans) or words.gap(last - 1) != " ":
        return index
    if words.flags[last] & (_ROLE | _VERB):
        return index
    known = words.letter(last) in "mo" and words.folded[last] in our_family_names()
    prefixes = words.folded[index + 1 : last]
    if known and (prefixes != ["van"] or words.letter(last) == "m"):
        return last
    return last if len(prefixes) > 1 and not _BINDING.isdisjoint(prefixes) else index


def _is_small_line(words: Words, index: int) -> bool:
    """Whether no capital stands around in the same line, which is long enough to show that."""
    start, end = words.spans[index]
    text = words.text
    begin = max(text.rfind("\n", max(0, start - _AROUND), start) + 1, start - _AROUND, 0)
    stop = text.find("\n", end, end + _AROUND)
    line = text[begin : stop if stop >= 0 else end + _AROUND]
    return len(line) >= _SHORTEST_LINE and line.islower()


def is_from(words: Words, candidate: Candidate) -> bool:
    """``meneer bos van de dorpsstraat``: where somebody lives is no part of the name."""
    behind = candidate.last + 1
    polite = candidate.reasons[0] == "title" and words.folded[candidate.first - 1] in ADDRESSED
    return polite and behind < len(words.spans) and words.folded[behind] in {"van", "uit"}
