"""Rules of the special categories that need more than a word: of what origin, with what injury."""

from detectors.recognizers.special_lists import any_of, phrases
from detectors.recognizers.special_ties import Rule


def described() -> list[Rule]:
    """People described by where they come from: ``die Ghanees``, ``is half Surinaams``."""
    folk, descent, things = (phrases(name) for name in ("FOLK", "DESCENT", "THINGS"))
    end = r"(?=[.,;:!?)\"'\n]|\Z| (?:en|and|und|et|maar|but|die|of|or|uit|van|by|wordt|werd|genoemd|met) )"
    degree = "(?:half |deels |oorspronkelijk |originally |etnisch |zelf |partly |van oorsprong |an? |een )?"
    some = "(?:een|die|deze|is|als|vuile|rot|vieze|stomme|nen|nen echte|een echte)"
    subject = rf"(?<![a-z])(?![a-z]{{0,20}}{any_of(things)} )[a-z'-]{{1,25}}"
    being = rf"{subject} (?:is|was|bin|ben|am|est|ist) {degree}(?P<fact>{any_of(descent)}){end}"
    return [
        ("ETHNICITY", folk, rf"(?<![a-z]){some} (?P<fact>{any_of(folk)}){end}"),
        ("ETHNICITY", descent, being),
    ]


def injured() -> list[Rule]:
    """Injuries and illnesses in two words, in either order where a language has both."""
    hurt, parts, ills, bodies, french, corps = (
        phrases(name)
        for name in ("HURT", "PARTS", "ENGLISH_ILLS", "ENGLISH_PARTS", "FRENCH_ILLS", "FRENCH_PARTS")
    )
    said, part = any_of(hurt), any_of(sorted(parts, key=len, reverse=True))
    of = "(?:du |de la |de l'|des |au |aux |a la |a l'|de )"
    corporel = any_of(sorted(corps, key=len, reverse=True))
    return [
        ("HEALTH", hurt, rf"(?<![a-z])(?:{said} {part}|{part} {said})(?![a-z])"),
        ("HEALTH", ills, rf"(?<![a-z]){any_of(bodies)} {any_of(ills)}(?![a-z])"),
        ("HEALTH", french, rf"(?<![a-z]){any_of(french)} {of}{corporel}(?![a-z])"),
    ]
