"""What a single value in a request is: text, a constant of the protocol, a number worth reading, a file."""

import base64
import binascii
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from detectors.prompts.charset import is_text
from detectors.prompts.magic import media_type_of
from detectors.yaml_file import StrictModel, read_yaml


class Keys(StrictModel):
    """The word lists of `keys.yaml`, each explained there."""

    text: frozenset[str]
    constant: frozenset[str]
    always_constant: frozenset[str]
    number: frozenset[str]
    number_ending: frozenset[str]
    credential: frozenset[str]
    file_name: tuple[str, ...]
    media_type: tuple[str, ...]


KEYS = read_yaml(
    Keys, files("detectors.prompts").joinpath("keys.yaml").read_text(encoding="utf-8"), "keys.yaml"
)
_CONSTANT = re.compile(r"[A-Za-z_$][\w.:/@+-]*")
_LONGEST_CONSTANT = 128
_ID_KEY = re.compile(r".*(_id|_ids|Id|ID|Ids|IDs|_uuid|Uuid|UUID)")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_KEY = re.compile(r"[A-Za-z_$@.:/-][\w$@.:/-]*")
_LONGEST_KEY = 64
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.$@:/]+")
_MOST_LABELLED = 120

_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+-]+=[^;,]{0,200})*)(;base64)?,", re.IGNORECASE)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{60,80}\r?\n)*+[A-Za-z0-9+/_-]*={0,2}\s*")
_BASE64_START = re.compile(r"[A-Za-z0-9+/_-]{1,64}(?:[A-Za-z0-9+/_=-]|\s|$)")
LEAST_BASE64 = 64
_LONGEST_WORD = 192  # as bytes, of 256 characters without a space
_OPAQUE = re.compile(r"[\w+/=.~-]{16,}")
_OPAQUE_SHOWN = 16 * 1024


class Blob(NamedTuple):
    """A file found in a string.

    Attributes:
        media_type: As the data URL says or the first bytes tell; may be empty.
        data: The bytes.
        sure: The string can be nothing else. Else it is read as text, too: ``123456782`` is also base64.
    """

    media_type: str
    data: bytes
    sure: bool


class KeyFacts(NamedTuple):
    """What a key says about its value; see `keys.yaml`.

    Attributes:
        plain: It is a name in a protocol; any other key may be somebody's text.
        label: Its words, to put before a bare value; empty when they say nothing.
        constant: Its value is a word of the protocol.
        constant_in_data: The same, even in free data.
        control: Its number steers, counts or tells the time.
    """

    plain: bool
    label: str
    constant: bool
    constant_in_data: bool
    control: bool


_LONG_KEY = KeyFacts(plain=False, label="", constant=False, constant_in_data=False, control=False)
NO_KEY = _LONG_KEY._replace(plain=True)


def facts(key: str) -> KeyFacts:
    """What is known of a key, worked out once."""
    return _facts(key) if len(key) <= _LONGEST_KEY else _LONG_KEY


@lru_cache(maxsize=4096)
def _facts(key: str) -> KeyFacts:
    low = key.lower()
    words = _WORDS.sub(" ", key).strip()
    words = words.lower() if " " in words else words  # the capitals of camelCase make no name
    before, _, last = words.lower().rpartition(" ")
    return KeyFacts(
        plain=len(key) < 3 or bool(_KEY.fullmatch(key) or _UUID.fullmatch(key)),  # noqa: PLR2004
        label=words if low not in KEYS.text and _KEY.fullmatch(key) else "",
        constant=low in KEYS.constant or _ID_KEY.fullmatch(key) is not None,
        constant_in_data=low in KEYS.always_constant,
        control=low in KEYS.number or last in KEYS.number or (bool(before) and last in KEYS.number_ending),
    )


def is_word(value: str) -> bool:
    """Whether a string can be a word of a protocol: an identifier, never somebody's sentence or number."""
    if len(value) > _LONGEST_CONSTANT:
        return False
    return (value.isidentifier() and value.isascii()) or _CONSTANT.fullmatch(value) is not None


def is_uuid(value: str) -> bool:
    """Whether a string is an identifier that nobody reads."""
    return len(value) == 36 and _UUID.fullmatch(value) is not None  # noqa: PLR2004


def label_for(known: KeyFacts, value: str) -> str:
    """The label to put before a value; none before a text that stands on its own."""
    return known.label if len(value) <= _MOST_LABELLED and "\n" not in value else ""


