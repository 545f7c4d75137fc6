"""Names of natural persons (GDPR article 4(1)): rules, lists and a small model together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from detectors.finding import Finding
from detectors.names.lexicon import Kind, brands
from detectors.names.model import Opinion, packaged_model
from detectors.passage import Passage
from detectors.recognizers import person_model
from detectors.recognizers.base import TextRecognizer
from detectors.recognizers.name_tokens import NOT_NAME, PREFIX, Words, read_words
from detectors.recognizers.occupied import Occupied
from detectors.recognizers.person_context import (
    MONTHS_ONLY,
    doubt,
    is_date,
    is_longer_place,
    is_street,
    is_title_case,
    public_words,
)
from detectors.recognizers.person_evidence import (
    among_things,
    is_language,
    is_thing,
    seconded,
    vouched,
    without_nouns,
)
from detectors.recognizers.person_firm import is_organisation, is_sole_trade, is_whole_name
from detectors.recognizers.person_goods import is_goods
from detectors.recognizers.person_grow import grow
from detectors.recognizers.person_lists import (
    SHORTEST_PART,
    columns,
    enumerated,
    known_parts,
    outside_things,
    same_column,
    speakers,
)
from detectors.recognizers.person_post import BEHIND, without_desks, without_post
from detectors.recognizers.person_rows import rows
from detectors.recognizers.person_rules import DEFAULT, Candidate, candidates
from detectors.recognizers.person_small import named_so, small_names
from detectors.recognizers.person_things import is_acronym, named_after, without_things

NOTE = "person"
"""Under this name the words and the model's opinions stand in `Passage.notes`."""

_FIRM = frozenset(
    {"title", "greeting", "signature", "label before", "column", "speaker", "over lines", BEHIND}
)
_REAL = frozenset({"title", "greeting", "signature"})
"""Who is addressed so is no brand and no figure of history."""

_ROLE, _VERB = int(Kind.ROLE), int(Kind.VERB)
_PUBLIC = 0.35
_THING = 0.3
_PART_OF_THING = 0.2
_CEILING = 0.98


