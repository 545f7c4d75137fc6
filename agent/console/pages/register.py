"""The AI register: what is used, what people decided about it, and exports."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console.access import Role, actor, allowed, form_of, user_of
from agent.console.console import Console, console_of
from agent.console.download import download
from agent.console.language import N_, language_of, translator
from agent.console.leaf import leaf_of
from agent.console.page import Nav
from agent.console.problems import in_words
from agent.console.refusal import RefusedError
from agent.console.render import flash, render
from agent.console.review import steps
from agent.console.systems import name_to_id, system_path
from agent.console.todo import DECIDED, IN_USE
from agent.errors import UsageError
from agent.register.duties import State, list_duties
from agent.register.exports import export_register, read_register
from agent.register.law import Language
from agent.register.privacy import groups_of_system
from agent.register.said import article_words, reason_words
from agent.register.system import GdprRole, Risk, Status, System
from agent.register.system import Role as AiRole
from agent.register.systems import get_system, list_systems, set_system
from detectors.services import Service, family_of, found_service

PATH = "/register"
READERS = (Role.SECURITY, Role.HR, Role.DPO, Role.COUNCIL)
EDITORS = (Role.SECURITY, Role.HR, Role.DPO)
SAVED = N_("Saved.")
TEXTS = ("owner", "purpose", "status", "conditions", "role", "gdpr_role", "risk", "risk_reason", "expires")
FILES = {
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "json": ("json", "application/json"),
    "algoritmeregister": ("csv", "text/csv; charset=utf-8"),
    "algoritmeregister-json": ("json", "application/json"),
    "annex-viii-c": ("csv", "text/csv; charset=utf-8"),
    "gdpr-30": ("csv", "text/csv; charset=utf-8"),
    "cyclonedx": ("json", "application/vnd.cyclonedx+json"),
}
VIEWS: Mapping[str, tuple[str, Callable[[System, Any], bool]]] = {
    "all": (N_("All"), lambda _, __: True),
    "discovered": (N_("New"), lambda item, _: item.status == Status.DISCOVERED),
    "review": (N_("In review"), lambda item, _: item.status == Status.IN_REVIEW),
    "allowed": (N_("Allowed"), lambda item, _: item.status in DECIDED),
    "refused": (N_("Refused"), lambda item, _: item.status == Status.REFUSED),
    "expired": (
        N_("Decision has run out"),
        lambda item, today: item.status in DECIDED and item.expires is not None and item.expires < today,
    ),
    "prohibited": (N_("Prohibited"), lambda item, _: item.risk == Risk.PROHIBITED and item.status in IN_USE),
    "high": (N_("High risk"), lambda item, _: item.risk == Risk.HIGH),
}


@allowed(*READERS)
def show_list(request: Request) -> Response:
    """All systems, or those of a view or with a word in their name."""
    console = console_of(request)
    view = request.query_params.get("view", "all")
    word = request.query_params.get("q", "").strip()
    _, fits = VIEWS.get(view, VIEWS["all"])
    today = console.now().date()
    systems = list_systems(console.store, console.catalogue.services, language_of(request))
    shown = [item for item in systems if fits(item, today) and _has(item, word)]
    leaf = leaf_of(request, len(shown))
    return render(
        request,
        "register.html",
        systems=shown[leaf.first : leaf.first + leaf.most],
        found=len(shown),
        leaf=leaf,
        total=len(systems),
        view=view if view in VIEWS else "all",
        views=[(name, translator(request)(title)) for name, (title, _) in VIEWS.items()],
        word=word,
        formats=list(FILES),
        may_edit=bool(user_of(request).roles & set(EDITORS)),
        system_path=system_path,
    )


@allowed(*READERS)
def show_system(request: Request) -> Response:
    """One system: what was seen, what people decided, what the law asks."""
    return _page(request)


@allowed(*EDITORS)
def change_system(request: Request) -> Response:
    """Set what people decide."""
    console, form = console_of(request), form_of(request)
    service, tenant = _key(request)
    facts: dict[str, Any] = {name: str(form[name]).strip() or None for name in TEXTS if name in form}
    if "documents" in form:
        lines = str(form["documents"]).splitlines()
        facts["documents"] = [line.strip() for line in lines if line.strip()]
    try:
        if _get(console, service, tenant) is None:
            raise RefusedError("path", 404)
        changed = _changed(console, service, tenant, facts)
        if changed:
            set_system(console.store, service, tenant, changed, actor(request))
    except UsageError as error:
        return _page(request, in_words(request, error), facts)
    flash(request, translator(request)(SAVED))
    return RedirectResponse(system_path(service, tenant), 303)


@allowed(*EDITORS)
def add_system(request: Request) -> Response:
    """Add a system that shows no traffic, such as AI inside a supplier's product."""
    console, form = console_of(request), form_of(request)
    name = str(form.get("name", "")).strip()
    service = name_to_id(name)
    facts = {"name": name, "status": Status.IN_REVIEW}
    if purpose := str(form.get("purpose", "")).strip():
        facts["purpose"] = purpose
    if not service:
        flash(request, translator(request)(N_("Give the system a name.")))
        return RedirectResponse(PATH, 303)
    if _get(console, service, None) is None:
        try:
            set_system(console.store, service, None, facts, actor(request))
        except UsageError as error:
            flash(request, in_words(request, error))
            return RedirectResponse(PATH, 303)
    return RedirectResponse(system_path(service, None), 303)