def number_matters(known: KeyFacts, literal: str, *, data: bool = True) -> bool:
    """Whether a number is worth reading: four digits before the point, and no count, size or clock.

    Args:
        known: What its key says.
        literal: As written.
        data: It stands in free data; elsewhere a number named ``id`` belongs to the protocol.
    """
    if "e" in literal or "E" in literal:
        literal = plain_number(literal)
    digits = literal.lstrip("-").partition(".")[0]
    if len(digits) < 4 or not digits.isdigit():  # noqa: PLR2004
        return False
    return not (known.control or (known.constant and not data))


def plain_number(literal: str) -> str:
    """A number without exponent: Java writes 123456782.0 as ``1.23456782E8``."""
    mantissa, _, exponent = literal.lower().partition("e")
    if not exponent or len(exponent) > 3 or len(mantissa) > _MOST_LABELLED:  # noqa: PLR2004 - no such number is one of ours
        return literal
    try:
        return format(Decimal(literal), "f")
    except InvalidOperation:  # in bytes that only look like JSON: a lone E
        return literal


def is_opaque(value: str) -> bool:
    """Whether a string can be a signature or cipher text: one long word that is not a number."""
    return _OPAQUE.fullmatch(value) is not None and not value.isdigit()


def find_file(value: str, *, declared: bool) -> Blob | None:
    """The file in a data URL or a base64 string.

    Args:
        value: The string.
        declared: The wire format says that a file stands here: no further proof is asked.
    """
    if len(value) < LEAST_BASE64 and not declared and value[:1] not in {"d", "D"}:
        return None
    if value[:5].lower() == "data:" and (found := _DATA_URL.match(value[:1024])):
        content = value[found.end() :]
        data = _unbase64(content) if found[3] else unquote_to_bytes(content)
        return None if data is None else Blob(found[1] or "text/plain", data, sure=True)
    if not declared and (len(value) < LEAST_BASE64 or value.isalpha()):
        return None
    if not _BASE64_START.match(value) or not (data := _unbase64(value)):
        return None
    return _judge(data, declared=declared)


def _judge(data: bytes, *, declared: bool) -> Blob | None:
    """What decoded bytes are; small ones of an unknown kind are left for text: tokens, keys, hashes."""
    if media_type := media_type_of(data):
        return Blob(media_type, data, sure=True)
    if is_text(data):
        return Blob("text/plain", data, sure=len(data) > LEAST_BASE64)
    if declared:
        return Blob("", data, sure=len(data) > _LONGEST_WORD)
    return Blob("application/octet-stream", data, sure=True) if len(data) > _OPAQUE_SHOWN else None


def bytes_of(numbers: list[str]) -> Blob | None:
    """The file in a list of byte values, as ``Buffer`` of Node.js writes one."""
    if len(numbers) < LEAST_BASE64:
        return None
    try:
        return _judge(bytes(map(int, numbers)), declared=False)
    except ValueError:
        return None


def _unbase64(value: str) -> bytes | None:
    """Bytes of standard or URL-safe base64, padded or not; None when it is neither."""
    if not _BASE64.fullmatch(value):
        return None
    text = (value.translate(_TO_STANDARD) if _NOT_STANDARD.search(value) else value).rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


_NOT_STANDARD = re.compile(r"[-_\s]")
_TO_STANDARD = {
    ord("-"): "+",
    ord("_"): "/",
    ord("\n"): None,
    ord("\r"): None,
    ord(" "): None,
    ord("\t"): None,
}


def describe(near: tuple[Mapping[Any, Any] | None, ...]) -> tuple[str, str]:
    """File name and media type as told by the objects around a file, the nearest first."""
    name = media_type = ""
    for holder in near:
        if holder is None:
            continue
        name = name or _first(holder, KEYS.file_name)
        media_type = media_type or _first(holder, KEYS.media_type)
    return name, media_type


def _first(holder: Mapping[Any, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = holder.get(key)
        if isinstance(value, str):
            return value
    return ""


def may_hold_path_text(path: str) -> bool:
    """Whether any segment of an undecoded URL path can be more than a name: a cheap test."""
    return _PATH_HINT.search(path) is not None


def is_path_text(segment: str) -> bool:
    """Whether a decoded segment of an URL path is no mere name: it has words, an address or long digits."""
    return _PATH_TEXT.search(segment) is not None


_PATH_HINT = re.compile(r"%(?!3[aA])|[\s@]|\d[\d.-]{6}")
_PATH_TEXT = re.compile(r"[\s@]|^\d[\d.-]{6,10}\d$")
