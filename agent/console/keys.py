"""The key that seals what accounts keep; the nodes of a fleet that share a database share its file."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agent.record.errors import StoreError
from agent.record.keys import read_or_make

_BYTES = 32


def console_key(data_dir: Path) -> bytes:
    """The key, made at first use.

    Raises:
        StoreError: The file cannot be made or read, or is no key.
    """
    path = data_dir / "keys" / "console.key"
    key = read_or_make(path, lambda: AESGCM.generate_key(256))
    if len(key) != _BYTES:
        raise StoreError(f"{path}: not a key of {_BYTES} bytes: restore it from a backup")
    return key
