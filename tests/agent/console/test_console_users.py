"""Accounts, by the console's page and by the command line."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running import call

from agent.console.roles import Role
from agent.console.users import add_account, get_account, password_fits
from agent.errors import UsageError
from agent.record.event import Event
from agent.record.store import Store
from agent.register.systems import Actor

ROOT = Actor("root", "n1")
PASSWORD = "een lang wachtwoord"


def test_an_administrator_lets_somebody_in(
    app: Any, signed_in: Callable[..., Any], recorded: Callable[[str], list[Event]]
) -> None:
    """Name and roles, then a link that is shown once; with it the new user chooses a password."""
    admin = signed_in(Role.ADMIN)
    admin.post("/users/add", {"name": "Bert", "role": ["hr", "dpo"], "link": "1"})
    page = admin.get("/users").text
    link = re.search(r"http://127\.0\.0\.1:8081(/welcome/[\w-]+)", page)
    assert link
    assert "/welcome/" not in admin.get("/users").text
    bert = type(admin)(app)
    form = {"password": PASSWORD, "again": PASSWORD, "name": "admin"}
    assert bert.post(link[1], form, page=link[1]).status_code == 303
    assert "bert" in bert.get("/incidents").text
    steps = [dict(event.detail)["step"] for event in recorded("account")]
    assert steps == ["added", "added", "link", "password"]


def test_roles_change_at_the_next_click(signed_in: Callable[..., Any]) -> None:
    """And nobody takes the last administrator's role, their own included."""
    admin, bert = signed_in(Role.ADMIN), signed_in(Role.HR, name="bert")
    assert bert.get("/register").status_code == 200
    admin.post("/users/roles", {"name": "bert", "role": "admin"})
    assert (bert.get("/register").status_code, bert.get("/users").status_code) == (403, 200)
    bert.post("/users/roles", {"name": "admin", "role": "hr"})
    assert admin.get("/users").status_code == 403
    answer = bert.post("/users/disabled", {"name": "bert", "disabled": "1"})
    assert (answer.status_code, "last open account" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("/users/add", {"name": "bert", "role": []}, "at least one role"),
        ("/users/add", {"name": "bert", "role": ["emperor"]}, "at least one role"),
        ("/users/add", {"name": "a b", "role": ["hr"]}, "letters and digits"),
        ("/users/add", {"name": "admin", "role": ["hr"]}, "already"),
        ("/users/roles", {"name": "nobody", "role": ["hr"]}, "no account"),
        ("/users/link", {"name": "nobody"}, "no account"),
        ("/users/disabled", {"name": "nobody", "disabled": "1"}, "no account"),
    ],
)
def test_what_cannot_be_is_said(
    signed_in: Callable[..., Any], path: str, form: dict[str, Any], said: str
) -> None:
    """On the page, with nothing changed."""
    answer = signed_in(Role.ADMIN).post(path, form)
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize("password", ["short", "x" * 11, "x" * 1025])
def test_a_password_has_a_length(store: Store, password: str) -> None:
    """Long enough to be hard, short enough to be hashed."""
    with pytest.raises(UsageError, match="password"):
        add_account(store, "anna", [Role.HR], ROOT, password=password)
    assert get_account(store, "anna") is None


def test_the_command_line_keeps_accounts(tmp_path: Path) -> None:
    """`user add` prints a link or takes a password; `disable` closes, `reset` gives a new link."""
    folder = ("--data-dir", tmp_path)
    added = call("user", "add", "Anna", "--role", "hr", "--role", "dpo", *folder)
    assert re.fullmatch(r"http://127\.0\.0\.1:8081/welcome/[\w-]{32}\n", added.stdout)
    given = call(
        "user", "add", "beheer", "--role", "admin", "--password-stdin", *folder, input=PASSWORD + "\n"
    )
    assert (given.returncode, given.stdout) == (0, "")
    assert call("user", "add", "sso@example.nl", "--role", "council", "--external", *folder).stdout == ""
    assert call("user", "disable", "ANNA", *folder).returncode == 0
    listed = call("user", "list", "--json", *folder).stdout.splitlines()
    rows = {row["name"]: row for row in map(json.loads, listed)}
    assert (rows["anna"]["roles"], rows["anna"]["disabled"]) == (["dpo", "hr"], True)
    assert (rows["beheer"]["password"], rows["beheer"]["disabled"]) == (True, False)
    assert call("user", "reset", "beheer", *folder).stdout.startswith("http://")
    with Store.open(tmp_path / "schaduwwacht.db") as store:
        assert not password_fits(get_account(store, "beheer"), PASSWORD)
    wrong = call("user", "add", "anna", "--role", "hr", *folder)
    assert (wrong.returncode, "there is one of that name" in wrong.stderr) == (2, True)
    assert call("user", "disable", "nobody", *folder).returncode == 2
    assert call("user", "add", "x", "--role", "emperor", *folder).returncode == 2