class PersonRecognizer(TextRecognizer):
    """Names, whole or in part, without titles.

    Legal basis: GDPR article 4(1); a name is the first identifier it mentions.
    Format: see the rules in `person_rules.py`; Dutch and Flemish first of all, English, German and French by
    the same rules. Public figures stay below the default threshold.
    Source: lists from Faker (MIT) and our own, the model of `detectors/names`.
    """

    detector: ClassVar[str] = "person"
    entities: ClassVar[tuple[str, ...]] = ("PERSON",)
    labels: ClassVar[tuple[str, ...]] = (
        "naam",
        "voornaam",
        "voornamen",
        "achternaam",
        "familienaam",
        "roepnaam",
        "tussenvoegsel",
        "first name",
        "last name",
        "full name",
        "surname",
        "nachname",
        "vorname",
        "prenom",
    )

    def load(self) -> None:
        """Load the packaged model and lists."""
        self._models: list[person_model.Judge] = [packaged_model()]

    def add_model(self, model: person_model.Judge) -> None:
        """Let another model, such as a user's own spaCy pipeline, speak as well."""
        self._models.append(model)

    def analyze_text(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Find names outside what other recognizers already hold."""
        words = read_words(passage.text)
        ruled = [*candidates(words), *small_names(words), *named_so(words)]
        ruled += [*columns(passage, words), *speakers(words)]
        opinions = person_model.ask(words, ruled, self._models)
        passage.notes[NOTE] = (words, opinions)
        ruled += person_model.found_by_model(words, opinions)
        public = public_words(words)
        chosen = _choose(words, [_weigh(words, candidate, opinions, public) for candidate in ruled])
        chosen = outside_things(passage, words, without_desks(words, chosen))
        if passage.language == "de":
            chosen = [without_nouns(words, candidate) for candidate in chosen]
        chosen = seconded(words, rows(words, same_column(passage, words, enumerated(words, chosen))))
        chosen = vouched(words, without_things(passage, words, chosen, findings), findings)
        chosen += known_parts(words, chosen, findings)
        taken = Occupied((f.start, f.end) for f in findings if f.score >= DEFAULT)
        free = (_free(words, candidate, taken) for candidate in chosen if candidate.score > 0)
        return [self.found(_span(words, found), found.score, *found.reasons) for found in free if found]


def _free(words: Words, candidate: Candidate, taken: Occupied) -> Candidate | None:
    """What other findings leave of a candidate: ``Fatima van`` in front of a PO box is ``Fatima``."""
    last = candidate.last
    while last >= candidate.first and taken.overlaps(*words.spans[last]):
        last -= 1
    if last < candidate.last:
        while last >= candidate.first and words.flag(last, PREFIX):
            last -= 1
    if last < candidate.first or taken.overlaps(words.spans[candidate.first][0], words.spans[last][1]):
        return None
    return candidate if last == candidate.last else replace(candidate, last=last)


def _weigh(
    words: Words, candidate: Candidate, opinions: dict[int, Opinion], public: frozenset[int]
) -> Candidate:
    """A candidate with the score that its neighbours and the model leave it."""
    candidate = _cut(words, candidate)
    firm = not _FIRM.isdisjoint(candidate.reasons)
    by_model = candidate.reasons == ("model",)
    if not by_model and candidate.reasons != ("capital",):
        listed = words.letter(candidate.first) in "FBn"
        candidate = person_model.weigh(candidate, opinions, firm=firm, listed=listed)
    first, last, score = candidate.first, candidate.last, candidate.score
    if other := named_after(words, candidate):
        return candidate.scored(min(score, _PART_OF_THING), other)
    if first == last and is_date(words, first):
        return candidate.scored(0.0)
    titled = first - 1 in public  # "Dr. Oetker Ristorante"
    addressed = not _REAL.isdisjoint(candidate.reasons) and not titled
    if (
        not addressed
        and public.issuperset((first, first if titled else min(first + 1, last)))
        and not _is_filled_in(words, candidate)
    ):
        return candidate.scored(min(score, _PUBLIC), "public figure")
    posted = BEHIND in candidate.reasons
    if not addressed and not posted and (other := _no_person(words, first, last, public, firm=firm)):
        return candidate.scored(min(score, _THING), other)
    if firm:
        return candidate
    lift, reasons = _neighbours(words, first, last)
    score = min(score + lift - doubt(words, first, last, by_model=by_model), _CEILING)
    return candidate.scored(score, *reasons)


def _is_filled_in(words: Words, candidate: Candidate) -> bool:
    """``Naam: Jan Smit``: in a form a figure's name is somebody's own; a brand's stays a brand's."""
    if candidate.reasons[0] != "label before" or words.folded[candidate.first - 1] in _AUTHORS:
        return False
    return " ".join(words.folded[candidate.first : candidate.last + 1]) not in brands()


_AUTHORS = frozenset({"auteur", "author", "schrijver", "van", "door", "from", "to", "aan"})


def _no_person(words: Words, first: int, last: int, public: frozenset[int], *, firm: bool) -> str:
    """What the words are the name of instead; empty when nothing says so."""
    if is_organisation(words, first, last):
        return "organisation"
    if firm:
        return ""
    if is_longer_place(words, first, last):
        return "place"
    if is_acronym(words, first, last) or is_goods(words, first, last):
        return "thing"
    if is_language(words, first, last) or is_title_case(words, first, last):
        return "thing"
    return "thing" if is_thing(words, first, last) or among_things(words, first, last, public) else ""


def _cut(words: Words, candidate: Candidate) -> Candidate:
    """``Joost Paalman Loodgieterswerken`` without what he does, ``Anna's Laptop`` without what she has."""
    first, last = candidate.first, candidate.last
    if first < last and words.folded[first] in MONTHS_ONLY:
        return replace(candidate, first=first + 1)
    for index in range(first, last):
        if words.folded[index].endswith("'s"):
            return replace(candidate, last=index)
    if without_post(words, first, last) < last:
        return replace(
            candidate,
            last=without_post(words, first, last),
            reasons=(*candidate.reasons, BEHIND),
        )
    if is_sole_trade(words, last) and is_whole_name(words, first, last - 1):
        return replace(candidate, last=last - 1)
    return candidate


def _neighbours(words: Words, first: int, last: int) -> tuple[float, tuple[str, ...]]:
    """What stands next to a name: a role before it, a verb after it, or nothing else on its line."""
    lift = -0.03 if words.starts[first] and first == last else 0.0
    reasons: list[str] = []
    language = first == last and words.flag(first, NOT_NAME)
    if not language and _is_role(words, first - 1) and words.gap(first - 1) in _AFTER_ROLE:
        lift += 0.35
        reasons.append("role before")
    if first == last and words.flag(last + 1, _VERB) and words.gap(last) == " ":
        lift += 0.12
        reasons.append("verb after")
    if words.letter(first) in "FB" and first == last and _fills_line(words, first):
        lift += 0.15
        reasons.append("own line")
    return lift, tuple(reasons)


def _is_role(words: Words, index: int) -> bool:
    """What somebody is to the writer: a known role, or any ``onze magazijnier``, ``mijn oppas``."""
    if words.flag(index, _ROLE):
        return True
    owned = index > 0 and words.folded[index - 1] in _OWN and words.gap(index - 1) == " "
    return owned and words.letter(index) == "x" and len(words.folded[index]) >= _SHORTEST_ROLE


_OWN = frozenset({"mijn", "m'n", "onze", "zijn", "haar", "hun", "ons", "our", "my", "his", "her", "their"})
_SHORTEST_ROLE = 4
_AFTER_ROLE = frozenset({" ", ", ", " '", ' "', ": ", " ("})


def _fills_line(words: Words, index: int) -> bool:
    """A name that stands alone on a line, as at the end of a message."""
    start, end = words.spans[index]
    before, after = words.text[max(0, start - 2) : start], words.text[end : end + 1]
    return before in {"\n\n", "\n"} and after in {"\n", ""}


def _choose(words: Words, found: Iterable[Candidate]) -> list[Candidate]:
    """The best candidates that do not overlap, each grown to the whole name."""
    taken: set[int] = set()
    chosen: list[Candidate] = []
    ranked = sorted(found, key=lambda c: (c.score + 0.1 * (c.last - c.first), c.last - c.first), reverse=True)
    for candidate in ranked:
        if taken.isdisjoint(range(candidate.first, candidate.last + 1)):
            grown = grow(words, candidate, taken)
            if grown.last > candidate.last or grown.first < candidate.first:
                grown = _still(words, grown)
            taken.update(range(grown.first, grown.last + 1))
            chosen.append(grown)
    return sorted(chosen, key=lambda c: c.first)


def _still(words: Words, grown: Candidate) -> Candidate:
    """``Albert`` may be a name and ``Koning Albert`` behind ``halte`` a stop."""
    if is_street(words, grown.last):
        return grown.scored(min(grown.score, _THING), "street")
    if is_organisation(words, grown.first, grown.last) and _REAL.isdisjoint(grown.reasons):
        return grown.scored(min(grown.score, _THING), "organisation")
    return grown


def _span(words: Words, candidate: Candidate) -> tuple[int, int]:
    """Code points of a candidate, a closing possessive ``'s`` left out."""
    start, end = words.spans[candidate.first][0], words.spans[candidate.last][1]
    if words.text[end - 2 : end] in {"'s", "\u2019s"} and end - start > SHORTEST_PART:
        end -= 2
    if words.text[end : end + 1] == "." and words.letter(candidate.last) == "I":
        end += 1
    return start, end
