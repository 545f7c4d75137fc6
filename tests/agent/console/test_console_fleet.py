"""A node of a fleet says that its console shows this node only, and where the whole is."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.config import Config
from agent.console.console import open_console
from agent.console.pages.overview import central_place
from agent.console.roles import Role
from agent.console.users import set_language
from agent.record.store import Store

CENTRAL = "postgresql://guard:hemelblauw@db.voorbeeld.nl:5432/schaduwwacht"
WORDS = {
    "nl": "Deze console toont alleen wat via deze machine",
    "en": "This console shows only what went through",
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_node_of_a_fleet_says_so(
    app: Any, config: Config, store: Store, signed_in: Callable[..., Any], language: str
) -> None:
    """The overview names this node and the central store, without its user and password."""
    browser = signed_in(Role.HR)
    set_language(store, Role.HR, language)  # type: ignore[arg-type]
    assert WORDS[language] not in browser.get("/").text
    fleet = config.model_copy(update={"central": CENTRAL})
    app.state.console = open_console(fleet, store, bytes(range(32)))
    page = browser.get("/").text
    assert WORDS[language] in page
    assert "(n1)" in page
    assert "db.voorbeeld.nl/schaduwwacht" in page
    assert "hemelblauw" not in page
    assert "guard:" not in page


@pytest.mark.parametrize(
    ("central", "place"),
    [
        (None, ""),
        (CENTRAL, "db.voorbeeld.nl/schaduwwacht"),
        ("postgresql:///fleet", "localhost/fleet"),
        ("/srv/central.db", "/srv/central.db"),
    ],
)
def test_the_place_of_a_central_store(central: str | None, place: str) -> None:
    """Where it is, and no more of its address."""
    assert central_place(central) == place
