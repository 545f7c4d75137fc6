"""Addresses of systems in the console."""

import re
import unicodedata
from urllib.parse import urlencode


def system_path(service: str, tenant: str | None) -> str:
    """The page of a system. Its names come from traffic, so they stand in the query, encoded."""
    query = {"service": service} | ({"tenant": tenant} if tenant else {})
    return f"/register/system?{urlencode(query)}"


def name_to_id(name: str) -> str:
    """A service id for a system that people add: ``planning-2000`` for "Planning 2000"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
