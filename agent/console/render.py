"""Templates to pages, in the user's language."""

import secrets
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from agent.console.console import console_of
from agent.console.cookies import read_cookie
from agent.console.formats import filters
from agent.console.language import Translate, language_of, translations, translator
from agent.console.sessions import csrf_token
from agent.console.static import asset
from agent.console.systems import Names
from agent.register.law import Language


@cache
def environment(language: Language, zone: str) -> Environment:
    """Jinja for one language. Everything that is put into a page is escaped."""
    made = Environment(
        loader=PackageLoader("agent.console", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(filters(language, zone))
    made.globals["asset"] = asset
    return made


def render(request: HTTPConnection, name: str, /, *, status_code: int = 200, **context: Any) -> Response:  # noqa: ANN401 - whatever the template wants
    """A page.

    Args:
        request: Of the user.
        name: Template, in `templates/`.
        status_code: HTTP status.
        context: What the template shows, besides user, language, names, navigation, messages and csrf token.
    """
    language = language_of(request)
    template = environment(language, console_of(request).config.web.timezone).get_template(name)
    text = template.render(**(_common(request, language) | context))
    return HTMLResponse(text, status_code)


def flash(request: HTTPConnection, text: str) -> None:
    """Say something at the top of the next page that this user sees."""
    request.state.session.kept.setdefault("flash", []).append(text)
    request.state.kept_changed = True


def error_page(request: HTTPConnection, status: int, text: str) -> Response:
    """A page that says what is wrong."""
    return render(request, "error.html", status_code=status, status=status, text=text)


def _common(request: HTTPConnection, language: Language) -> dict[str, Any]:
    user = getattr(request.state, "user", None)
    session = getattr(request.state, "session", None)
    return {
        "request": request,
        "path": request.url.path,
        "user": user,
        "language": language,
        "organisation": console_of(request).config.organisation,
        "navigation": _navigation(request, translator(request)) if user else [],
        "csrf": csrf_token(session.token if session else _form_token(request)),
        "messages": _messages(request) if session else [],
        "names": Names(console_of(request), language),
        "now": console_of(request).now(),
    }


def _navigation(request: HTTPConnection, translate: Translate) -> list[dict[str, Any]]:
    """The entries that this user may see; one is current."""
    roles = request.state.user.roles
    path = request.url.path
    shown = [item for item in request.app.state.navigation if item.roles & roles]
    return [
        {
            "title": translate(item.title),
            "path": item.path,
            "current": path == item.path or (item.path != "/" and path.startswith(item.path + "/")),
        }
        for item in shown
    ]


def _messages(request: HTTPConnection) -> list[str | Markup]:
    """What was said for this page; it is said once."""
    kept = request.state.session.kept
    said: list[str | Markup] = kept.pop("flash", [])
    if said:
        request.state.kept_changed = True
    return said


def _form_token(request: HTTPConnection) -> str:
    """What a browser without a session holds, so that a form can prove where it comes from."""
    made: str | None = read_cookie(request, "form") or getattr(request.state, "set_form", None)
    if made is None:
        made = request.state.set_form = secrets.token_urlsafe(32)
    return made
