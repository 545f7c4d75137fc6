"""Links and passes: for whom, for what, for how long."""

from dataclasses import dataclass

from agent.coaching import Case, Content, Passes
from agent.coaching.passes import LINK_SECONDS
from agent.examination import Examination, Placed
from detectors.finding import Finding
from detectors.prompts.part import Part, Unread
from policies.coaching import Coach
from policies.decide import Decision
from policies.terms import Action, Text

MESSAGE = Text(nl="Nee", en="No")
DECISION = Decision(Action.COACH, Action.COACH, "names", MESSAGE, coach=Coach(minutes=10))
NAME = Finding(0, 4, "PERSON", 0.9, "person")


@dataclass
class Clock:
    """Seconds that the test moves on."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def content(*texts: bytes, client: str = "a", service: str = "chatgpt", tenant: str | None = None) -> Content:
    return Content(client, service, tenant, frozenset(texts))


def granted(passes: Passes, wanted: Content) -> None:
    token = passes.open(Case(wanted, "ChatGPT", DECISION))
    assert passes.grant(token, "agreed")


def test_a_pass_is_for_these_texts_of_this_client_to_this_tenant() -> None:
    """Each of text, client, service and tenant that differs has no pass; fewer of the same texts have."""
    passes = Passes()
    granted(passes, content(b"1", b"2"))
    assert passes.admits(content(b"1", b"2")) == "agreed"
    assert passes.admits(content(b"2")) == "agreed"
    for other in (
        content(b"1", b"3"),
        content(b"1", client="b"),
        content(b"1", service="claude"),
        content(b"1", tenant="acme"),
        content(),
    ):
        assert passes.admits(other) is None


def test_a_pass_ends_when_the_policy_says() -> None:
    """Ten minutes and not longer; sending again does not make it longer."""
    clock = Clock()
    passes = Passes(clock)
    granted(passes, content(b"1"))
    clock.now = 599
    assert passes.admits(content(b"1"))
    clock.now = 601
    assert passes.admits(content(b"1")) is None


def test_a_link_works_once_for_its_client_and_a_quarter_of_an_hour() -> None:
    """Another client, a second use and a late use get nothing."""
    clock = Clock()
    passes = Passes(clock)
    case = Case(content(b"1"), "ChatGPT", DECISION)
    token = passes.open(case)
    assert passes.waiting(token, "b") is None
    assert passes.waiting(token, "a") == case
    assert passes.grant(token, "agreed")
    assert not passes.grant(token, "agreed")
    assert passes.waiting(token, "a") is None
    late = passes.open(Case(content(b"2"), "ChatGPT", DECISION))
    clock.now += LINK_SECONDS + 1
    assert passes.waiting(late, "a") is None
    assert not passes.grant(late, "agreed")
    assert passes.admits(content(b"2")) is None


def test_a_client_that_tries_again_gets_the_same_link() -> None:
    """Retries of the same content do not fill the memory with links; other content has another."""
    passes = Passes()
    first = passes.open(Case(content(b"1"), "ChatGPT", DECISION))
    assert passes.open(Case(content(b"1"), "ChatGPT", DECISION)) == first
    assert passes.open(Case(content(b"2"), "ChatGPT", DECISION)) != first


def test_content_is_the_texts_with_findings() -> None:
    """Texts without findings do not count; without any finding all do; an unread part adds the body."""
    parts = (Part("a", "user", ""), Part("b", "user", ""))
    found = Examination(parts=parts, digests=(b"1", b"2"), findings=(Placed(1, NAME),))
    assert Content.of("a", "chatgpt", None, found, b"body").texts == {b"2"}
    clean = Examination(parts=parts, digests=(b"1", b"2"))
    assert Content.of("a", "chatgpt", None, clean, b"body").texts == {b"1", b"2"}
    unread = Examination(parts=parts, digests=(b"1", b"2"), unread=(Unread("c", "image"),))
    one, other = (Content.of("a", "chatgpt", None, unread, body) for body in (b"body", "other"))
    assert one.texts > {b"1", b"2"}
    assert one != other


def test_ai_outside_the_catalogue_is_named_in_the_language_of_the_reader() -> None:
    """The page speaks Dutch to who reads Dutch; a service of the catalogue has one name."""
    unknown = Content("anna", "unknown-ai:chat.intern.example", None, frozenset())
    case = Case(unknown, "Unknown AI service (chat.intern.example)", DECISION)
    assert case.name("en") == "Unknown AI service (chat.intern.example)"
    assert case.name("nl") == "Onbekende AI-dienst (chat.intern.example)"
    assert Case(content(b"1"), "ChatGPT", DECISION).name("nl") == "ChatGPT"
