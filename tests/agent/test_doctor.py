"""`schaduwwacht doctor`: what it finds right, and what it finds wrong."""

import json
import socket
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from running import call, free_ports

from agent import doctor
from agent.config import Config
from agent.record.append import Entry, append
from agent.record.event import Event
from agent.record.store import Store


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A guard's settings, on ports that are free."""
    listen, console, metrics = (f"127.0.0.1:{port}" for port in free_ports(3))
    return Config(data_dir=tmp_path, listen=listen, console=console, metrics=metrics, workers=1)


def found(config: Config, name: str) -> list[doctor.Check]:
    """What the checks of a name found, without the slow ones."""
    return [check for check in doctor.examine(config) if check.name == name]


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scan process is tried once, by the test of the command."""
    if "command" not in request.node.name:
        rest = tuple(check for check in doctor._CHECKS if check[0] != "workers")
        monkeypatch.setattr(doctor, "_CHECKS", rest)


def test_the_command_checks_everything_one_line_each(config: Config, tmp_path: Path) -> None:
    """A fresh machine gets a line for each check, as JSON too, and exit 0 when nothing is wrong."""
    settings = tmp_path / "settings.yaml"
    settings.write_text(
        f"listen: {config.listen}\nconsole: {config.console}\nmetrics: {config.metrics}\nworkers: 1\n"
    )
    done = call("doctor", "--json", "--config", settings, "--data-dir", tmp_path / "data")
    checks = [json.loads(line) for line in done.stdout.splitlines()]
    names = ["ports", "certificates", "policy", "catalogue", "database", "time", "ocr", "disk", "workers"]
    assert list(dict.fromkeys(check["check"] for check in checks)) == names
    assert done.returncode == (0 if all(check["ok"] for check in checks) else 1), done.stdout
    assert [check["ok"] for check in checks if check["check"] != "ocr"] == [True] * (len(checks) - 1)


def test_a_port_that_another_program_holds_is_wrong(config: Config) -> None:
    """It says which, and how to choose another."""
    port = int(config.console.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)):
        wrong = [check for check in found(config, "ports") if not check.ok]
    assert len(wrong) == 1
    assert (
        f"{config.console} (console): Address already in use; choose another with --console" in wrong[0].text
    )


def test_a_certificate_that_ends_soon_is_wrong(config: Config) -> None:
    """A CA is rolled out before it ends, not after."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "CA")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=30))
    config.ca_folder.mkdir(parents=True)
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (config.ca_folder / "mitmproxy-ca-cert.pem").write_bytes(pem)
    (check,) = found(config, "certificates")
    assert not check.ok
    assert "roll out a new one" in check.text


def test_a_key_that_others_can_read_is_wrong(config: Config) -> None:
    """The CA's key signs for every AI service."""
    config.ca_folder.mkdir(parents=True)
    key = config.ca_folder / "mitmproxy-ca.pem"
    key.write_text("")
    key.chmod(0o644)
    assert any("chmod 600" in check.text for check in found(config, "certificates") if not check.ok)


def test_a_policy_that_does_not_load_is_wrong(config: Config) -> None:
    """The message is the loader's own."""
    (check,) = found(config.model_copy(update={"policy": "no-such-pack"}), "policy")
    assert not check.ok
    assert "no-such-pack" in check.text


def test_a_clock_that_went_back_is_wrong(config: Config) -> None:
    """Events of tomorrow say that this machine's clock is not right."""
    with Store.open(config.database_location) as store, store.write() as connection:
        event = Event(kind="start", node="n1", time=datetime.now(UTC) + timedelta(days=1))
        append(connection, [Entry.of(event)])
    assert [check.ok for check in found(config, "database")] == [True, False]


def test_a_file_that_is_no_database_is_wrong(config: Config) -> None:
    """It is named, and nothing of it is changed."""
    path = Path(config.database_location)
    path.write_bytes(b"not a database" * 100)
    (check,) = found(config, "database")
    assert not check.ok
    assert str(path) in check.text
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT 1 FROM events")


def test_a_full_disk_is_wrong(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Less room than the limit is told before it is none."""
    monkeypatch.setattr(doctor, "LEAST_ROOM", 2**60)
    (check,) = found(config, "disk")
    assert not check.ok
    assert "make room" in check.text
