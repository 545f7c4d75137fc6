"""Reading and scanning one request, as a worker does it."""

import base64
import json
from pathlib import Path

import pytest

from agent.detection import Detection, ScannerSource
from agent.examination import joined
from agent.examine import Examiner, _placed
from detectors.finding import Finding
from detectors.known import build_index
from detectors.prompts.part import Part
from detectors.request import Request
from detectors.scanner import Scan, Scanner
from policies.lists import compile_lists
from policies.model import AllowEntry, AlwaysEntry, Policy

BSN = "111222333"
CHAT = "https://api.openai.com/v1/chat/completions"


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    return Examiner(Scanner())


def request(content: object) -> Request:
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": content}]}).encode()
    return Request("POST", CHAT, (("content-type", "application/json"),), body)


def test_findings_point_at_their_part_and_no_text_is_kept(examiner: Examiner) -> None:
    """A finding has the number of its part; the part has path, role and length, and no text."""
    examination = examiner.request(request(f"Het BSN is {BSN}."), "openai_chat")
    (placed,) = [placed for placed in examination.findings if placed.finding.type == "NL_BSN"]
    part = examination.parts[placed.part]
    assert (part.path, part.role, part.text) == ("messages[0].content", "user", "")
    assert examination.chars[placed.part] == len(f"Het BSN is {BSN}.")
    assert (placed.finding.start, placed.finding.end) == (11, 20)


def test_a_file_in_the_request_is_read_and_scanned(examiner: Examiner) -> None:
    """A base64 file is read by the document readers, and its name is scanned too."""
    data = base64.b64encode(f"Burgerservicenummer: {BSN}\n".encode()).decode()
    file = {"filename": f"cv {BSN} bsn.txt", "file_data": f"data:text/plain;base64,{data}"}
    examination = examiner.request(request([{"type": "file", "file": file}]), "openai_chat")
    assert [item.kind for item in examination.files] == ["text"]
    roles = {examination.parts[placed.part].role for placed in examination.findings}
    assert "file" in roles


def test_a_text_seen_before_gives_the_same(examiner: Examiner) -> None:
    """The history that chat clients resend is not scanned again, and gives the same findings."""
    first = examiner.request(request(f"BSN {BSN}"), "openai_chat")
    again = examiner.request(request(f"BSN {BSN}"), "openai_chat")
    assert again.findings == first.findings


def test_what_cannot_be_read_is_named(examiner: Examiner) -> None:
    """A coding nobody knows is unread, not clean."""
    odd = Request("POST", CHAT, (("content-encoding", "rot13"),), b"x")
    assert [item.reason for item in examiner.request(odd, "openai_chat").unread] == ["unknown-coding"]


def test_joining_keeps_findings_at_their_parts(examiner: Examiner) -> None:
    """Messages of a WebSocket count with the request that opened it."""
    one = examiner.request(request("Hallo"), "openai_chat")
    two = examiner.request(request(f"BSN {BSN}"), "openai_chat")
    both = joined([one, two])
    found = [placed.part for placed in both.findings if placed.finding.type == "NL_BSN"]
    assert found == [
        len(one.parts) + placed.part for placed in two.findings if placed.finding.type == "NL_BSN"
    ]
    assert len(both.parts) == len(one.parts) + len(two.parts)


def test_lists_of_the_policy_hold_for_findings(examiner: Examiner) -> None:
    """A name on the allow-list is no finding; a word on the always-list is one."""
    lists = compile_lists(
        Policy(
            name="ours",
            allow_list=(AllowEntry(words=frozenset({"Jan Jansen"})),),
            always_list=(AlwaysEntry(words=frozenset({"Project Zilvermeeuw"})),),
        )
    )
    text = "Beste Jan Jansen, kun je Project Zilvermeeuw samenvatten?"
    before = {placed.finding.type for placed in examiner.request(request(text), "openai_chat").findings}
    listed = examiner.request(request(text), "openai_chat", lists, None)
    assert "PERSON" in before
    assert {placed.finding.type for placed in listed.findings} == {"CONFIDENTIAL_MARK"}


def test_a_key_is_no_finding(examiner: Examiner) -> None:
    """A bare value is scanned with its key in front of it, for context; the key itself does not count."""
    data = json.dumps({"model": "m", "messages": [], "metadata": {"bsn": 111222333}}).encode()
    bare = Request("POST", CHAT, (("content-type", "application/json"),), data)
    found = examiner.request(bare, "openai_chat")
    (placed,) = [placed for placed in found.findings if placed.finding.type == "NL_BSN"]
    assert placed.finding.start == len("bsn: ")


def test_a_finding_across_the_key_is_clipped() -> None:
    """Of a finding that starts in the key and ends in the value, the value's part is left."""
    part = Part("metadata.naam", "data", "naam: Fatima El Amrani", label=6)
    spans = [(0, 4), (2, 12), (6, 12), (13, 22)]
    scan = Scan("nl", tuple(Finding(start, end, "PERSON", 0.9, "test") for start, end in spans))
    assert [(placed.finding.start, placed.finding.end) for placed in _placed([part], [scan])] == [
        (6, 12),
        (6, 12),
        (13, 22),
    ]


def test_a_new_index_holds_from_the_next_request_on(tmp_path: Path) -> None:
    """An index made or replaced while the guard runs is used, also for texts that were seen before."""
    index, key = tmp_path / "known.index", tmp_path / "known.key"
    key.write_bytes(b"a key of the tests, sixteen or more")
    source = ScannerSource(Detection(known_index=index, known_key=key))
    examiner = Examiner(source.scanner(), source=source)
    prompt = request("de sleutels liggen bij zwartepiet quuxma in de la")

    def kinds() -> set[str]:
        return {placed.finding.type for placed in examiner.request(prompt, "openai_chat").findings}

    assert "KNOWN_PERSON" not in kinds()
    build_index([{"n": "Zwartepiet Quuxma"}], {"n": "name"}, key.read_bytes(), index)
    assert "KNOWN_PERSON" in kinds()
    build_index([{"n": "Somebody Else"}], {"n": "name"}, key.read_bytes(), index)
    assert "KNOWN_PERSON" not in kinds()
