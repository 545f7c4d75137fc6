"""Who is it, and may they: sign-in state, roles, and proof that a form is ours.

Every endpoint is decorated with `allowed`; `agent.console.app` takes no other. An endpoint is a plain
function that runs in a thread, with its user in `user_of(request)` and its form in `form_of(request)`.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from agent.console import sessions
from agent.console.console import console_of
from agent.console.cookies import delete_cookie, read_cookie, set_cookie
from agent.console.forms import ORDINARY, TooLargeError, form_is_ours, read_form
from agent.console.language import translator
from agent.console.peers import named_by_proxy
from agent.console.recording import note, refused
from agent.console.redirects import sign_in_path
from agent.console.refusal import RefusedError
from agent.console.render import error_page
from agent.console.roles import Role
from agent.console.users import get_account
from agent.register.law import Language
from agent.register.systems import Actor

__all__ = ["Role", "User", "actor", "allowed", "anyone", "form_of", "identify", "note", "refused", "user_of"]

Endpoint = Callable[[Request], Response]
Guarded = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True, slots=True)
class User:
    """Who is signed in.

    Attributes:
        name: As recorded.
        roles: What they may see.
        language: Of their pages.
        way: How they signed in: ``local``, ``oidc`` or ``proxy``.
    """

    name: str
    roles: frozenset[Role]
    language: Language
    way: str = "local"


def allowed(*roles: Role, upload: int = ORDINARY) -> Callable[[Endpoint], Guarded]:
    """Let only users with one of these roles reach an endpoint; without roles, everybody who is signed in.

    Args:
        roles: Who may.
        upload: The largest body that a form may bring, in bytes.
    """

    def check(request: Request) -> Response | None:
        user = identify(request)
        if user is None:
            return _to_sign_in(request)
        if roles and not user.roles & set(roles):
            raise RefusedError("role", 403)
        return None

    return lambda endpoint: _guarded(endpoint, check, frozenset(roles), upload)


def anyone(endpoint: Endpoint) -> Guarded:
    """Let everybody reach an endpoint: the sign-in pages, and nothing else."""

    def check(request: Request) -> Response | None:
        identify(request)
        return None

    return _guarded(endpoint, check, None, ORDINARY)


def user_of(request: HTTPConnection) -> User:
    """Who is signed in, in an endpoint that asks for it."""
    user: User = request.state.user
    return user


def form_of(request: HTTPConnection) -> FormData:
    """The form that was sent."""
    form: FormData = request.state.form
    return form


def actor(request: HTTPConnection) -> Actor:
    """The user, as the register and the record name who does something."""
    return Actor(user_of(request).name, console_of(request).config.node)


def identify(request: HTTPConnection) -> User | None:
    """Who is signed in, or None. Looked up once a request.

    Raises:
        RefusedError: An untrusted machine says who the user is.
    """
    if not hasattr(request.state, "user"):
        request.state.user = None
        request.state.session = None
        request.state.user = _identify(request)
    user: User | None = request.state.user
    return user


def _identify(request: HTTPConnection) -> User | None:
    console = console_of(request)
    token = read_cookie(request, "session")
    session = sessions.find(console.store, token, console.now(), console.config.web) if token else None
    named = named_by_proxy(request)
    if session and session.way == "proxy" and (named is None or named.user != session.user):
        sessions.end(console.store, session.token)
        session = None
    if named and session is None:
        session = sessions.begin(console.store, named.user, "proxy", console.now(), named.roles)
        request.state.set_session = session.token
    if session is None:
        return None
    given = named.roles if named and session.way == "proxy" else session.roles
    account = get_account(console.store, session.user)
    if (account is None and session.way == "local") or (account and account.disabled):
        sessions.end(console.store, session.token)
        return None
    request.state.session = session
    language = (account.language if account else session.kept.get("language")) or console.config.language
    return User(session.user, given | (account.roles if account else frozenset()), language, session.way)


def _guarded(
    endpoint: Endpoint,
    check: Callable[[Request], Response | None],
    roles: frozenset[Role] | None,
    upload: int,
) -> Guarded:
    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        too_large = False
        if request.method == "POST":
            try:
                request.state.form = await read_form(request, upload)
            except TooLargeError:
                too_large = True
        try:
            return await run_in_threadpool(_answer, request, endpoint, check, too_large=too_large)
        finally:
            if hasattr(request.state, "form"):
                await request.state.form.close()

    guarded.roles = roles  # type: ignore[attr-defined]
    return guarded


def _answer(
    request: Request,
    endpoint: Endpoint,
    check: Callable[[Request], Response | None],
    *,
    too_large: bool,
) -> Response:
    try:
        response = check(request)
        if response is None:
            _check_form(request, too_large=too_large)
            response = endpoint(request)
    except RefusedError as error:
        response = _refuse(request, error)
    return _with_cookies(request, response)


def _check_form(request: Request, *, too_large: bool) -> None:
    if too_large:
        raise RefusedError("size", 413)
    if request.method == "POST" and not form_is_ours(request):
        raise RefusedError("csrf", 403)


def _refuse(request: Request, error: RefusedError) -> Response:
    """A page that says no, and an event that says so."""
    refused(request, error.what, path=request.url.path, **error.detail)
    return error_page(request, error.status, error.text(translator(request)))


def _to_sign_in(request: Request) -> Response:
    response = RedirectResponse(sign_in_path(request), 303)
    if read_cookie(request, "session"):
        delete_cookie(request, response, "session")
    return response


def _with_cookies(request: Request, response: Response) -> Response:
    """Keep what the session has to remember, and give the browser what it has to hold."""
    if getattr(request.state, "set_session", None):
        set_cookie(request, response, "session", request.state.set_session)
    if getattr(request.state, "set_form", None):
        set_cookie(request, response, "form", request.state.set_form)
    if getattr(request.state, "kept_changed", False) and request.state.session:
        sessions.keep(console_of(request).store, request.state.session)
    return response
