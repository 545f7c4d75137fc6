"""Rules that tie somebody to a union or a party: by a role, a vote, a list, a card; and crimes by a court."""

import re
from typing import NamedTuple

from detectors.recognizers.special_lists import any_of, phrases

_LINKS = frozenset({"en", "and", "und", "et"})
_WORD = re.compile(r"[a-z][a-z0-9]*(?:['/&.-][a-z0-9]+)*")
_SOME = r"(?:[ ,]{1,2}[a-z0-9'-]{1,20})"
_THE = r"(?:(?:de|het|den|'t|the|der|die|dem|la|le|zijn|haar|mijn|his|her) |l')?"
_BY = (
    r"(?:namens|via|voor|bij|van|door|naar|aan|op|in|uit|of|for|by|from|to|fur|von|bei|aus|pour|chez"
    r"|a|au|aux|du|des|de|der|die|dem)"
)


_OF_UNION = r"(?: (?:van|voor|aan|bij|of|for|to|fur|der|de|pour) (?:de |het |the )?| |: |-)"


class Rule(NamedTuple):
    """A pattern and the words that gate it.

    Attributes:
        kind: Entity type.
        words: One of these has to be in the text.
        pattern: Its group `fact` is what is found, and `proper` as well, if it is written with a capital.
        also: One of these has to be in the text too, unless there are none.
    """

    kind: str
    words: list[str]
    pattern: str
    also: tuple[str, ...] = ()


def unions() -> str:
    """A pattern for a union, with its branch if that is there."""
    longest = sorted(phrases("UNIONS"), key=len, reverse=True)
    sectors = sorted(phrases("SECTORS"), key=len, reverse=True)
    return f"{any_of(longest)}(?: {any_of(sectors)}(?![a-z]))?"


def heads(name: str) -> list[str]:
    """The longest word of each phrase of a list, without which it is not there; of `die AfD` the last.

    Not a word like `en`, which every text has: it would have each text searched for `CD en V`.
    """
    return [max(reversed(_WORD.findall(phrase)), key=_weight) for phrase in phrases(name)]


def _weight(word: str) -> int:
    return 0 if word in _LINKS else len(word)


def _keyed(keys: str, values: str) -> str:
    """A value under a key, as in a record: ``vakbond: FNV``, ``<vakbond>FNV``, ``"vakbond": "FNV"``."""
    return rf"(?<![a-z]){any_of(phrases(keys))}[\"']?[ \t]?[:=>;|][ \t]?[\"']?(?P<fact>{values})(?![a-z0-9])"


def political() -> list[Rule]:
    """Parties further from the word that ties somebody to them, behind which they may stand too."""
    far = sorted(set(phrases("PARTIES")) - set(phrases("NOT_FAR")), key=len, reverse=True)
    cues, parties = phrases("FAR_CUES"), any_of(far)
    between = r"(?: [a-z0-9'-]{1,20}){0,6}?"
    by = "(?:op|voor|bij|namens|for|fur|pour)"
    near = rf"{by} (?:de |het |the |die )?(?P<fact>{parties})"
    after = rf"(?<![a-z]){near}(?: [a-z0-9'-]{{1,20}}){{0,4}}? {any_of(cues)}(?![a-z])"
    names = heads("PARTIES")
    keyed = _keyed("PARTY_KEYS", any_of(phrases("PARTIES")))
    ordinary = heads("ORDINARY_PARTIES")
    other = rf"(?:[ ,]{{1,2}}(?!{any_of(phrases('OF_A_PARTY'))})[a-z0-9'-]{{1,20}})"
    spoken_to = "".join(
        f"(?<!{word} )" for word in ("met de", "aan de", "met een", "aan een", "tegen de", "van de")
    )
    office = rf"(?<![a-z]){spoken_to}{any_of(phrases('OFFICES'))}{other}{{0,5}}? {_BY} {_THE}"
    support = rf"(?<![a-z]){any_of(phrases('SUPPORT'))}{other}{{0,3}}? {_BY} {_THE}"
    some = any_of(phrases("ORDINARY_PARTIES"))
    known = any_of(sorted(phrases("PARTIES"), key=len, reverse=True))
    active = any_of(phrases("MOVING"))
    movement = rf"(?<![a-z]){active}{_SOME}{{0,4}}? (?P<fact>{any_of(phrases('MOVEMENTS'))})(?![a-z])"
    ballot = "(?:stemt?|stemde|stemmen|gestemd|votes?|voted|wahlt|gewahlt)"
    voted = rf"(?<![a-z]){ballot} (?:(?:op|voor|for|pour) {_THE})?(?P<proper>{some})(?![a-z0-9-])"
    onto = rf"(?<![a-z])(?:op|for|pour) (?P<proper>{some}) (?:stemt|stemde|gestemd|stemmen)(?![a-z])"
    key = _keyed("PARTY_KEYS", some).replace("<fact>", "<proper>")
    party = "POLITICAL_OPINION"
    far_cues, offices = tuple(heads("FAR_CUES")), tuple(heads("OFFICES"))
    ballots = ("stem", "stemt", "stemde", "stemmen", "gestemd", "vote", "votes", "voted", "wahlt", "gewahlt")
    keys = tuple(heads("PARTY_KEYS"))
    return [
        Rule(party, names, rf"(?<![a-z]){any_of(cues)}{between} {near}(?![a-z0-9])", far_cues),
        Rule(party, names, after, far_cues),
        Rule(party, names, keyed, keys),
        Rule(party, names, rf"{office}(?P<fact>{known})(?![a-z0-9])", offices),
        Rule(party, names, rf"{support}(?P<fact>{known})(?![a-z0-9])", tuple(heads("SUPPORT"))),
        Rule(party, ordinary, rf"{office}(?P<proper>{some})(?![a-z0-9-]|\.[a-z0-9])", offices),
        Rule(party, ordinary, voted, ballots),
        Rule(party, ordinary, onto, ballots),
        Rule(party, ordinary, key, keys),
        Rule(party, heads("MOVEMENTS"), movement),
    ]


