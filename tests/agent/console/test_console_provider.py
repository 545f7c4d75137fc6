"""Sign-in at an identity provider: a real one of our own, that can be made to lie."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.config import Config
from agent.console.app import console_app
from agent.console.console import open_console
from agent.console.oidc import create_s256_code_challenge
from agent.console.settings import OpenIdConnect
from agent.record.event import Event
from agent.record.store import Store


class Provider:
    """An OpenID provider that answers from a thread; tests change its claims, key and issuer."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.issuer = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.signer = self.key
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.asked: dict[str, list[str]] = {}
        self.exchanged: dict[str, Any] = {}
        self.calls_itself = self.issuer
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.metadata),
                Route("/keys", self.keys),
                Route("/token", self.token, methods=["POST"]),
            ]
        )
        settings = uvicorn.Config(app, log_config=None, lifespan="off")
        self.server = uvicorn.Server(settings)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(5)

    async def metadata(self, _: Request) -> Response:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        found = {name: f"{self.issuer}/{path}" for name, path in paths.items()}
        return JSONResponse(found | {"issuer": self.calls_itself})

    async def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def token(self, request: Request) -> Response:
        self.exchanged = dict(await request.form())
        challenge = create_s256_code_challenge(str(self.exchanged.get("code_verifier", "")))
        if self.exchanged.get("code") != "the-code" or challenge != self.asked["code_challenge"][0]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = datetime.now(UTC)
        claims = {
            "iss": self.issuer,
            "aud": "console",
            "sub": "1",
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=5)).timestamp()),
            "nonce": self.asked["nonce"][0],
            "preferred_username": "Anna",
            "groups": ["hr-team"],
        }
        token = jwt.encode(self.header, claims | self.claims, self.signer, algorithms=["RS256", "HS256"])
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": token})


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider that tells the truth."""
    made = Provider()
    yield made
    made.stop()


@pytest.fixture
def visitor(config: Config, store: Store, browser: Any, provider: Provider) -> Any:
    """A browser at a console that trusts the provider."""
    settings = OpenIdConnect(issuer=provider.issuer, client_id="console", roles={"hr-team": {"hr"}})
    web = config.web.model_copy(update={"oidc": settings})
    return type(browser)(console_app(open_console(config.model_copy(update={"web": web}), store, bytes(32))))


def go(visitor: Any, provider: Provider, wanted: str = "/register") -> str:
    """Leave for the provider; gives the state."""
    answer = visitor.get(f"/sign-in/provider?next={wanted}")
    assert answer.headers["location"].startswith(provider.issuer + "/authorize?")
    provider.asked = parse_qs(urlsplit(answer.headers["location"]).query)
    return provider.asked["state"][0]


def test_the_provider_says_who_it_is(visitor: Any, provider: Provider) -> None:
    """With the code flow, PKCE, state and nonce; roles come from groups; then the page that was asked."""
    assert "Sign in with your work account" in visitor.get("/sign-in", headers={"accept-language": "en"}).text
    state = go(visitor, provider)
    assert provider.asked["response_type"] == ["code"]
    assert provider.asked["code_challenge_method"] == ["S256"]
    assert provider.asked["redirect_uri"] == ["http://127.0.0.1:8081/sign-in/back"]
    back = visitor.get(f"/sign-in/back?code=the-code&state={state}")
    assert (back.status_code, back.headers["location"]) == (303, "/register")
    assert visitor.get("/register").status_code == 200
    assert visitor.get("/users").status_code == 403
    page = visitor.get("/account").text
    assert "anna" in page
    assert 'name="password"' not in page


def test_no_other_page_is_led_to(visitor: Any, provider: Provider) -> None:
    """The page to go to is checked before the user leaves."""
    state = go(visitor, provider, "//evil.example")
    assert visitor.get(f"/sign-in/back?code=the-code&state={state}").headers["location"] == "/"


LIES: dict[str, Callable[[Provider], Any]] = {
    "another nonce": lambda it: it.claims.update(nonce="other"),
    "another audience": lambda it: it.claims.update(aud="somebody-else"),
    "another issuer": lambda it: it.claims.update(iss="https://evil.example"),
    "it has ended": lambda it: it.claims.update(exp=1),
    "no name": lambda it: it.claims.update(preferred_username=""),
    "a name that is none": lambda it: it.claims.update(preferred_username="<script>"),
    "another key": lambda it: setattr(it, "signer", RSAKey.generate_key(2048, {"kid": "one"})),
    "an unknown key": lambda it: it.header.update(kid="two"),
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_does_not_hold_is_refused(
    visitor: Any, provider: Provider, recorded: Callable[[str], list[Event]], lie: str
) -> None:
    """Every claim that protects the user is checked; what fails is recorded."""
    state = go(visitor, provider)
    LIES[lie](provider)
    assert visitor.get(f"/sign-in/back?code=the-code&state={state}").status_code == 403
    assert visitor.get("/").status_code == 303
    assert dict(recorded("console")[-1].detail)["refused"] == "provider"


@pytest.mark.parametrize(
    "query",
    [
        "code=the-code&state=other",
        "code=the-code",
        "code=other&state={state}",
        "error=access_denied&state={state}",
        "",
    ],
)
def test_an_answer_to_another_question_is_refused(visitor: Any, provider: Provider, query: str) -> None:
    """The state ties it to this browser, the verifier to this code."""
    state = go(visitor, provider)
    assert visitor.get("/sign-in/back?" + query.format(state=state)).status_code == 403
    assert visitor.get("/").status_code == 303


def test_an_answer_that_was_not_asked_for_is_refused(visitor: Any, provider: Provider) -> None:
    """Nobody is signed in by a link that somebody else made."""
    state = go(visitor, provider)
    visitor.http.cookies.clear()
    assert visitor.get(f"/sign-in/back?code=the-code&state={state}").status_code == 403


def test_a_provider_that_is_another_is_told(visitor: Any, provider: Provider) -> None:
    """Its own name must be the one of the settings, to the letter; the message says which it is."""
    provider.calls_itself = "https://other.example"
    answer = visitor.get("/sign-in/provider")
    assert answer.status_code == 500
    assert "https://other.example" in answer.text


def test_a_provider_that_is_away_is_told(visitor: Any, provider: Provider) -> None:
    """The page says that it does not answer; the console goes on."""
    provider.stop()
    provider.socket.close()
    answer = visitor.get("/sign-in/provider")
    assert answer.status_code == 500
    assert "no answer that can be used" in answer.text
    assert visitor.get("/sign-in").status_code == 200
