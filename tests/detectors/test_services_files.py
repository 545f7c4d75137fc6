"""The organisation's own catalogue files, and what is said of wrong ones."""

from pathlib import Path

import pytest

from detectors.errors import CatalogueError
from detectors.request import Request
from detectors.services import load_catalogue

OWN = """
vendor: Gemeente Voorbeeld
services:
  - id: eigen-chat
    name: Eigen chat
    category: chat
    risk: {tier: limited, reason: eigen assistent}
    hosts: [chat.voorbeeld.example, 127.0.0.1]
    reply: openai
    protocols: [openai]
    tenant:
      signals: [{header: X-Afdeling}]
"""


def _write(folder: Path, text: str, name: str = "own.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_own_service_is_added(tmp_path: Path) -> None:
    """A new service is known by host, operation and tenant."""
    catalogue = load_catalogue(_write(tmp_path, OWN))
    found = catalogue.recognise(
        Request("POST", "http://127.0.0.1:9999/v1/chat/completions", (("x-afdeling", "burgerzaken"),))
    )
    assert found is not None
    assert found.service.id == "eigen-chat"
    assert found.operation is not None
    assert found.operation.reply == "openai"
    assert found.tenant == "burgerzaken"
    assert catalogue.lookup("chatgpt.com") is not None


def test_a_known_service_is_changed_only_where_the_file_says_so(tmp_path: Path) -> None:
    """Hosts and operations of ChatGPT stay when only its risk is changed."""
    text = "services:\n  - id: chatgpt\n    risk: {tier: high, reason: used for selection here}\n"
    before = load_catalogue().services["chatgpt"]
    after = load_catalogue(_write(tmp_path, text)).services["chatgpt"]
    assert (after.risk, after.reason) == ("high", "used for selection here")
    assert (after.name, after.hosts, after.routes, after.sources) == (
        before.name,
        before.hosts,
        before.routes,
        before.sources,
    )


def test_the_last_file_wins(tmp_path: Path) -> None:
    """Files are laid over each other in the order given."""
    first = _write(tmp_path, OWN, "a.yaml")
    second = _write(tmp_path, "services: [{id: eigen-chat, name: Nieuwe naam}]", "b.yaml")
    assert load_catalogue(first, second).services["eigen-chat"].name == "Nieuwe naam"


def test_an_own_service_may_take_over_a_host(tmp_path: Path) -> None:
    """Where both claim a host, the organisation's new service is the one that the name tells."""
    text = OWN.replace("127.0.0.1", "chatgpt.com")
    service = load_catalogue(_write(tmp_path, text)).lookup("chatgpt.com")
    assert service is not None
    assert service.id == "eigen-chat"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("services:\n  - id: x\n    hosts: [a.nl", 4, "not valid YAML"),
        ("services:\n  - id: x\n    colour: red", 3, "colour: unknown field"),
        ("services:\n  - id: Not An Id", 2, "id"),
        ("services:\n  - id: new\n    hosts: [a.nl]", 2, "name"),
        ("vendor: V\nservices:\n  - id: new\n    name: N\n    category: chat", 3, "hosts"),
        ("services:\n  - id: chatgpt\n    hosts: ['https://a.nl/']", 3, "not a host name"),
        ("services:\n  - id: chatgpt\n    hosts: ['*.nl']", 3, "strangers"),
        ("services:\n  - id: chatgpt\n    protocols: [telex]", 3, "telex"),
        (
            "services:\n  - id: chatgpt\n    operations:\n      - {name: n, path: '('}",
            4,
            "regular expression",
        ),
        (
            "services:\n  - id: chatgpt\n    operations:\n     - name: n\n       path: x\n       reader: t",
            6,
            "reader",
        ),
        ("services:\n  - id: chatgpt\n    tenant:\n      signals:\n        - {path: '/x'}", 5, "one group"),
        ("services:\n  - id: chatgpt\n    tenant:\n      signals:\n        - {}", 5, "exactly one"),
        ("services:\n  - id: chatgpt\n    data:\n      dpa: {value: true}", 4, "source"),
        ("services:\n  - id: chatgpt\n    data:\n      dpa: true", 4, "dpa"),
        (
            "services:\n  - id: x\n    data:\n      dpa: {value: true, source: '', checked: 2026-01-01}",
            4,
            "a fact needs the address of the page",
        ),
        (
            "services:\n  - id: x\n    data:\n      dpa: {value: true, source: rumour, checked: 2026-01-01}",
            4,
            "or it is absent",
        ),
        (
            "services:\n  - id: chatgpt\n    data:\n      dpa: {value: true, source: 'https://a.example/p'}",
            4,
            "checked",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, line: int, words: str) -> None:
    """The message names the file, the line and the field."""
    path = _write(tmp_path, text)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert words in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path that is not there is an error, not an empty catalogue."""
    with pytest.raises(CatalogueError, match=r"gone\.yaml: cannot be read"):
        load_catalogue(tmp_path / "gone.yaml")


def test_a_binary_file_is_named(tmp_path: Path) -> None:
    """A file that is no text says so."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(CatalogueError, match="not a text file"):
        load_catalogue(path)


def test_opting_in_to_an_unshared_host_is_an_error() -> None:
    """A spelling mistake in the opt-in list must not go unnoticed."""
    with pytest.raises(CatalogueError, match=r"githib\.com: not a shared host"):
        load_catalogue(inspect_shared=frozenset({"githib.com"}))