def belonging() -> list[Rule]:
    """One's own union by name, a union under a key, and a union in a frame that speaks of one person."""
    owners = (
        "(?:mijn|m'n|zijn|z'n|haar|hun|onze|uw|jouw|my|his|her|their|meine[rm]?|seine[rm]?|ihre[rm]?"
        "|mon|son|leur|votre)"
    )
    names = "(?:vakbond|bond|vakvereniging|syndicaat|union|gewerkschaft|syndicat)"
    the = "(?:is |de |het |the |die |la |le )?"
    own = rf"(?<![a-z]){owners} {names},? ?\(?{the}(?P<fact>{unions()})(?![a-z0-9])"
    fact = rf"(?P<fact>{unions()})(?![a-z0-9])"
    role, joined = any_of(phrases("UNION_ROLES")), any_of(phrases("UNION_JOINED"))
    through = "(?:via|namens|dankzij|through|on behalf of|uber|im namen|au nom de)"
    helped = "(?:heeft|had|hebben|wil|draagt|droeg|stelt|stelde|duidt|duidde|a|hat)"
    put = (
        "(?:voorgedragen|aangeduid|afgevaardigd|bijgestaan|vertegenwoordigd|verdedigd|voor|aan"
        "|designe|designee)"
    )
    is_with = "(?:zit|zat|is|was|ben|bent|ist|est)"
    pronoun = "(?:hem|haar|mij|me|mevrouw|meneer|mw|dhr)"
    guards = "(?:verdedigt|vertegenwoordigt|begeleidt|steunt|adviseert|helpt)"
    own_union = (
        r"(?<![a-z])(?:mijn|m'n|zijn|z'n|haar|jouw|my|his|her|meine|seine|ihre|mon|son)"
        r" (?:vakbond|vakvereniging|trade union|gewerkschaft|syndicat)(?![a-z])"
    )
    union, owned = heads("UNIONS"), tuple(re.findall(r"[a-z']+", owners + names))
    return [
        Rule("TRADE_UNION", union, own, owned),
        Rule("TRADE_UNION", ["vakbond", "vakvereniging", "union", "gewerkschaft", "syndicat"], own_union),
        Rule("TRADE_UNION", ["unite"], r"(?<![a-z])(?P<proper>unite) (?:rep|steward|member)(?![a-z])"),
        Rule("TRADE_UNION", union, _keyed("UNION_KEYS", unions()), tuple(heads("UNION_KEYS"))),
        *(
            Rule("TRADE_UNION", union, frame, tuple(also))
            for frame, also in (
                (rf"(?<![a-z]){role}{_SOME}{{0,6}}? {_BY} {_THE}{fact}", heads("UNION_ROLES")),
                (rf"(?<![a-z]){through} {_THE}{fact}", re.findall("[a-z]+", through)),
                (
                    rf"(?<![a-z])(?:van|from|von) {_THE}{unions()} (?:naar|to|zu) {_THE}{fact}",
                    ("naar", "to", "zu"),
                ),
                (
                    rf"(?<![a-z]){is_with}{_SOME}{{0,3}}? (?:bij|bei|in) {_THE}{fact}",
                    re.findall("[a-z]+", is_with),
                ),
                (rf"(?<![a-z]){_BY} {_THE}{fact}{_SOME}{{0,3}}? {joined}(?![a-z])", phrases("UNION_JOINED")),
                (
                    rf"(?<![a-z]){fact} {helped}{_SOME}{{1,4}}? {put}(?: (?:als|voor|comme) |(?=[.,;]|$))",
                    re.findall("[a-z]+", put),
                ),
                (
                    rf"(?<![a-z]){fact} (?:rep|steward|delegate|delegee|militant)(?![a-z])",
                    (),
                ),
                (rf"(?<![a-z]){any_of(phrases('UNION_FEES'))}{_OF_UNION}{fact}", heads("UNION_FEES")),
                (
                    rf"(?<![a-z]){any_of(phrases('UNION_PEOPLE'))} (?:van|bij|of|from|von|de) {_THE}{fact}",
                    heads("UNION_PEOPLE"),
                ),
                (rf"(?<![a-z]){fact} staat{_SOME}{{1,4}}? bij(?![a-z])", ("staat",)),
                (rf"(?<![a-z]){fact} {guards} {pronoun}(?![a-z])", re.findall("[a-z]+", guards)),
            )
        ),
    ]


