"""Passwords, keys and connection strings that their context gives away."""

import re
from collections.abc import Iterator, Sequence

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span, one_of, words
from detectors.recognizers.password_announced import ANNOUNCED, repeated_start, telling_start
from detectors.recognizers.password_score import (
    MIN_KEY_ENTROPY,
    NO_VALUES,
    classes,
    key_score,
    password_score,
)
from detectors.recognizers.secret_kinds import entropy, is_placeholder

_LOGIN_NAME = (
    r"pass[ _-]?word|passwd|pass ?phrase|wacht ?woord|paswoord|toegangscode|inlogcode|mot de passe"
    r"|passwort|kennwort"
    r"|w(?:i-?fi|lan)[ -]?(?:code|sleutel|key|schlussel)|netwerk(?:sleutel|code)|p(?<![a-z]p)sk(?![a-z])"
    r"|p(?<![a-z]p)(?:wd|ass|w)(?![a-z])|w(?<![a-z]w)w(?![a-z])|m(?<![a-z]m)dp(?![a-z])"
)
_KEY_NAME = (
    r"api[_ -]?key|api[_ -]?sleutel|secret|t(?<![a-z]t)oken|(?:auth|access|refresh)[_ -]?token"
    r"|(?:auth|access|account|private|encryption|signing|license|licentie)[_ -]?(?:key|sleutel)"
)
_TAIL = r"(?P<tail>[\w.-]{0,24})[\"'`\]*]{0,3}"
_OF = r"(?: [\w'.@-]{1,24}){0,7}?(?: ?\([^)\n]{1,30}\))?"
_SAYS = r"(?P<join>\s{0,2}(?::=|=>|[:=]|->)\s{0,3}|\s(?:is|luidt|was|wordt|lautet|ist|est)(?: nu| now)?:?\s)"
_BLANK = r"(?P<join>\"?, ?|[ \t])"
_VALUE = r"(?P<quote>[\"'`*]{0,3})(?P<value>[^\s\"'`<>]{4,200})"
_FOLLOWS = (
    re.compile(_TAIL + _OF + _SAYS + _VALUE, re.IGNORECASE),
    re.compile(_TAIL + _BLANK + _VALUE, re.IGNORECASE),
)
_NOT_SECRET_TAIL = re.compile(
    r"ur[li]|endpoint|expir|type|count|limit|length|name|header|file|path|policy|field|label|hint|reset|max|min|izer"
    r"|beleid|lengte|manager|s$",
    re.IGNORECASE,
)
_IS_PASSWORD = re.compile(_LOGIN_NAME, re.IGNORECASE)
_CODE = re.compile(r"[(]|^(?:/|~/|\./|[A-Za-z]:\\\\)")
_PIN = re.compile(r"(?<![\w-])\d{4,8}$")
_ELECTRONICS = re.compile(r"(?<![a-z])(?:connector|pcb|printplaat|gpio|pinout|jtag|soldeer|arduino)")
"""Where a pin is a leg of a part."""

