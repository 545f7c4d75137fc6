"""One-time codes (TOTP, RFC 6238) as a second factor, and the sealing of their secrets."""

import secrets
import time

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from markupsafe import Markup

from agent.console.users import Account, change_row, note_user
from agent.record.errors import RecordError
from agent.record.store import Store
from agent.register.systems import Actor

STEP = 30
_NONCE = 12


def new_secret() -> str:
    """A secret of 160 bits in base 32, as authenticator apps take it."""
    return pyotp.random_base32()


def picture(secret: str, name: str, issuer: str) -> Markup:
    """A QR code that an authenticator app reads."""
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(scale=5, border=2, light="white", omitsize=True))  # noqa: S704 - segno's own drawing


def matching_step(secret: str, code: str, now: float | None = None) -> int | None:
    """The number in time of a code, of now or one step around it; None when it does not fit."""
    digits = "".join(code.split())
    current = int(time.time() if now is None else now) // STEP
    totp = pyotp.TOTP(secret)
    for step in (current, current - 1, current + 1):
        if secrets.compare_digest(totp.generate_otp(step).encode(), digits.encode("utf-8", "replace")):
            return step
    return None


def take_code(store: Store, account: Account, key: bytes, code: str, now: float | None = None) -> bool:
    """Whether a code fits; each is taken once, so that who looks over a shoulder has nothing."""
    if account.totp is None:
        return True
    step = matching_step(open_secret(key, account.name, account.totp), code, now)
    if step is None or step <= account.totp_used:
        return False
    with store.write() as connection:
        change_row(connection, account.name, totp_used=step)
    return True


def codes_on(store: Store, name: str, sealed: bytes, step: int, actor: Actor) -> None:
    """Ask for codes from now on; `step` is the number of the code that proved that they work."""
    with store.write() as connection:
        change_row(connection, name, totp=sealed, totp_used=step)
        note_user(connection, "codes on", name, actor)


def codes_off(store: Store, name: str, actor: Actor) -> None:
    """Ask for no codes any more."""
    with store.write() as connection:
        change_row(connection, name, totp=None)
        note_user(connection, "codes off", name, actor)


def seal_secret(key: bytes, name: str, secret: str) -> bytes:
    """The secret, readable only with the key and only for this user."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret.encode(), name.encode())


def open_secret(key: bytes, name: str, sealed: bytes) -> str:
    """The secret again.

    Raises:
        RecordError: It was sealed with another key.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode()).decode()
    except InvalidTag as error:
        raise RecordError(
            "the secret of one-time codes was sealed with another key: restore keys/console.key, "
            "or give the user a new link with `user reset`"
        ) from error
