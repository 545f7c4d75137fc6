"""Names and addresses of systems in the console."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from agent.console.console import Console
from agent.register.law import Language
from agent.register.said import account_code, account_words, service_name
from agent.register.systems import given_names


@dataclass
class Names:
    """What systems and their accounts are called on one page; what people called them is read when needed.

    Attributes:
        console: Where they are known.
        language: Of the reader.
    """

    console: Console
    language: Language
    _given: Mapping[tuple[str, str | None], str] | None = field(default=None, init=False)

    def system(self, service: str | None, tenant: str | None = None) -> str:
        """The name of a system."""
        if self._given is None:
            self._given = given_names(self.console.store)
        given = self._given.get((service or "", tenant))
        return given or self.service(service or "")

    def service(self, service: str) -> str:
        """The name of a service, whatever the account."""
        return service_name(service, self.console.catalogue.services, self.language)

    def account(self, service: str, tenant: str | None) -> str:
        """The account in words; empty when there is nothing to say of it."""
        code = account_code(service, tenant, self.console.catalogue.services)
        return account_words(code, self.language)

    def tenant(self, tenant: str | None) -> str:
        """A tenant in words; empty when there is none."""
        return account_words(tenant, self.language)


def system_path(service: str, tenant: str | None) -> str:
    """The page of a system. Its names come from traffic, so they stand in the query, encoded."""
    query = {"service": service} | ({"tenant": tenant} if tenant else {})
    return f"/register/system?{urlencode(query)}"


def name_to_id(name: str) -> str:
    """A service id for a system that people add: ``planning-2000`` for "Planning 2000"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
