"""For the works council: what is recorded of people, the settings in force, who named whom, the dossier."""

from collections import Counter
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from agent.console.access import Role, allowed, note, user_of
from agent.console.console import Console, console_of
from agent.console.dossier.fill import drafts_for, fill
from agent.console.dossier.in_force import in_force
from agent.console.dossier.texts import recorded
from agent.console.language import N_, language_of
from agent.console.namings import namings
from agent.console.page import Nav
from agent.console.refusal import RefusedError
from agent.console.render import render
from agent.console.users import list_accounts
from agent.policy_history import policy_changes
from agent.register.incidents import list_incidents
from agent.register.law import Language
from agent.register.privacy import LEAST
from agent.register.reveal import LONGEST
from agent.register.systems import list_systems

PATH = "/council"
READERS = (Role.COUNCIL, Role.DPO)
PERSONS = {
    "none": N_("Nothing about a person"),
    "indirect": N_("Only together with other things"),
    "pseudonym": N_("By a pseudonym"),
    "named": N_("By name"),
}


@allowed(*READERS)
def show(request: Request) -> Response:
    """What is recorded, what is in force, who named whom."""
    console, language = console_of(request), language_of(request)
    return render(
        request,
        "council.html",
        **_facts(console, language),
        changes=policy_changes(console.store, 10),
        drafts=[
            (name, draft.title.in_language(language), draft.about.in_language(language))
            for name, draft in drafts_for(console.config.organisation).items()
        ],
    )


@allowed(*READERS)
def show_draft(request: Request) -> Response:
    """A draft with the real settings, to print; in the language that is asked for."""
    console, name = console_of(request), str(request.path_params["name"])
    draft = drafts_for(console.config.organisation).get(name)
    if draft is None:
        raise RefusedError("path", 404)
    asked = request.query_params.get("language")
    language: Language = "nl" if asked == "nl" else "en" if asked == "en" else language_of(request)
    note(request, "dossier", document=name, language=language)
    request.state.user = replace(user_of(request), language=language)  # of the whole page, headings included
    facts = _facts(console, language)
    systems = list_systems(console.store, console.catalogue.services, language)
    values = {
        "organisation": console.config.organisation.name or "…",
        "systems": len(systems),
        "undecided": len(list_incidents(console.store, undecided=True)),
        "least": LEAST,
        "months": console.config.retention_months,
        "naming_days": LONGEST.days,
    }
    return render(
        request,
        "dossier.html",
        **facts,
        document=fill(name, draft, language, values),
        systems=systems,
        other="en" if language == "nl" else "nl",
    )


def _facts(console: Console, language: Language) -> dict[str, Any]:
    """What stands on the page and in every draft."""
    accounts = [account for account in list_accounts(console.store) if not account.disabled]
    users = Counter(role for account in accounts for role in account.roles)
    kept = recorded()
    return {
        "settings": in_force(
            console.config, console.policy(), len(console.catalogue.services), users, language
        ),
        "fields": kept.event,
        "tables": {name: item for name, item in kept.tables.items() if item.person != "none"},
        "never": kept.never,
        "persons": PERSONS,
        "namings": namings(console.store),
    }


nav: Nav | None = Nav(N_("Works council"), PATH, frozenset(READERS), 110)
routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH + "/dossier/{name}", show_draft, methods=["GET"]),
]
