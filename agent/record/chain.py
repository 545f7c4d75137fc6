"""The hash chain of one node: each event's hash covers the one before it."""

import hashlib

_DOMAIN = b"schaduwwacht event 1\0"
_GENESIS = b"schaduwwacht chain 1\0"


def genesis(node: str) -> bytes:
    """What the first event of a node's chain is hashed onto."""
    return hashlib.sha256(_GENESIS + node.encode()).digest()


def link(previous: bytes, number: int, body: bytes) -> bytes:
    """Hash of an event.

    Args:
        previous: Hash of the event before it, or the genesis of its node.
        number: Its place in the chain, from 1.
        body: Its canonical form.
    """
    return hashlib.sha256(_DOMAIN + previous + number.to_bytes(8) + body).digest()
