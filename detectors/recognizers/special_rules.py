"""Rules of the special categories that need more than a word: of what origin, with what injury."""

from detectors.recognizers.special_lists import any_of, phrases
from detectors.recognizers.special_ties import Rule, heads


def described() -> list[Rule]:
    """People described by where they come from: ``die Ghanees``, ``is half Surinaams``."""
    folk, descent, things = (phrases(name) for name in ("FOLK", "DESCENT", "THINGS"))
    end = r"(?=[.,;:!?)\"'\n]|\Z| (?:en|and|und|et|maar|but|die|of|or|uit|van|by|wordt|werd|genoemd|met) )"
    degree = "(?:half |deels |oorspronkelijk |originally |etnisch |zelf |partly |van oorsprong |an? |een )?"
    some = "(?:een|die|deze|is|als|vuile|rot|vieze|stomme|nen|nen echte|een echte)"
    subject = rf"(?<![a-z])(?![a-z]{{0,20}}{any_of(things)} )[a-z'-]{{1,25}}"
    being = rf"{subject} (?:is|was|bin|ben|am|est|ist) {degree}(?P<fact>{any_of(descent)}){end}"
    return [
        Rule("ETHNICITY", folk, rf"(?<![a-z]){some} (?P<fact>{any_of(folk)}){end}"),
        Rule("ETHNICITY", descent, being),
    ]


_SIDES = ("linker", "rechter", "boven", "onder")
_SIDE = rf"(?:(?:{'|'.join(_SIDES)}|linke[rn]?|rechte[rn]?|beide|left|right|both)[ -]?)?"
_WEAKENED = (
    *(
        "nieuwe",
        "slechte",
        "kapotte",
        "zwak",
        "zwakke",
        "versleten",
        "stijve",
        "pijnlijke",
        "ontstoken",
        "opgezette",
    ),
    *(
        "verlamde",
        "zere",
        "manke",
        "schlechte",
        "schlechtes",
        "schlechten",
        "kaputte",
        "kaputtes",
        "kaputten",
    ),
    *("schwaches", "bad", "weak", "sore"),
)
_ONES = (
    "(?:zijn|haar|mijn|m'n|z'n|d'r|uw|hun|je|jouw|his|her|my|their|your|sein|seine[mnr]?|ihr|ihre[mnr]?"
    "|mein|meine[mnr]?)"
)
_THE = rf"(?:(?:{_ONES}|de|het|een|den|'t|the|das|der|die|dem|am|an) )?"


def _longest(*names: str) -> str:
    """A pattern for one phrase of some lists, the longest first."""
    return any_of(sorted({phrase for name in names for phrase in phrases(name)}, key=len, reverse=True))