def crimes() -> list[Rule]:
    """An offence with a court, an arrest or a sentence in the same clause; a victim's offence is none."""
    offence, court = any_of(phrases("OFFENCES")), any_of(phrases("COURT"))
    done = (
        r"(?<!slachtoffer van )(?<!getuige van )(?<!aangifte van )(?<!melding van )(?<!(?<![a-z])na )"
        rf"(?<![a-z])(?P<fact>{offence})(?![a-z])"
    )
    between = r"(?:[ ,:(]{1,2}[a-z0-9'-]{1,20})"
    verbs = phrases("CONVICTIONS")
    said = (
        rf"{any_of(verbs)} (?:voor|wegens|van|of|for|wegen|pour|tot|with|to)"
        r"|verdacht (?:van|wegens)|(?:aangehouden|gezeten) (?:voor|wegens)"
    )
    convicted = rf"(?<![a-z])(?:{said}) [a-z0-9-]{{1,30}}(?: (?!en |and |und |et )[a-z0-9-]{{1,30}}){{0,2}}"
    refused = (
        r"(?<![a-z])vog(?:-aanvraag)?(?: (?!geen )[a-z'-]{1,20}){0,5}?"
        r" (?P<fact>geweigerd|afgewezen|ingetrokken)(?![a-z])"
    )
    kind, courts = "CRIMINAL_RECORD", tuple(heads("COURT"))
    return [
        Rule(kind, heads("OFFENCES"), rf"(?<![a-z]){court}{between}{{0,7}}?[ ,:(]{{1,2}}{done}", courts),
        Rule(kind, heads("OFFENCES"), rf"{done}{between}{{0,7}}?[ ,:(]{{1,2}}{court}(?![a-z])", courts),
        Rule(kind, [*verbs, "verdacht", "aangehouden", "gezeten"], convicted),
        Rule(kind, ["vog", "vog-aanvraag"], refused),
    ]


def behind_a_name() -> list[tuple[str, re.Pattern[str]]]:
    """A union or a party right behind a name: ``Jan (ABVV)``, ``Jan van de FNV``, ``Jan (N-VA)``."""
    parties = any_of(sorted(phrases("PARTIES"), key=len, reverse=True))
    of = r"(?: ?\(|,? (?:van|of|from|von|du|de la) (?:het |de |the |der )?)"
    return [
        ("TRADE_UNION", re.compile(rf"{of}(?P<fact>{unions()})(?![a-z])")),
        ("POLITICAL_OPINION", re.compile(rf" ?\((?P<fact>{parties})[,;)]")),
    ]


def believing() -> list[Rule]:
    """A church or a feast by what somebody does there; a husband of his own, a wife of hers."""
    goes, church = any_of(phrases("CHURCHGOING")), any_of(phrases("CHURCHES"))
    faith = rf"(?P<fact>(?:[a-z]{{3,15}}-)?{any_of(phrases('FAITHS'))} {church})(?![a-z])"
    feast = rf"(?P<fact>{any_of(phrases('FEASTS'))})(?![a-z])"
    keeps = any_of(phrases("FEASTING"))
    partner = r"(?<![a-z])(?:met|aan|van|door|en) (?P<fact>zijn man|haar vrouw)(?! (?:en|of) )(?![a-z])"
    husband = r"(?<![a-z])(?:his husband|her wife|sein mann)(?![a-z])"
    return [
        Rule(
            "RELIGION",
            heads("CHURCHES"),
            rf"(?<![a-z]){goes}{_SOME}{{0,6}}? {faith}",
            tuple(heads("CHURCHGOING")),
        ),
        Rule("RELIGION", heads("FEASTS"), rf"(?<![a-z]){keeps}{_SOME}{{0,4}}? {feast}"),
        Rule("SEXUAL_ORIENTATION", ["man", "vrouw"], partner),
        Rule("SEXUAL_ORIENTATION", ["husband", "wife", "mann"], husband),
    ]
