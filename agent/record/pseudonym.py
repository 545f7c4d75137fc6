"""Users as keyed pseudonyms that change every month.

Without the key nobody can tell whose a pseudonym is, nor try out names; with a new month the same user has
another, so that nobody is followed for long. Nodes of a fleet share the key file.
"""

import base64
import hashlib
import hmac
import unicodedata
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agent.record.errors import RecordError, StoreError
from agent.record.keys import read_or_make

_BYTES = 32


class Pseudonyms:
    """Makes pseudonyms, and seals the identities behind them."""

    def __init__(self, key: bytes) -> None:
        """Use `load_pseudonyms`.

        Args:
            key: 32 random bytes.
        """
        self._key = key
        self._seal = AESGCM(self._derive("seal"))
        self._months: dict[str, bytes] = {}

    def of(self, identity: str, time: datetime) -> str:
        """The pseudonym of a user in the month of that time: 16 letters and digits.

        Capitals and the form of accents make no difference: proxies report one user in several ways.
        """
        month = f"{time:%Y-%m}"
        key = self._months.get(month) or self._months.setdefault(month, self._derive(month))
        name = unicodedata.normalize("NFKC", identity).strip().casefold()
        digest = hmac.digest(key, name.encode("utf-8", "surrogatepass"), "sha256")
        return base64.b32encode(digest[:10]).decode().lower()

    def seal(self, pseudonym: str, identity: str) -> bytes:
        """The identity, readable only with the key and only under this pseudonym."""
        nonce = hmac.digest(self._derive("nonce"), f"{pseudonym}\0{identity}".encode(), "sha256")[:12]
        return nonce + self._seal.encrypt(nonce, identity.encode(), pseudonym.encode())

    def open(self, pseudonym: str, sealed: bytes) -> str:
        """The identity again.

        Raises:
            RecordError: It was sealed with another key, or changed.
        """
        try:
            return self._seal.decrypt(sealed[:12], sealed[12:], pseudonym.encode()).decode()
        except InvalidTag as error:
            raise RecordError(
                f"pseudonym {pseudonym}: sealed with another key: restore that key file"
            ) from error

    def _derive(self, purpose: str) -> bytes:
        return hmac.digest(self._key, f"schaduwwacht {purpose}".encode(), hashlib.sha256)


def load_pseudonyms(path: Path) -> Pseudonyms:
    """The key of a file; a new one when there is no file.

    Raises:
        StoreError: The file cannot be made or read, or is no key.
    """
    key = read_or_make(path, lambda: AESGCM.generate_key(256))
    if len(key) != _BYTES:
        raise StoreError(f"{path}: not a key of {_BYTES} bytes: restore it from a backup")
    return Pseudonyms(key)
