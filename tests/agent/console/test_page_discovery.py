"""A log that is dropped shows the AI in it; what is chosen goes to the register, the log goes nowhere."""

import gzip
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from agent.console.roles import Role
from agent.discovery.logs import layout
from agent.record.event import Event
from agent.record.store import Store
from agent.register.systems import list_systems

LOG = b"""\
Nov 23 09:15:01 dnsmasq[612]: query[A] chatgpt.com from 10.0.0.7
Nov 23 09:15:03 dnsmasq[612]: query[A] www.example.org from 10.0.0.7
Nov 23 09:16:11 dnsmasq[612]: query[A] chatgpt.com from 10.0.0.8
Nov 23 09:17:45 dnsmasq[612]: query[A] claude.ai from 10.0.0.8
"""


def send(browser: Any, data: bytes, name: str = "dns.log") -> Any:
    """Drop a log."""
    files = {"log": (name, data, "text/plain")}
    return browser.http.post("/discovery", data={"csrf": browser.csrf("/")}, files=files)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_found_services_are_added(
    signed_in: Callable[..., Any],
    store: Store,
    recorded: Callable[..., list[Event]],
    pack: Callable[[bytes], bytes],
) -> None:
    """Two services are offered, one is chosen and stands in the register with what the log showed."""
    security = signed_in(Role.SECURITY)
    page = send(security, pack(LOG)).text
    assert 'value="chatgpt" checked' in page
    assert "claude.ai" in page
    assert "10.0.0.7" not in page
    assert security.post("/discovery/add", {"service": "chatgpt"}).status_code == 303
    (system,) = list_systems(store)
    assert (system.service, system.requests, system.status) == ("chatgpt", 2, "discovered")
    assert "discovery" in [dict(event.detail).get("action") for event in recorded()]
    assert 'value="chatgpt" checked' not in send(security, LOG).text


def test_a_log_counts_once(signed_in: Callable[..., Any], store: Store) -> None:
    """Pressing twice, or choosing what the log did not show, adds nothing."""
    security = signed_in(Role.SECURITY)
    assert security.post("/discovery/add", {"service": "chatgpt"}).status_code == 400
    send(security, LOG)
    assert security.post("/discovery/add", {"service": "gemini"}).status_code == 400
    assert list_systems(store) == []


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02 nonsense", gzip.compress(LOG, mtime=0)[:30]],
    ids=["empty", "nonsense", "truncated"],
)
def test_no_log_is_said(signed_in: Callable[..., Any], data: bytes) -> None:
    """What is no log is said in words; a cut one is read as far as it goes."""
    answer = send(signed_in(Role.SECURITY), data)
    assert answer.status_code in (200, 400)
    assert "Internal" not in answer.text
    assert ("could not be read" in answer.text) == (answer.status_code == 400)


def test_size_is_bounded_and_nothing_stays(
    signed_in: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file larger than a form may be is refused as it comes in; no file of it stays on the disk."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    (tmp_path / "spool").mkdir()
    security = signed_in(Role.SECURITY)
    assert send(security, LOG * 20_000).status_code == 200
    assert list((tmp_path / "spool").iterdir()) == []
    files = {"file": ("x.yaml", b"x" * (2 * 1024 * 1024), "text/yaml")}
    refused = security.http.post("/policy/draft", data={"csrf": security.csrf("/")}, files=files)
    assert refused.status_code == 413


@pytest.mark.parametrize("role", [Role.ADMIN, Role.HR, Role.DPO, Role.COUNCIL])
def test_for_security_only(signed_in: Callable[..., Any], role: Role) -> None:
    """Logs show who looked at what: one role handles them."""
    browser = signed_in(role)
    assert browser.get("/discovery").status_code == 403
    assert send(browser, LOG).status_code == 403


def test_skipped_lines_are_said_in_the_words_of_the_reader(signed_in: Callable[..., Any]) -> None:
    """A Dutch page gives its reasons in Dutch."""
    security = signed_in(Role.SECURITY)
    security.post("/account/language", {"language": "nl"})
    page = send(security, b"time,user,host\n2026-10-01T09:00:00Z,anna,chatgpt.com\n", "log.csv").text
    assert "Opmerking of kopregel" in page
    assert layout.COMMENT not in page


def test_every_reason_to_skip_a_line_has_its_words() -> None:
    """None is shown as the code that the reader of logs uses."""
    source = (resources.files("agent.console") / "templates" / "discovery.html").read_text()
    reasons = {value for name, value in vars(layout).items() if name.isupper() and isinstance(value, str)}
    assert reasons
    assert {reason for reason in reasons if f'"{reason}": _(' not in source} == set()