def injured() -> list[Rule]:
    """Injuries and illnesses in more words, in either order where a language has both."""
    said, part = any_of(phrases("HURT")), f"{_SIDE}{_longest('PARTS')}"
    then = f"(?: {any_of(phrases('BETWEEN'))}){{0,3}} {_longest('HURT', 'SAID')}"
    organ, wrong = f"{_SIDE}{_longest('PARTS', 'ORGANS')}", _longest("WRONGS")
    graver = "(?:(?:open|dubbele|complexe|gecompliceerde|zware|lichte|gesloten) )?"
    operated = "(?:geopereerd|opereren|operiert)"
    weak = any_of(_WEAKENED)
    failing = (
        "(?:rug|knie|knieen|heup|heupen|longen|hart|nieren|ogen|schouders?|nek|enkels?|hartklep|nier|polsen|benen"
        "|back|knees?|heart|lungs|hips?|shoulder|ankle|knie|hufte|herz|rucken)"
    )
    joint = "(?:rug|enkel|knie|heup)"
    through, aches = any_of(phrases("THROUGH")), phrases("ACHES")
    sided = tuple(side + word for word in _last("PARTS", "ORGANS") for side in ("", *_SIDES))
    return [
        Rule(
            "HEALTH",
            _last("HURT", "SAID"),
            rf"(?<![a-z])(?:{said} {_THE}{part}|{part}{then})(?![a-z])",
            sided,
        ),
        Rule(
            "HEALTH",
            _last("WRONGS"),
            rf"(?<![a-z]){graver}{wrong} (?:(?:in|aan|van|op|of|to|on) )?{_THE}{organ}(?![a-z])",
            sided,
        ),
        Rule(
            "HEALTH",
            aches,
            rf"(?<![a-z]){any_of(aches)} (?:van|aan|in|met|with|mit) {_ONES} {organ}(?![a-z])",
            sided,
        ),
        Rule(
            "HEALTH",
            ["geopereerd", "opereren", "operiert"],
            (
                rf"(?<![a-z])(?:{operated} (?:aan|an) {_THE}{organ}"
                rf"|(?:aan|an|am) {_THE}{organ} (?:te )?{operated})(?![a-z])"
            ),
        ),
        Rule(
            "HEALTH",
            phrases("THROUGH"),
            (
                rf"(?<![a-z])(?:door {_THE}{joint} {through}"
                rf"|{through} (?:[a-z]{{1,12}} )?door {_ONES} {joint})(?![a-z])"
            ),
            ("rug", "enkel", "knie", "heup"),
        ),
        Rule("HEALTH", _last("ORGANS", "PARTS"), rf"(?<![a-z]){weak} {_SIDE}{failing}(?![a-z])", _WEAKENED),
        Rule(
            "HEALTH",
            phrases("DONE"),
            rf"(?<![a-z]){any_of(phrases('DONE'))} {_ONES} {_SIDE}(?!hart|hoofd|tong){organ}(?![a-z])",
            tuple(_last("PARTS", "ORGANS")),
        ),
        *_in_english_and_french(),
    ]


def _in_english_and_french() -> list[Rule]:
    """``knee surgery``, ``broke her leg``, ``his appendix out``, ``mal au dos``, ``jambe cassée``."""
    done, parts = phrases("ENGLISH_DONE"), _longest("PARTS", "ORGANS")
    corporel, of = _longest("FRENCH_PARTS"), "(?:du |de la |de l'|des |au |aux |a la |a l'|de |d'une |d'un )"
    out = "(?:removed|taken out|out|replaced|amputated|operated on)"
    body = f"{_longest('ENGLISH_PARTS')} {any_of(phrases('ENGLISH_ILLS'))}"
    le = "(?:le |la |les |l'|sa |son |ses |ma |mon )"
    casse, french = any_of(phrases("FRENCH_DONE")), tuple(_last("FRENCH_PARTS"))
    return [
        Rule("HEALTH", phrases("ENGLISH_ILLS"), rf"(?<![a-z]){body}(?![a-z])", tuple(_last("ENGLISH_PARTS"))),
        Rule(
            "HEALTH",
            _last("ENGLISH_DONE"),
            rf"(?<![a-z]){any_of(done)} (?:his|her|my|their|a) {_SIDE}{parts}(?![a-z])",
            tuple(_last("PARTS", "ORGANS")),
        ),
        Rule(
            "HEALTH",
            ["removed", "out", "replaced", "amputated", "operated"],
            rf"(?<![a-z])(?:his|her|my|their) {_SIDE}{parts} {out}(?![a-z])",
            tuple(_last("PARTS", "ORGANS")),
        ),
        Rule(
            "HEALTH",
            phrases("FRENCH_ILLS"),
            rf"(?<![a-z]){any_of(phrases('FRENCH_ILLS'))} {of}{corporel}(?![a-z])",
            french,
        ),
        Rule(
            "HEALTH",
            _last("FRENCH_DONE"),
            rf"(?<![a-z])(?:{corporel} {casse}|{casse} {le}{corporel})(?![a-z])",
            french,
        ),
    ]


def _last(*names: str) -> list[str]:
    """The longest words of the phrases of some lists."""
    return [word for name in names for word in heads(name)]


