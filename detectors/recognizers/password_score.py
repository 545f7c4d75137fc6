"""How certain a value after the name of a password or a key is one."""

import re

from detectors.recognizers.base import words
from detectors.recognizers.secret_kinds import entropy, is_placeholder

NO_VALUES = frozenset(
    words("""
        required, verplicht, vergeten, forgotten, reset, resetten, string, text, number, boolean, none,
        null, true, false, undefined, hidden, optional, optioneel, invalid, incorrect, onjuist, wrong,
        kwijt, verlopen, expired, gewijzigd, changed, strength, policy, beleid, field, input, self, this,
        value, waarde, onbekend, unknown, minimaal, minstens, minimum, maximum, sterk, strong, zwak, veilig,
        niet, geen, deze, welke, hoeveel
    """)
)
"""What stands behind the name of a password without being one."""

_PATH = re.compile(r"[A-Za-z_]\w*(?:[.:]{1,2}[A-Za-z_]\w*)*[,;]?")
_NAME_ITSELF = re.compile(
    r"[a-z_-]*(?:pass(?:word|wd)|wachtwoord|paswoord|pwd|passwort|kennwort)[a-z_-]*", re.IGNORECASE
)
MIN_KEY_ENTROPY = 3.0
_MIN_KEY = 16
_MIN_PASSWORD = 6


def classes(value: str) -> int:
    """How many of lower case, upper case, digits and signs occur."""
    return sum(
        any(test(character) for character in value)
        for test in (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())
    )


def password_score(value: str, join: str, quote: str, *, alone: bool = False) -> float:
    """How certain a value after a password's name is the password; 0 when it is not.

    Args:
        value: What stands there.
        join: What joins it to the name.
        quote: The quote before it.
        alone: Whether nothing follows on the line: then it may be a plain word.
    """
    if is_placeholder(value) or value.lower() in NO_VALUES or _NAME_ITSELF.fullmatch(value):
        return 0.0
    kinds = classes(value)
    digits = any(map(str.isdigit, value))
    if not join or join == ",":
        certain = len(value) >= _MIN_PASSWORD and digits and kinds > 1 and not value.islower()
        return 0.75 if certain else 0.0
    if _PATH.fullmatch(value) and not digits:
        plain = (quote or alone) and value.isalpha() and len(value) >= _MIN_PASSWORD
        return 0.6 if plain else 0.0
    if kinds > 1:
        return 0.9
    return 0.7 if value.isdigit() and len(value) >= _MIN_PASSWORD else 0.0


def key_score(value: str, join: str) -> float:
    """How certain a value after a key's name is the key; 0 when it is not."""
    if len(value) < _MIN_KEY or entropy(value) < MIN_KEY_ENTROPY:
        return 0.0
    if not any(map(str.isdigit, value)) or not any(map(str.isalpha, value)) or "://" in value:
        return 0.0
    return 0.85 if join else 0.7
