"""What systems, their accounts and the catalogue's reasons are called, in the reader's language."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from agent.register.law import Language, Words
from agent.register.system import ServiceFacts
from detectors.services import found_service
from detectors.yaml_file import StrictModel, read_yaml

NONE = "none"
"""A service that can name an account named none of the organisation's."""

UNSEEN = "unseen"
"""A service whose requests do not tell the account."""


class _Said(StrictModel):
    """Contents of `said.yaml`."""

    accounts: Mapping[str, Words]
    articles: Mapping[str, str]
    reasons: Mapping[str, str]


@cache
def _said() -> _Said:
    text = (resources.files("agent.register") / "said.yaml").read_text("utf-8")
    return read_yaml(_Said, text, "said.yaml")


def service_name(service: str, catalogue: Mapping[str, ServiceFacts], language: Language) -> str:
    """The name of a service by its id: the catalogue's, one for AI outside it, else the id itself."""
    known = catalogue.get(service) or found_service(service, language)
    return known.name if known else service


def system_name(service: str, name: str, language: Language) -> str:
    """A name of the register, as read in English: that of AI outside the catalogue in the language.

    A name that people gave stays as it is.
    """
    found = found_service(service)
    told = found_service(service, language)
    return told.name if found and told and name in (found.name, service, "") else name or service


def account_code(service: str, tenant: str | None, catalogue: Mapping[str, ServiceFacts]) -> str | None:
    """The account of a system: its id, or a code for what is known of it.

    None for a system that shows no traffic: there is nothing to say.
    """
    if tenant:
        return tenant
    known = catalogue.get(service)
    if known is not None and known.tells_account:
        return NONE
    return UNSEEN if known is not None or found_service(service) else None


def account_words(code: str | None, language: Language) -> str:
    """An account in words; empty when there is none to name."""
    words = _said().accounts.get(code or "")
    return words.in_language(language) if words else code or ""


def with_account(name: str, tenant: str | None, language: Language) -> str:
    """A name with its account in brackets, when one is known."""
    return f"{name} ({account_words(tenant, language)})" if tenant else name


def reason_words(reason: str, language: Language) -> str | None:
    """Why the catalogue proposes a tier; None when it is not said in the language."""
    return reason if language == "en" else _said().reasons.get(reason)


def article_words(article: str, language: Language) -> str:
    """An article of the AI Act as its text in the language writes it."""
    return article if language == "en" else _said().articles.get(article, article)
