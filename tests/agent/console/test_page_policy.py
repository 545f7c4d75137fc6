"""The policy in plain words, explained and tried."""

from collections.abc import Callable
from typing import Any

import pytest
from console_people import BSN, NAME, keep, prompt

from agent.console.latest import latest_decisions
from agent.console.roles import Role
from agent.console.rule_words import unless, when
from agent.policy_history import policy_event
from agent.record.append import Entry, append
from agent.record.store import Store
from detectors.services import load_catalogue
from policies.load import load_policy, packs, parse_policy
from policies.model import Rule

MILD = """
name: mild
rules:
  - {id: only-log, action: log, when: {finds: [{types: [NL_BSN]}]}, message: {nl: gelogd, en: logged}}
"""


@pytest.mark.parametrize("name", packs())
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_rule_has_plain_words(name: str, language: str) -> None:
    """No rule of a pack shows a name of the file format, or nothing."""
    services = dict(load_catalogue().services)
    for rule in load_policy(name).policy.rules:
        lines = [*when(rule, services, language), *unless(rule, services, language)]
        assert lines, rule.id
        assert not any("_" in line or "NL_" in line or "frozenset" in line for line in lines), lines


def test_every_condition_has_words() -> None:
    """Each field of a condition is said."""
    rule = Rule.model_validate(
        {
            "id": "all-of-it",
            "action": "block",
            "message": {"nl": "nee", "en": "no"},
            "when": {
                "finds": [
                    {"types": ["NL_BSN", "SECRET"], "count": 3, "distinct": True},
                    {"types": ["PERSON"]},
                ],
                "services": {
                    "ids": ["chatgpt", "unknown-ai"],
                    "categories": ["chat"],
                    "risks": ["high"],
                    "statuses": ["refused"],
                    "tenants": ["none", "ours"],
                },
                "groups": ["hr", "none"],
                "direction": ["upload"],
                "files": {"kinds": ["pdf"], "count": 2},
                "chars": 100,
                "times": [{"days": ["sat", "sun"], "after": "08:00", "before": "12:00"}],
                "draft": True,
            },
            "unless": {"draft": False, "files": {"count": 1}},
        }
    )
    assert when(rule, dict(load_catalogue().services), "en") == [
        "it holds at least 3 different of: Dutch citizen service number (BSN) or password or key",
        "it holds: name",
        "the service is: ChatGPT or every AI that the catalogue does not know",
        "the kind of service is: chat",
        "the AI Act calls the service: high risk",
        "the AI register says: refused",
        "it goes to: any other account or ours",
        "it is sent by: hr or people in no group",
        "it is a file",
        "it brings 2 or more files of kind pdf",
        "it has at least 100 characters",
        "it is sent at: Sat Sun 08:00-12:00",
        "it has not been sent yet",
    ]
    assert unless(rule, {}, "nl") == ["er gaan 1 of meer bestanden mee", "het is verstuurd"]


def test_rules_and_changes(signed_in: Callable[..., Any], store: Store) -> None:
    """Everybody but the administrator reads the rules and since when they hold."""
    for loaded in (load_policy("default"), parse_policy(MILD, "mild")):
        with store.write() as connection:
            append(connection, [Entry.of(policy_event("n1", loaded))])
    page = signed_in(Role.COUNCIL).get("/policy").text
    assert "bsn-never-leaves" in page
    assert "UAVG art. 46" in page
    assert "added:</div>" not in page
    assert '<span class="code">only-log</span>' in page
    assert "/policy/decisions" not in page
    assert signed_in(Role.ADMIN).get("/policy").status_code == 403


def test_a_policy_of_ours_is_described_in_its_language(signed_in: Callable[..., Any]) -> None:
    """The packs are described in English only: a Dutch page leaves that out."""
    council, words = signed_in(Role.COUNCIL), load_policy("default").policy.description
    assert words in council.get("/policy").text
    council.post("/account/language", {"language": "nl"})
    assert words not in council.get("/policy").text


def test_a_decision_is_explained(signed_in: Callable[..., Any], store: Store) -> None:
    """Security sees which rule decided, why, and that the policy is another by now; never a pseudonym."""
    keep(store, prompt())
    (event,) = latest_decisions(store, 5)
    security = signed_in(Role.SECURITY)
    listed = security.get("/policy/decisions").text
    assert f"/policy/decisions/{event.id}" in listed
    page = security.get(f"/policy/decisions/{event.id}").text
    assert '<span class="code">bsn-never-leaves</span>, because:' in page
    assert "found: 1 x Dutch citizen service number (BSN)" in page
    assert "The policy has changed since" in page
    assert f'/naming?event={event.id}"' in page
    assert "p1" not in page
    assert security.get("/policy/decisions/x").status_code == 404
    assert security.get("/policy/decisions?action=log").text.count("/policy/decisions/0") == 0


def test_only_security_and_dpo_look_at_single_decisions(signed_in: Callable[..., Any], store: Store) -> None:
    """HR and the works council see rules, not what one person did."""
    keep(store, prompt())
    (event,) = latest_decisions(store, 5)
    for role in (Role.HR, Role.COUNCIL, Role.ADMIN):
        browser = signed_in(role)
        for path in ("decisions", f"decisions/{event.id}", "draft"):
            assert browser.get(f"/policy/{path}").status_code == 403


def test_a_small_group_stays_hidden_in_the_list(signed_in: Callable[..., Any], store: Store) -> None:
    """One person's group is among the others, not by its name."""
    keep(store, prompt(group="board"))
    page = signed_in(Role.DPO).get("/policy/decisions").text
    assert "board" not in page
    assert "Other groups together" in page


def test_a_draft_is_tried(signed_in: Callable[..., Any], store: Store) -> None:
    """A pasted or uploaded draft says how many stored decisions would end otherwise."""
    keep(store, *(prompt() for _ in range(3)), prompt(findings=(BSN, NAME)))
    security = signed_in(Role.SECURITY)
    pasted = security.post("/policy/draft", {"draft": MILD})
    assert pasted.status_code == 200
    assert "only-log" in pasted.text
    assert "<strong>4</strong> <span>would end otherwise</span>" in pasted.text
    files = {"file": ("draft.yaml", MILD.encode(), "text/yaml")}
    uploaded = security.http.post("/policy/draft", data={"csrf": security.csrf("/")}, files=files)
    assert "<strong>4</strong> <span>would end otherwise</span>" in uploaded.text


@pytest.mark.parametrize(
    ("draft", "problem"),
    [
        ("", "Choose a file"),
        ("name: x\nrulez: []\n", "draft:2"),
        ("name: [", "not valid YAML"),
        ("name: x\nmembers: /etc/passwd\n", "only a policy file can have one"),
        ("&a [*a, *a]", "draft"),
    ],
)
def test_a_wrong_draft_is_refused_with_its_line(
    signed_in: Callable[..., Any], draft: str, problem: str
) -> None:
    """What is wrong is said with its line; a draft reads no file of this machine."""
    answer = signed_in(Role.SECURITY).post("/policy/draft", {"draft": draft})
    assert answer.status_code == 400
    assert problem in answer.text