def ill() -> list[Rule]:
    """An illness after its discoverer, a doctor who treats, a drug, an allergy, the code of a diagnosis."""
    no = any_of(phrases("NOT_ILL"))
    eponym = (
        rf"(?<![a-z])(?:(?:ziekte|syndroom|morbus|maladie|syndrome) (?:van |von |de |d'|du )"
        rf"(?!{no}(?![a-z]))[a-z][a-z'-]{{2,20}}"
        r"|morbus [a-z][a-z'-]{2,20}|[a-z]{3,20}'s (?:disease|syndrome))(?![a-z])"
    )
    who = "(?:een |de |het |den |haar |zijn |mijn |an? |his |her |einem |einer )?"
    treated = (
        r"(?<![a-z])(?:loopt|loop|liep|gaat|ga|ging|zit|zat|behandeling|behandeld|therapie|patiente?|verwezen"
        r"|doorverwezen|sees|seeing|beim|bei) (?:nu |al |weer |sinds [a-z]{1,12} )?"
        rf"(?:bij |door |naar |by |to )?{who}(?P<fact>{_longest('DOCTORS')})(?![a-z])"
    )
    using = (
        r"(?<![a-z])(?:gebruikt|gebruik|gebruikte|snuift|snoof|spuit|rookt|verslaafd aan|afhankelijk van"
        r"|afkicken van|addicted to|addiction to|hooked on|uses|abhangig von|suchtig nach)"
        rf" {any_of(phrases('DRUGS'))}(?![a-z])"
    )
    allergy = (
        r"(?<![a-z])allerg(?:ie|ieen|y|ies|ien)[\"']?[ \t]?[:=>][ \t]?[\"']?"
        r"(?!geen|nee|none|onbekend|nvt|n\.v|keine|aucune|no(?![a-z]))(?P<fact>[a-z][a-z-]{2,25})(?![a-z])"
    )
    code = (
        r"(?<![a-z])(?:icd(?:-?1[01])?|dsm-?(?:5|iv|v)|icpc)(?:-code)?[\"']?[ :=]{1,3}[\"']?"
        r"(?P<fact>[a-z]?\d{2}(?:\.\d{1,2})?)(?![\da-z])"
    )
    sugar = (
        r"(?<![a-z])(?:(?:heeft|heb|had|hebt|hebben) (?:ook |al |nu |zelf |jaren |last van |te veel )?"
        r"|last van (?:zijn |haar |mijn |de )?"
        r"|(?:dementie|copd|reuma|hartfalen|astma|artrose|parkinson|jicht|epilepsie|bloeddruk"
        r"|cholesterol|bloedarmoede|hartklachten|kanker|overgewicht|obesitas)(?:,| en| en ook)? )"
        r"(?P<fact>(?:ouderdoms)?suiker)"
        r"(?=[.,;)\n]|$| (?:en|type|sinds|moet|spuit|dus|waardoor|maar|want)(?![a-z]))"
    )
    months = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    due = (
        r"(?<![a-z])(?:is|ben|was) (?P<fact>uitgerekend) (?:op|voor|rond|in|begin|half|eind)"
        rf" (?:\d|{months})"
    )
    return [
        Rule("HEALTH", ["ziekte", "syndroom", "morbus", "maladie", "syndrome", "disease"], eponym),
        Rule("HEALTH", _last("DOCTORS"), treated),
        Rule("HEALTH", _last("DRUGS"), using),
        Rule("HEALTH", ["allergie", "allergieen", "allergy", "allergies", "allergien"], allergy),
        Rule(
            "HEALTH",
            phrases("CODES"),
            code,
        ),
        Rule("HEALTH", ["suiker", "ouderdomssuiker"], sugar),
        Rule("HEALTH", ["uitgerekend"], due),
        Rule(
            "HEALTH",
            ["diabetes", "dm"],
            r"(?<![a-z])(?:diabetes(?: mellitus)?|dm)(?: type)? ?(?:[12]|i{1,2})(?![\w])",
        ),
    ]
