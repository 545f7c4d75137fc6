"""The certificate authority: made at the first run, kept in the data directory."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from agent.errors import FailureError
from agent.proxy.master import make_ca


def read_certificate(folder: Path) -> str:
    """The CA's certificate as PEM; made first when there is none yet.

    Raises:
        FailureError: It cannot be made or read.
    """
    try:
        return make_ca(folder).read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise FailureError(f"{folder}: the CA cannot be read: {error}") from error


def describe_ca(folder: Path) -> dict[str, str]:
    """Where the certificate is, and what tells it from others.

    Raises:
        FailureError: It cannot be made or read, or is no certificate.
    """
    try:
        certificate = x509.load_pem_x509_certificate(read_certificate(folder).encode())
    except ValueError as error:
        raise FailureError(f"{folder}: the CA's certificate is damaged: {error}") from error
    return {
        "path": str(make_ca(folder)),
        "name": certificate.subject.rfc4514_string(),
        "sha256": certificate.fingerprint(hashes.SHA256()).hex(":"),
        "until": certificate.not_valid_after_utc.date().isoformat(),
    }
