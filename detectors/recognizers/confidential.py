"""Markings that say a text must not leave."""

import re
from collections.abc import Sequence

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, one_of

_BOTH = (
    r"(?:persoonlijk|prive|zakelijk|intern|personal|private|internal|personlich|personnel|personnelle)"
    r"(?: en | & | and | und | et | ?[/,+-] ?)(?:strikt |streng |strictly |strictement )?"
    r"(?:vertrouwelijk|geheim|confidential|vertraulich|confidentiel|confidentielle)"
)
"""``Persoonlijk en vertrouwelijk``, the marking on letters about one person."""

_STRONG = one_of(r"""
    (?:strikt|streng|zeer|uiterst|hoogst|bedrijfs|medisch|commercieel|ambtelijk|departementaal|dep\.)
    ?vertrouwelijk, (?:hr|p&o|raads|personeels|patient|client|concern|staf|directie)-?vertrouwelijk,
    (?:strikt|streng|zeer|uiterst|strictly|strictement) @both, commercial[ -]in[ -]confidence,
    hr[ -]confidential, (?:for your )?eyes only, private and confidential,
    (?:stg\.?|staatsgeheim) ?(?:zeer geheim|geheim|confidentieel), zeer geheim,
    (?:streng|strikt|uiterst) geheim, tres confidentiel, niet voor (?:verdere )?(?:verspreiding|publicatie),
    niet (?:verder )?verspreiden, (?:uitsluitend|alleen|enkel|only) (?:voor
    )?intern(?:e|al)? (?:gebruik|use), (?:alleen )?voor intern gebruik, for internal use(?: only)?,
    internal use only, company confidential, strictly confidential, highly confidential, confidential(?:
    and| &| -)? (?:proprietary|privileged), privileged (?:and|&) confidential, not for
    (?:distribution|publication|release), do not (?:distribute|forward|share externally), onder embargo,
    under embargo, onder nda, under nda, tlp:\s?(?:red|amber(?:\+strict)?), streng vertraulich, nur fur
    den internen gebrauch, nicht zur weitergabe, verschlusssache, strictement confidentiel, usage interne,
    diffusion restreinte, ne pas diffuser
""").replace("@both", _BOTH)
_WEAK = one_of("""
    vertrouwelijk, confidentieel, confidential, vertraulich, confidentielle?, geheim, secret, intern,
    restricted, @both, niet openbaar, top secret, topgeheim, niet doorsturen, beperkte verspreiding
""").replace("@both", _BOTH)
_MARKED_LINE = re.compile(r"[\s\[\](){}<>*_#=~|\"'!:/.-]*")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?;:)])\s*[\"'(*]*$")
_SENTENCE_AFTER = re.compile(r"[\"')*]*\s*(?:[.!](?:\s|$)|$)")
_FIELD_NAMES = one_of(r"""
    classificatie, classification, vertrouwelijkheid, rubricering, status, label, marking, onderwerp,
    betreft, subject, sensitivity, gevoeligheid, einstufung, fwd?, re
""")
_FIELD = re.compile(_FIELD_NAMES + r"\W{0,6}$", re.IGNORECASE)
_NEVER_ALONE = frozenset({"geheim", "secret", "intern", "restricted"})
_IS_STRONG = re.compile(_STRONG, re.IGNORECASE)


class ConfidentialMarkRecognizer(CandidateRecognizer):
    """Confidentiality marking of a document or mail.

    Not personal data: the organisation's own rule about a text (BIO 2, ISO/IEC 27001 A.5.12-13; the Dutch
    Vir-bi; the Traffic Light Protocol of FIRST). A marking is a set phrase, or a word such as
    "vertrouwelijk" in the place of a marking: a line of its own, capitals, brackets, or after a field name.
    In a sentence it is a word.
    """

    detector = "confidential_mark"
    entities = ("CONFIDENTIAL_MARK",)
    candidate_patterns = (rf"(?<!\w){_STRONG}(?!\w)", rf"(?<![\w-]){_WEAK}(?![\w-])")

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Set phrases always; single words only in the place of a marking."""
        findings = []
        for start, end in spans:
            value = passage.plain[start:end]
            if _IS_STRONG.fullmatch(value):
                findings.append(self.found((start, end), 0.85, "set phrase"))
                continue
            place = _place(passage.plain, start, end, value)
            if place:
                findings.append(self.found((start, end), 0.75, place))
        return findings


def _place(plain: str, start: int, end: int, value: str) -> str:
    """In what place of a marking a word stands; empty when it is a word in a sentence."""
    line_start = plain.rfind("\n", 0, start) + 1
    line_end = plain.find("\n", end)
    line_end = len(plain) if line_end < 0 else line_end
    before, after = plain[max(line_start, start - 60) : start], plain[end : min(line_end, end + 60)]
    capitals = value.isupper()
    if _FIELD.search(before):
        return "after a field name"
    if value.lower() in _NEVER_ALONE and not capitals:
        return ""
    if _MARKED_LINE.fullmatch(before) and _MARKED_LINE.fullmatch(after):
        only_line = line_end - line_start == len(plain)
        return "line of its own" if capitals or not only_line else ""
    return _place_in_line(before, after, value)


def _place_in_line(before: str, after: str, value: str) -> str:
    """In what place of a marking a word stands that shares its line with other text."""
    if before.endswith(("[", "(")) and after.startswith(("]", ")")):
        return "brackets"
    if _MARKED_LINE.fullmatch(before) and re.match(r" ?[:|/-]", after):
        return "begins the line"
    if value[0].isupper() and _SENTENCE_BEFORE.search(before) and _SENTENCE_AFTER.match(after):
        return "sentence of its own"
    return "capitals" if value.isupper() and value.lower() not in _NEVER_ALONE else ""
