"""The provider key formats of `secrets.yaml`, loaded and checked."""

import base64
import binascii
import re
import zlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from math import log2
from typing import Literal

import msgspec
from pydantic import HttpUrl, field_validator

from detectors.recognizers.base import one_of
from detectors.yaml_file import StrictModel, read_yaml

_FILE = "secrets.yaml"
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKSUM_LENGTH = 6

_STAND_INS = one_of(r"""
    x{4}, \*{3}, \.{3}, _{4}, -{4}, <, >, \$\{, \{\{, %\(, %[A-Z_]+%, example, voorbeeld, placeholder,
    dummy, change[_-]?me, replace, insert, vul[-_ ]?in, redacted, verwijderd, geheim_hier, hier[-_ ],
    hidden, verborgen, todo, env\., environ, getenv, process\., secrets\., config[.\[], vault:
""")
_OWNERS = one_of("your, jouw, mijn, my, uw, votre, ihr, the, some, een")
_THINGS = one_of("api, key, token, secret, pass, wachtwoord, sleutel, access, openai, password, mot")
_PLACEHOLDER = re.compile(rf"{_STAND_INS}|{_OWNERS}[-_ ]?(?:own[-_ ]?)?{_THINGS}", re.IGNORECASE)


class SecretKind(StrictModel):
    """One format.

    Attributes:
        id: Short name, used as the reason of a finding.
        pattern: Regular expression, upper and lower case apart.
        check: A checksum the format carries: raises certainty when right.
        source: Where the provider documents it.
    """

    id: str
    pattern: str
    check: Literal["crc32-base62", "jwt-header", ""] = ""
    source: HttpUrl

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        re.compile(pattern)
        return pattern


class SecretKinds(StrictModel):
    """The whole file."""

    kinds: tuple[SecretKind, ...]


@cache
def secret_kinds() -> tuple[SecretKind, ...]:
    """Every format in the packaged file."""
    text = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    return read_yaml(SecretKinds, text, _FILE).kinds


def is_placeholder(value: str) -> bool:
    """Whether a value stands for a secret instead of being one: ``YOUR_API_KEY``, ``${TOKEN}``, ``xxxx``."""
    return bool(_PLACEHOLDER.search(value)) or len(set(value)) <= 3  # noqa: PLR2004 - "0000", "abcabc"


def entropy(value: str) -> float:
    """Shannon entropy in bits a character."""
    counts = Counter(value).values()
    return -sum(count / len(value) * log2(count / len(value)) for count in counts)


def _crc32_base62(value: str) -> bool:
    """The last six characters are the CRC32, in base 62, of what stands between prefix and them."""
    body = value.partition("_")[2]
    crc = zlib.crc32(body[:-_CHECKSUM_LENGTH].encode())
    digits = ""
    while crc:
        crc, digit = divmod(crc, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(_CHECKSUM_LENGTH, "0") == body[-_CHECKSUM_LENGTH:]


def _jwt_header(value: str) -> bool:
    """The first part is JSON that names an algorithm."""
    header = value.partition(".")[0]
    try:
        decoded = msgspec.json.decode(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    except (binascii.Error, ValueError):
        return False
    return isinstance(decoded, dict) and "alg" in decoded


CHECKS: dict[str, Callable[[str], bool]] = {"crc32-base62": _crc32_base62, "jwt-header": _jwt_header}