@allowed(*READERS)
def export(request: Request) -> Response:
    """The register as a file."""
    console, form = console_of(request), request.path_params["form"]
    if form not in FILES:
        raise RefusedError("file", 404)
    ending, media_type = FILES[form]
    services = console.catalogue.services
    register = read_register(console.store, console.config.organisation, services, language_of(request))
    day = console.now().date().isoformat()
    return download(request, f"register-{form}-{day}.{ending}", export_register(register, form), media_type)


def _page(request: Request, problem: str = "", typed: Mapping[str, Any] | None = None) -> Response:
    console = console_of(request)
    service, tenant = _key(request)
    language = language_of(request)
    system = _get(console, service, tenant, language)
    if system is None:
        raise RefusedError("path", 404)
    organisation, services = console.config.organisation, console.catalogue.services
    duties = list_duties(console.store, organisation, services, [system])
    return render(
        request,
        "system.html",
        status_code=400 if problem else 200,
        system=system,
        values=system.as_dict() | dict(typed or {}),
        known=_known(services.get(service) or found_service(service, language), language),
        said=[(name, fact, date.fromisoformat(fact.checked)) for name, fact in system.data_facts.items()],
        groups=groups_of_system(console.store, service, tenant, console.names.get()),
        duties=[duty for duty in duties if (duty.service, duty.tenant) == (service, tenant)],
        steps=steps(system, translator(request)),
        choices={
            "status": list(Status),
            "risk": list(Risk),
            "role": list(AiRole),
            "gdpr_role": list(GdprRole),
        },
        states=list(State),
        today=console.now().date(),
        here=system_path(service, tenant),
        may_edit=bool(user_of(request).roles & set(EDITORS)),
        may_complete=bool(user_of(request).roles & {Role.HR, Role.DPO}),
        problem=problem,
    )


def _known(service: Service | None, language: Language) -> dict[str, Any] | None:
    """What the catalogue says of the risk, in the language where it can."""
    if service is None or not service.reason:
        return None
    said = reason_words(service.reason, language)
    return {
        "risk": service.risk,
        "reason": said or service.reason,
        "is_said": said is not None or service.id != family_of(service.id),
        "article": article_words(service.article, language),
        "sources": service.sources,
    }


def _key(request: Request) -> tuple[str, str | None]:
    source = form_of(request) if request.method == "POST" else request.query_params
    return str(source.get("service", "")), str(source.get("tenant", "")) or None


def _get(console: Console, service: str, tenant: str | None, language: Language = "en") -> System | None:
    return get_system(console.store, service, tenant, console.catalogue.services, language)


def _changed(console: Console, service: str, tenant: str | None, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Those that differ: a form sends them all, and an event should tell what somebody changed.

    The catalogue's tier stands in the form until people judge; left as it is, it stays the catalogue's,
    unless a reason comes with it.
    """
    system = _get(console, service, tenant)
    if system is None:
        return dict(facts)
    now = {name: (value if value != "" else None) for name, value in system.as_dict().items()}
    changed = {name: value for name, value in facts.items() if value != now.get(name)}
    if "risk_reason" in changed and not system.risk_judged and facts.get("risk"):
        changed["risk"] = facts["risk"]
    return changed


def _has(system: System, word: str) -> bool:
    texts = (system.name, system.vendor, system.service, system.tenant or "", system.owner or "")
    return not word or any(word.casefold() in text.casefold() for text in texts)


nav: Nav | None = Nav(N_("AI register"), PATH, frozenset(READERS), 30)
routes = [
    Route(PATH, show_list, methods=["GET"]),
    Route(PATH + "/system", show_system, methods=["GET"]),
    Route(PATH + "/system", change_system, methods=["POST"]),
    Route(PATH + "/add", add_system, methods=["POST"]),
    Route(PATH + "/export/{form:path}", export, methods=["GET"]),
]
