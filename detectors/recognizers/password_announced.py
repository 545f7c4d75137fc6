"""Passwords that are announced with a network or a login, or that an error repeats."""

import re

_NETWORK = r"(?:wi-?fi|wlan|hotspot|gastennetwerk)(?: [\w'-]{1,20}){0,4}?(?:: ?| is )"
_LOGIN = "(?:inloggen|ingelogd|aanmelden|inlog|log in|logged in) (?:met|with) "
_FAILED = (
    r"(?:failed|denied|mislukt|geweigerd|refused|rejected) (?:for|voor|bij|van)(?: user| gebruiker| account)?"
    r" ['\"]?[\w.@-]{2,40}['\"]?(?: (?:using|with|met) | ?/ ?)['\"]?"
)
"""``login failed for user 'jdb' using ...``."""

ANNOUNCED = (
    rf"(?<![a-z]){_NETWORK}[^\s]{{8,60}}",
    rf"(?<![a-z]){_LOGIN}[^\s]{{8,60}}",
    rf"(?<![a-z]){_FAILED}[^\s'\"]{{8,60}}",
)
"""Candidate patterns."""

_SAYS = re.compile(rf"(?:{_NETWORK}|{_LOGIN})(?=[^\s]+$)", re.IGNORECASE)
_REPEATS = re.compile(rf"{_FAILED}(?=[^\s'\"]+$)", re.IGNORECASE)


def telling_start(value: str) -> int:
    """Where in a candidate a password stands after a network or a login; 0 when it is no such candidate."""
    says = _SAYS.match(value)
    return says.end() if says else 0


def repeated_start(value: str) -> int:
    """Where in a candidate the password stands that an error repeats; 0 when it is no such candidate."""
    repeats = _REPEATS.match(value)
    return repeats.end() if repeats else 0
