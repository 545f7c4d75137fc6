"""The Ed25519 key that signs checkpoints: one file a node, made at first use, for this user alone."""

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from agent.record.errors import StoreError


def signing_key(data_dir: Path) -> Path:
    """Where a node keeps the key that signs its checkpoints."""
    return data_dir / "keys" / "signing.pem"


def pseudonym_key(data_dir: Path) -> Path:
    """Where the key of the pseudonyms is kept; the nodes of a fleet share its content."""
    return data_dir / "keys" / "pseudonym.key"


def key_id(key: Ed25519PublicKey) -> str:
    """First 16 hex digits of the SHA-256 of the raw key: tells keys apart in checkpoints."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs checkpoints.

    Attributes:
        key: The private key.
        id: Names it in checkpoints.
    """

    key: Ed25519PrivateKey
    id: str

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""
        return self.key.sign(message)

    def public_pem(self) -> bytes:
        """The public key, for whoever verifies."""
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class Keyring:
    """The public keys that checkpoints may be signed with: the present one and earlier ones."""

    def __init__(self, keys: Iterable[Ed25519PublicKey]) -> None:
        """Index the keys by id."""
        self._keys = {key_id(key): key for key in keys}

    def signed(self, name: str, message: bytes, signature: bytes) -> bool:
        """Whether the key with this id made this signature; False for a key that is not here."""
        key = self._keys.get(name)
        if key is None:
            return False
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def __contains__(self, name: object) -> bool:
        return name in self._keys


def load_signer(path: Path) -> Signer:
    """The key of a file; a new one when there is no file.

    Raises:
        StoreError: The file cannot be made or read, or holds another kind of key.
    """
    pem = read_or_make(path, _new_key)
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise StoreError(f"{path}: not a private key in PEM form: restore it from a backup") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise StoreError(f"{path}: not an Ed25519 key: restore it from a backup")
    return Signer(key, key_id(key.public_key()))


def load_keyring(paths: Iterable[Path]) -> Keyring:
    """Public keys from PEM files.

    Raises:
        StoreError: A file cannot be read or holds another kind of key.
    """
    keys = []
    for path in paths:
        try:
            key = load_pem_public_key(path.read_bytes())
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}: the public key cannot be read") from error
        except (ValueError, UnsupportedAlgorithm) as error:
            raise StoreError(f"{path}: not a public key in PEM form") from error
        if not isinstance(key, Ed25519PublicKey):
            raise StoreError(f"{path}: not an Ed25519 public key")
        keys.append(key)
    return Keyring(keys)


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of a key file; made for this user alone when it is not there.

    Raises:
        StoreError: It cannot be read or made.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return _write(path, make())
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}: the key cannot be read") from error


def _write(path: Path, content: bytes) -> bytes:
    """Written under another name first, so that no half a key is ever found."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # fails when another program was first: then its key counts
    except FileExistsError:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}: the key cannot be made") from error
    finally:
        draft.unlink(missing_ok=True)
    return content
