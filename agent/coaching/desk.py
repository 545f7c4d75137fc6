"""The coaching page: shown in the place of a page, or behind the one-time link in a refusal.

It lives under the AI service's own name (RFC 8615's ``/.well-known/``), where the guard answers instead of
the service: that works for every client that was refused, whatever way its traffic takes, and under a
certificate that it already trusts. Scripts of the service's page cannot read it: see `_is_script`.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import parse_qs, urlsplit

import jinja2
from pydantic import RootModel

from agent.coaching.passes import Case, Passes
from agent.errors import AgentError
from agent.record.event import Event
from agent.register.notification import kind_name
from agent.workers import ScanFailure
from detectors.request import Request
from detectors.yaml_file import read_yaml
from policies.terms import Language, Text

FOLDER = "/.well-known/schaduwwacht/coach/"
MOST_CHARS = 200
"""Of somebody's own words: a line in a report."""
_MOST_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page answers.

    Attributes:
        status: HTTP status code.
        headers: Name and value pairs.
        body: The page.
        outcome: For the metric: ``shown``, ``passed``, ``refused`` or ``expired``.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    outcome: str


def is_for_desk(request: Request) -> bool:
    """Whether a request is for the guard itself: it never goes on to the service."""
    return urlsplit(request.url).path.startswith(FOLDER)


def link(request: Request, token: str, language: Language) -> str:
    """The sentence with the link, for the refusal of a request."""
    parts = urlsplit(request.url)
    scheme = {"wss": "https", "ws": "http"}.get(parts.scheme, parts.scheme)
    return say("link", language, url=f"{scheme}://{parts.netloc}{FOLDER}{token}")


class Desk:
    """Shows the page, takes the reason.

    Args:
        passes: Links that wait, and passes.
        find_kinds: Finds personal data in somebody's own words: the types of it.
        record: Stores an event; returns when it is durable.
        node: Name of this machine in events.
    """

    def __init__(
        self,
        passes: Passes,
        find_kinds: Callable[[str], Awaitable[frozenset[str]]],
        record: Callable[[Event], Awaitable[None]],
        node: str,
    ) -> None:
        self._passes = passes
        self._find_kinds = find_kinds
        self._record = record
        self._node = node

    def page(self, case: Case, token: str, language: Language) -> Answer:
        """The page in the place of one that a browser asked for."""
        return _form(case, token, language)

    async def answer(self, request: Request, client: str, language: Language) -> Answer:
        """Answer a request for the page, or one that gives a reason."""
        token = urlsplit(request.url).path.removeprefix(FOLDER)
        case = None if _is_script(request) else self._passes.waiting(token, client)
        if case is None:
            return _note("gone", say("expired", language), language, 404, "expired")
        if request.method == "POST":
            return await self._take(case, token, request, language)
        return _form(case, token, language)

    async def _take(self, case: Case, token: str, request: Request, language: Language) -> Answer:
        """Look at a reason, record it and let the content pass; or say what is wrong with it."""
        form = _fields(request)
        reason, words = form.get("reason", ""), " ".join(form.get("words", "").split())
        problem = _problem(case, reason, words, language)
        try:
            if not problem and words and (kinds := await self._find_kinds(words)):
                names = ", ".join(sorted(kind_name(kind, language) for kind in kinds))
                problem = say("personal", language, kinds=names)
            if not problem:
                await self._record(self._event(case, reason, words))
        except (ScanFailure, AgentError):
            problem = say("unchecked", language)
        if problem:
            return _form(case, token, language, problem, reason)
        if not self._passes.grant(token, reason):  # the same form sent twice: the first one counts
            return _note("gone", say("expired", language), language, 404, "expired")
        text = say("again", language, name=case.name(language), minutes=case.coach.minutes)
        return _note("passed", text, language, 200, "passed")

    def _event(self, case: Case, reason: str, words: str) -> Event:
        content = case.content
        detail = (("reason", reason), *((("words", words),) if words else ()))
        return Event(
            kind="coach",
            node=self._node,
            service=content.service,
            tenant=content.tenant,
            group=case.group,
            pseudonym=case.pseudonym,
            rule=case.decision.rule,
            action="coach",
            detail=detail,
        )


def say(name: str, /, language: Language, **values: object) -> str:
    """A sentence of the page."""
    return _words()[name].in_language(language).format_map(values)


def _problem(case: Case, reason: str, words: str, language: Language) -> str | None:
    """What is wrong with a reason, without looking for personal data."""
    coach = case.coach
    if reason not in {item.id for item in coach.reasons}:
        return say("choose", language)
    if len(words) > MOST_CHARS:
        return say("long", language, most=MOST_CHARS)
    if coach.free_text == "required" and not words:
        return say("write", language)
    return None


def _is_script(request: Request) -> bool:
    """A script that asks for the page; browsers say so themselves, and no script can make them say otherwise.

    The page must be read by a person: a service's own script could give a reason in their place.
    Source: Fetch Metadata Request Headers (W3C), section 2.2.
    """
    mode = request.header("sec-fetch-mode")
    return bool(mode) and mode != "navigate"


def _fields(request: Request) -> dict[str, str]:
    """The fields of the form; nothing of a body that is too large for one."""
    if len(request.body) > _MOST_BYTES:
        return {}
    try:
        found = parse_qs(request.body.decode("utf-8", "replace"), max_num_fields=8)
    except ValueError:  # more fields than the form has
        return {}
    return {name: values[0] for name, values in found.items()}


def _form(case: Case, token: str, language: Language, problem: str | None = None, chosen: str = "") -> Answer:
    nonce = secrets.token_urlsafe(16)
    body = _template().render(
        _texts(language),
        nonce=nonce,
        title=say("title", language),
        case=case,
        kinds=[(kind_name(kind, language), count) for kind, count in case.kinds],
        action=FOLDER + token,
        problem=problem,
        chosen=chosen,
        most=MOST_CHARS,
    )
    status, outcome = (422, "refused") if problem else (403, "shown")
    return Answer(status, _headers(nonce), body.encode(), outcome)


def _note(title: str, text: str, language: Language, status: int, outcome: str) -> Answer:
    nonce = secrets.token_urlsafe(16)
    body = _template().render(_texts(language), nonce=nonce, title=say(title, language), text=text, case=None)
    return Answer(status, _headers(nonce), body.encode(), outcome)


def _texts(language: Language) -> dict[str, object]:
    return {"language": language, "say": lambda key, /, **values: say(key, language, **values)}


def _headers(nonce: str) -> tuple[tuple[str, str], ...]:
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    return (
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", policy),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-schaduwwacht", "coach"),
    )


class _Words(RootModel[dict[str, Text]]):
    """Contents of `words.yaml`."""


@cache
def _words() -> dict[str, Text]:
    text = (resources.files("agent.coaching") / "words.yaml").read_text("utf-8")
    return read_yaml(_Words, text, "words.yaml").root


@cache
def _template() -> jinja2.Template:
    text = (resources.files("agent.coaching") / "page.html").read_text("utf-8")
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(text)
