"""One's own account: language, password and one-time codes."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from agent.console import sessions
from agent.console.access import actor, allowed, form_of, refused, user_of
from agent.console.codes import (
    codes_off,
    codes_on,
    matching_step,
    new_secret,
    open_secret,
    picture,
    seal_secret,
)
from agent.console.console import console_of
from agent.console.language import LANGUAGES, N_, translator
from agent.console.page import Nav
from agent.console.problems import in_words
from agent.console.refusal import RefusedError
from agent.console.render import flash, render
from agent.console.throttle import Throttle
from agent.console.users import get_account, password_fits, set_language, set_password
from agent.errors import UsageError
from agent.register.law import Language

PATH = "/account"
SAVED = N_("Saved.")
WRONG = N_("That is not your password.")
DIFFER = N_("The two passwords differ.")
CODES_ON = N_("From now on you sign in with a code too.")
CODES_OFF = N_("You sign in without a code from now on.")
NO_FIT = N_("That code does not fit. Check the time of your phone and try again.")


@allowed()
def show(request: Request) -> Response:
    """The account."""
    return _page(request)


@allowed()
def choose_language(request: Request) -> Response:
    """Another language; at once, and at the next sign-in."""
    console, user = console_of(request), user_of(request)
    wanted = form_of(request).get("language")
    language: Language = "en" if wanted == "en" else "nl"
    if get_account(console.store, user.name):
        set_language(console.store, user.name, language)
    else:  # who comes by a provider has no account here: the session remembers
        request.state.session.kept["language"] = language
        request.state.kept_changed = True
    return RedirectResponse(PATH, 303)


@allowed()
def change_password(request: Request) -> Response:
    """Another password, for who knows the old one; other sessions end."""
    console, form, _ = console_of(request), form_of(request), translator(request)
    if not _knows_password(request):
        return _page(request, _(WRONG))
    password = str(form.get("password", ""))
    if password != form.get("again"):
        return _page(request, _(DIFFER))
    try:
        set_password(console.store, user_of(request).name, password, actor(request), request.state.session.id)
    except UsageError as error:
        return _page(request, in_words(request, error))
    _renew(request)
    flash(request, _(SAVED))
    return RedirectResponse(PATH, 303)


@allowed()
def begin_codes(request: Request) -> Response:
    """Make a secret, and show it until a code proves that the user's app has it."""
    console, user = console_of(request), user_of(request)
    sealed = seal_secret(console.key, user.name, new_secret())
    request.state.session.kept["secret"] = sealed.hex()
    request.state.kept_changed = True
    return RedirectResponse(PATH + "#codes", 303)


@allowed()
def confirm_codes(request: Request) -> Response:
    """The first code that fits switches codes on."""
    console, user, _ = console_of(request), user_of(request), translator(request)
    sealed = bytes.fromhex(request.state.session.kept.get("secret", ""))
    if not sealed:
        return RedirectResponse(PATH, 303)
    secret = open_secret(console.key, user.name, sealed)
    code = str(form_of(request).get("code", ""))
    step = matching_step(secret, code, console.now().timestamp())
    if step is None:
        return _page(request, _(NO_FIT))
    codes_on(console.store, user.name, sealed, step, actor(request))
    del request.state.session.kept["secret"]
    flash(request, _(CODES_ON))
    return RedirectResponse(PATH, 303)


@allowed()
def end_codes(request: Request) -> Response:
    """Switch codes off, for who knows the password."""
    console, _ = console_of(request), translator(request)
    if not _knows_password(request):
        return _page(request, _(WRONG))
    codes_off(console.store, user_of(request).name, actor(request))
    flash(request, _(CODES_OFF))
    return RedirectResponse(PATH, 303)


def _knows_password(request: Request) -> bool:
    """Whether the form brings the user's password; who has only their session may not try many."""
    console, name = console_of(request), user_of(request).name
    throttle, keys = Throttle(console.store, console.key), {"name": name}
    attempt = throttle.attempt(keys, console.now())
    if attempt.wait:
        raise RefusedError("locked", 429)
    if password_fits(get_account(console.store, name), str(form_of(request).get("old", ""))):
        throttle.give_back(attempt)
        return True
    refused(request, "password")
    return False


def _renew(request: Request) -> None:
    """A new token for the session that goes on: the old one may be known to who knew the old password."""
    console, old = console_of(request), request.state.session
    made = sessions.begin(console.store, old.user, old.way, console.now(), old.roles)
    made.kept = old.kept
    sessions.end(console.store, old.token)
    request.state.session, request.state.set_session = made, made.token


def _page(request: Request, problem: str = "") -> Response:
    console, user = console_of(request), user_of(request)
    account = get_account(console.store, user.name)
    sealed = bytes.fromhex(request.state.session.kept.get("secret", ""))
    secret = open_secret(console.key, user.name, sealed) if sealed else ""
    return render(
        request,
        "account.html",
        status_code=400 if problem else 200,
        account=account,
        languages=LANGUAGES,
        problem=problem,
        secret=secret,
        qr=picture(secret, user.name, "Schaduwwacht") if secret else "",
    )


nav: Nav | None = None
routes = [
    Route(PATH, show, methods=["GET"]),
    Route(PATH + "/language", choose_language, methods=["POST"]),
    Route(PATH + "/password", change_password, methods=["POST"]),
    Route(PATH + "/codes", begin_codes, methods=["POST"]),
    Route(PATH + "/codes/confirm", confirm_codes, methods=["POST"]),
    Route(PATH + "/codes/end", end_codes, methods=["POST"]),
]