_NEAR = 60
_URL = re.compile(r"://([^\s:/@\"'<>]{0,64}):([^\s/@\"'<>]{3,128})@[^\s\"'<>,;]{2,200}")
_LOGIN = re.compile(r"(?:root|admin|administrator|beheerder) ?[/|:] ?", re.IGNORECASE)
_HEADING = re.compile(
    r"^.{0,40}(?:wachtwoorden|passwords|inloggegevens|logins|credentials|mots de passe|passworter).{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_ITEM = re.compile(r"^\W{0,4}[\w .-]{1,30}[:=] ?(\S{6,60})$", re.MULTILINE)
_LIST_LENGTH = 1000
_STRONG_CLASSES = 3
_ADDRESS = re.compile(r"@[\w-]+\.\w|://|^[/\\]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,30}$", re.IGNORECASE)
_STOCK_PASSWORDS = frozenset(words("password, pass, passwd, pwd, wachtwoord, secret, mot de passe, passwort"))


_NEXT_SETTING = re.compile(r"[;&](?=[A-Za-z][\w-]{0,30}=)")
"""``Password=...;Encrypt=true`` and ``?key=...&limit=5``: the value ends where the next setting begins."""

_COMMAND = re.compile(
    r"(?:(?:mysql|mysqldump|mysqladmin|mariadb|sshpass)\b[^\n]{0,80} -p|convertto-securestring(?: -string)?"
    r"|identified by|net use[^\n]{0,80} /user:[^\s]{1,60}) ?['\"]?|-(?:u|-user) ?['\"]?[^:]{1,40}:",
    re.IGNORECASE,
)
_CHANGE = (
    r"(?:reset|changed?|set|gewijzigd|veranderd|gezet|gereset|aangepast|geandert|change)"
    r"(?: (?:it|hem|'m|em|het|dit|deze|es))? (?:to|naar|in|op|auf|en) "
)
_CHANGED = re.compile(_CHANGE, re.IGNORECASE)
_HEADER = re.compile("(?:bearer|basic) ", re.IGNORECASE)
_CODE_NAME = (
    r"(?:herstel|recovery|back-?up|activatie|activation|verificatie|verification|eenmalige|one-time|otp|2fa|mfa|sms"
    r"|puk|wiederherstellungs|bestatigungs)[ -]?(?:code|sleutel|key)"
)
_CODE_START = re.compile(_CODE_NAME, re.IGNORECASE)
_CODE_VALUE = re.compile(r"(?:\d{6,8}|[a-z0-9]{4,6}(?:-[a-z0-9]{4,6}){1,7})$", re.IGNORECASE)
_SAID_AFTER = re.compile(
    r"(?:[ ][\w'-]{1,20}){0,4}? (?P<value>[^\s\"'`]{6,60}) (?:is|was|ist)(?=[.,!]|\s*$|\n)"
)
_LOCKS = one_of("""
    alarm, kluis, brandkast, deur, voordeur, achterdeur, zijdeur, sleutelkast, sleutelkastje, sleutelkluis,
    hek, poort, slot, garage, telefoon, tablet, safe, door, gate, phone
""")
_DIGITS = r"\d{4,8}(?![\d/-]|[.,]\d)"
_USER = one_of("login, inlog, inloggen, log in, gebruiker, gebruikersnaam, user, username, account")
_AFTER_USER = re.compile(_USER + r"[^/|+]*[/|+] ?", re.IGNORECASE)
_AFTER_NETWORK = re.compile(r"(?:wi-?fi|wlan)[^/|+]*[/|+] ?", re.IGNORECASE)
_STILL = re.compile(
    r"(?: [\w'-]{1,20}){0,3}? (?:staat|stond|blijft|bleef|is|was|set|ingesteld|stays|remains)"
    r"(?: (?:nog|nu|altijd|steeds|still|ook|weer|gewoon|now)){0,2}(?: (?:op|to|naar))? "
    r"[\"'`]?(?P<value>[^\s\"'`]{8,60})",
    re.IGNORECASE,
)
_SIGNS = frozenset("!#$%^&*@?+~")
_TOKEN = re.compile(r"(?<![^\s\"'`(:=])[^\s\"'`<>()\[\]{}\\|]{8,60}(?![^\s\"'`)])")
_TOKEN_BEFORE = re.compile(
    r"(?:^|[\s\"'`(])(?P<value>[^\s\"'`<>()\[\]{}\\|]{8,60})[\"'`]? (?:als|is|was|as|=)"
    r"(?: (?:het|mijn|zijn|haar|ons|dit|nieuwe?|my|the|his|her|our|new)){0,2} $",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\n|[.?;](?:\s|$)|$")
_REACH = 80


class PasswordRecognizer(CandidateRecognizer):
    """A secret that its name announces: passwords, keys of unknown form, logins in URLs, PIN codes.

    Not personal data but a security incident when it leaves: art. 32 GDPR. A password can be anything, so
    the value must look like one after its name; a key of unknown form must be long and random as well.
    Entropy alone finds hashes and ids, so without a name it counts for nothing.
    """

    detector = "password"
    entities = ("SECRET",)
    labels = words("""
        wachtwoord, password, passwd, pwd, paswoord, mot de passe, passwort, kennwort, api key, apikey,
        secret, token
    """)
    candidate_patterns = (
        rf"{_LOGIN_NAME}|{_KEY_NAME}",
        rf"(?<![a-z])(?:pin|beveiligings|toegangs|{_LOCKS}) ?code[: =]{{1,3}}(?:(?:is|luidt) )?{_DIGITS}",
        rf"(?<![a-z])(?:pin|beveiligings|toegangs|{_LOCKS}) ?code(?: [\w'-]{{1,20}}){{1,3}}: ?{_DIGITS}",
        r"(?<![a-z])puk(?: ?code)?(?: is)?:? \d{8}(?!\d)",
        rf"(?<![a-z])pin ?code(?: [\w'-]{{1,20}}){{1,6}} (?:is|luidt):? {_DIGITS}",
        rf"(?<![a-z])pin (?:van|voor|of|for|vd)(?: [\w'-]{{1,20}}){{1,4}}(?: (?:is|luidt)|:) {_DIGITS}",
        r"(?<![a-z])pin \d{4,6}(?![\d/-]|[.,:]\d| ?euro| ?eur| ?x| st)",
        (
            rf"(?<![a-z]){_CODE_NAME}(?: (?:van|voor|of|for)(?: [\w'-]{{1,20}}){{1,3}})?(?: is| luidt)?:? "
            r"(?:\d{6,8}|[a-z0-9]{4,6}(?:-[a-z0-9]{4,6}){1,7})(?![\w/-])"
        ),
        rf"(?<![a-z])code (?:van|voor|vd|v/d|op|of|for) (?:\w{{2,5}} )?{_LOCKS} (?:is|luidt|=|:) ?{_DIGITS}",
        (
            rf"(?<![a-z])(?:{_USER}|wi-?fi|wlan)(?: [\w-]{{1,20}}){{0,2}}?(?: (?:is|met|with))?:? ?"
            r"[\w.@-]{2,40} ?[/|+] ?[^\s/|]{8,60}"
        ),
        *ANNOUNCED,
        r"(?<![a-z])(?:root|admin|administrator|beheerder) ?[/|:] ?[^\s/|:]{6,60}",
        r"(?<![a-z])pin(?::| =| is)\s?\d{4,8}(?![\d/-]|[.,]\d)",
        r"://[^\s:/@\"'<>]{0,64}:[^\s/@\"'<>]{3,128}@",
        r"b(?:earer|asic) [a-z0-9+/_.=-]{20,200}",
        r"(?:mysql|mysqldump|mysqladmin|mariadb|sshpass)\b[^\n]{0,80} -p ?['\"]?[^\s'\"-][^\s'\"]{5,80}",
        r"(?:convertto-securestring(?: -string)?|identified by) ['\"][^\s'\"]{6,80}",
        rf"(?<![a-z]){_CHANGE}[^\s]{{8,60}}",
        r"net use[^\n]{0,80} /user:[^\s]{1,60} [^\s/]{6,60}",
        r"(?<![\w-])-(?:u|-user) ?['\"]?[\w.@-]{1,40}:[^\s'\"]{6,80}",
    )

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Look at what each candidate announces; table columns by their header."""
        findings = [*self._columns(passage), *self._lists(passage)]
        for start, end in spans:
            value = passage.plain[start:end]
            if pin := None if value.startswith("://") else _PIN.search(value):
                if _ELECTRONICS.search(passage.lower, max(0, start - _NEAR), end + _NEAR):
                    continue
                findings.append(self.found((start + pin.start(), end), 0.8, "pin after its name"))
            elif code := self._code(value):
                findings.append(self.found((start + code.start(), end), 0.75, "code after its name"))
            else:
                placed = self._said(passage, start, end, value)
                if placed is None:
                    placed = self._at_a_place(passage, start, end, value)
                findings += self._named(passage, start, end) if placed is None else placed
        return findings

    def _at_a_place(self, passage: Passage, start: int, end: int, value: str) -> list[Finding] | None:
        """A password in a URL, behind a login, a network, a header or an option; None for a name."""
        if value.startswith("://"):
            return list(self._url(passage, start))
        for pattern in (_LOGIN, _AFTER_NETWORK):
            if before := pattern.match(value):
                return list(self._if_strong((start + before.end(), end), passage))
        if user := _AFTER_USER.match(value):
            return list(self._if_telling((start + user.end(), end), passage, "value after a user"))
        if changed := _CHANGED.match(value):
            new = value[changed.end() :]
            sure = new[0].isalpha() and _SIGNS & set(new[:-1])
            span = (start + changed.end(), end)
            return list(self._if_telling(span, passage, "value after a change")) if sure else []
        for pattern, reason in ((_HEADER, "authorization header"), (_COMMAND, "command line")):
            if before := pattern.match(value):
                return list(self._if_random((start + before.end(), end), passage, reason))
        return None

    def _said(self, passage: Passage, start: int, end: int, value: str) -> list[Finding] | None:
        """A password that is announced with a network or a login, or repeated in an error."""
        if telling := telling_start(value):
            return list(self._if_telling((start + telling, end), passage, "value after a login"))
        if repeated := repeated_start(value):
            return list(self._if_strong((start + repeated, end), passage))
        return None

    def _named(self, passage: Passage, start: int, end: int) -> list[Finding]:
        """What stands behind the name of a password or key, or else around it."""
        named = list(self._after_name(passage, start, end))
        if not named and _IS_PASSWORD.fullmatch(passage.plain, start, end):
            named = list(self._in_clause(passage, start, end))
        return named

    def _code(self, value: str) -> re.Match[str] | None:
        """A recovery or one-time code: digits, or groups of which one has a digit."""
        named = _CODE_START.match(value)
        code = _CODE_VALUE.search(value, named.end()) if named else None
        return code if code and any(map(str.isdigit, code.group())) else None

    def _url(self, passage: Passage, start: int) -> Iterator[Finding]:
        """``scheme://user:password@host``: the whole URL."""
        match = _URL.match(passage.plain, start)
        scheme = _SCHEME.search(passage.plain, max(0, start - 30), start)
        if not match or not scheme:
            return
        user, password = match.groups()
        if is_placeholder(password) or password.lower() in _STOCK_PASSWORDS or password == user:
            return
        yield self.found((scheme.start(), match.end()), 0.95, "login in URL")

    def _if_random(self, span: Span, passage: Passage, reason: str) -> Iterator[Finding]:
        value = passage.plain[span[0] : span[1]]
        if not is_placeholder(value) and classes(value) > 1 and entropy(value) >= MIN_KEY_ENTROPY - 0.5:
            yield self.found(span, 0.85, reason)

    def _if_strong(self, span: Span, passage: Passage) -> Iterator[Finding]:
        value = passage.plain[span[0] : span[1]].rstrip(".,;)")
        if classes(value) >= _STRONG_CLASSES and any(map(str.isdigit, value)) and not is_placeholder(value):
            yield self.found((span[0], span[0] + len(value)), 0.75, "value after a login")

    def _if_telling(self, span: Span, passage: Passage, reason: str) -> Iterator[Finding]:
        """A word that can hardly be anything but a password: letters in both cases, digits and a sign."""
        value = passage.plain[span[0] : span[1]].rstrip(".,;:)]}?")
        if (
            classes(value) > _STRONG_CLASSES
            and _SIGNS & set(value)
            and not (is_placeholder(value) or _ADDRESS.search(value))
        ):
            yield self.found((span[0], span[0] + len(value)), 0.75, reason)

    def _in_clause(self, passage: Passage, start: int, end: int) -> Iterator[Finding]:
        """What looks like a password in the words around ``wachtwoord``: "Zomer!2291 als ww"."""
        before = _TOKEN_BEFORE.search(passage.plain, max(0, start - _REACH), start)
        if before:
            yield from self._if_telling(before.span("value"), passage, "value before its name")
        if said := _SAID_AFTER.match(passage.plain, end):
            yield from self._if_strong(said.span("value"), passage)
        elif still := _STILL.match(passage.plain, end):
            yield from self._if_strong(still.span("value"), passage)
        stop = _CLAUSE.search(passage.plain, end, end + _REACH)
        for token in _TOKEN.finditer(passage.plain, end, stop.start() if stop else end + _REACH):
            yield from self._if_telling(token.span(), passage, "value in the clause of its name")

    def _lists(self, passage: Passage) -> Iterator[Finding]:
        """``- wifi: Zomer2024!`` under a heading that speaks of passwords."""
        for heading in _HEADING.finditer(passage.plain):
            for item in _ITEM.finditer(passage.plain, heading.end(), heading.end() + _LIST_LENGTH):
                yield from self._if_strong(item.span(1), passage)

    def _columns(self, passage: Passage) -> Iterator[Finding]:
        headers = {hit.start for hit in passage.labels if hit.kind == self.entities[0]}
        if not headers:
            return
        for cell in passage.cells.all:
            if any(start in headers for start in range(cell.header_start, cell.header_end)):
                value = passage.plain[cell.start : cell.end]
                if " " not in value and password_score(value, "=", ""):
                    yield self.found((cell.start, cell.end), 0.85, "header")

    def _after_name(self, passage: Passage, start: int, end: int) -> Iterator[Finding]:
        """The value that follows a name like ``password`` or ``API_KEY``."""
        for pattern in _FOLLOWS:
            match = pattern.match(passage.plain, end)
            if match and not _NOT_SECRET_TAIL.search(match["tail"]):
                value = _NEXT_SETTING.split(match["value"])[0].rstrip(".,;:)]}?")
                if is_placeholder(value) or value.lower() in NO_VALUES or _CODE.search(value):
                    continue
                join = match["join"].strip().rstrip(":") or match["join"].strip()
                is_password = _IS_PASSWORD.fullmatch(passage.plain, start, end)
                ends_line = passage.plain[match.end("value") : match.end("value") + 1] in ("", "\n")
                score = (
                    password_score(
                        value, join, match["quote"], alone=ends_line and join == ":" and not match["tail"]
                    )
                    if is_password
                    else key_score(value, join)
                )
                if score:
                    place = match.start("value")
                    yield self.found((place, place + len(value)), score, "value after its name")
                    return
