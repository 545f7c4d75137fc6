"""The command line as its users see it: results, exit codes, and errors of one line."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from running import call, command

BSN = "111222333"


def har(folder: Path, *requests: dict[str, object]) -> Path:
    path = folder / "traffic.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [{"request": r} for r in requests]}}))
    return path


def chat(text: str, url: str = "https://api.openai.com/v1/chat/completions?key=geheim") -> dict[str, object]:
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]})
    return {
        "method": "POST",
        "url": url,
        "headers": [{"name": "content-type", "value": "application/json"}],
        "postData": {"mimeType": "application/json", "text": body},
    }


def one_line(stderr: str) -> str:
    """The error, which is one line and no traceback."""
    assert "Traceback" not in stderr
    assert len(stderr.strip().splitlines()) == 1, stderr
    return stderr.strip()


class TestScan:
    def test_findings_have_the_agreed_shape_and_no_value(self, tmp_path: Path) -> None:
        """One JSON line an input, in the order given, exit code 1; the value is not printed."""
        clean, leak = tmp_path / "a.txt", tmp_path / "b.txt"
        clean.write_text("Recept voor erwtensoep.")
        leak.write_text(f"é Het BSN is {BSN}.")
        done = call("scan", "--json", clean, leak)
        first, second = map(json.loads, done.stdout.splitlines())
        assert done.returncode == 1
        assert first == {"source": str(clean), "language": "nl", "findings": [], "unread": None}
        finding = second["findings"][0]
        assert list(finding) == ["type", "start", "end", "score", "detector"]
        assert (finding["type"], finding["start"], finding["end"]) == ("NL_BSN", 13, 22)
        assert BSN not in done.stdout + done.stderr

    def test_clean_input_exits_0(self, tmp_path: Path) -> None:
        """Nothing found, nothing printed on standard error."""
        (tmp_path / "a.txt").write_text("Recept voor erwtensoep.")
        done = call("scan", tmp_path / "a.txt")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_standard_input_and_show_text(self) -> None:
        """`-` reads standard input; the value is printed only when asked for."""
        done = call("scan", "--json", "--show-text", "-", input=f"BSN {BSN}")
        assert json.loads(done.stdout)["findings"][0]["text"] == BSN

    def test_explain_says_why(self) -> None:
        """`--explain` gives reasons, none of which holds the value."""
        done = call("scan", "--json", "--explain", "-", input=f"Burgerservicenummer: {BSN}")
        assert json.loads(done.stdout)["findings"][0]["reasons"]
        assert BSN not in done.stdout

    def test_binary_file_is_unread(self, tmp_path: Path) -> None:
        """A file that cannot be read is not called clean: a reason, one line, exit code 3."""
        (tmp_path / "x.bin").write_bytes(os.urandom(4096))
        done = call("scan", "--json", tmp_path / "x.bin")
        assert done.returncode == 3
        assert json.loads(done.stdout)["unread"]
        assert "x.bin: not (fully) read: " in one_line(done.stderr)

    def test_missing_file(self, tmp_path: Path) -> None:
        """A file that is not there is named; exit code 3."""
        done = call("scan", tmp_path / "none.txt")
        assert done.returncode == 3
        assert "none.txt: No such file" in one_line(done.stderr)


class TestReplay:
    def test_requests_have_the_agreed_shape(self, tmp_path: Path) -> None:
        """One JSON line a request; query values masked; no text; exit code 1 when one would be stopped."""
        other = {"method": "GET", "url": "https://www.nieuws.example/?q=geheim", "headers": []}
        done = call("replay", "--json", har(tmp_path, chat(f"BSN {BSN}"), other, chat("Hallo")))
        leak, ordinary, harmless = map(json.loads, done.stdout.splitlines())
        assert done.returncode == 1
        assert (leak["n"], leak["service"], leak["operation"]) == (0, "openai-api", "chat")
        assert leak["parts"][0]["path"] == "messages[0].content"
        assert leak["findings"][0]["type"] == "NL_BSN"
        assert leak["decision"]["action"] == "block"
        assert leak["decision"]["rule"] == "bsn-never-leaves"
        assert ordinary["service"] is None
        assert "decision" not in ordinary
        assert harmless["decision"]["action"] == "allow"
        assert "geheim" not in done.stdout
        assert BSN not in done.stdout

    def test_show_text_and_another_policy(self, tmp_path: Path) -> None:
        """`--policy` decides by another file; `--show-text` prints what was read."""
        policy = tmp_path / "p.yaml"
        policy.write_text("name: open\nmode: monitor\n")
        done = call("replay", "--json", "--show-text", "--policy", policy, har(tmp_path, chat(f"BSN {BSN}")))
        result = json.loads(done.stdout)
        assert done.returncode == 0
        assert result["decision"]["rule"] == "default"
        assert result["parts"][0]["text"] == f"BSN {BSN}"

    @pytest.mark.parametrize("text", ["not json", "{}", '{"log": {"entries": [{"request": 1}]}}', ""])
    def test_corrupt_har(self, tmp_path: Path, text: str) -> None:
        """A file that is no HAR is named with what is wrong; exit code 3."""
        path = tmp_path / "bad.har"
        path.write_text(text)
        done = call("replay", path)
        assert done.returncode == 3
        assert "bad.har: " in one_line(done.stderr)


class TestServices:
    def test_lookup_answers_in_order(self) -> None:
        """One JSON line a host, in the order given; URLs by their path; standard input by `-`."""
        done = call("services", "lookup", "chatgpt.com", "www.nieuws.example", "-", input="claude.ai\n")
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert [row["service"] for row in rows] == ["chatgpt", None, "claude"]
        assert list(rows[0]) == ["host", "service", "name", "category", "risk", "inspect"]
        assert rows[0]["inspect"] is True
        assert rows[1]["inspect"] is False

    def test_show_and_list(self) -> None:
        """`list` has every service, `show` one with its routes; an unknown id is a usage error."""
        listed = [json.loads(line) for line in call("services", "list", "--json").stdout.splitlines()]
        assert {"chatgpt", "claude", "gemini-api"} <= {row["service"] for row in listed}
        assert json.loads(call("services", "show", "chatgpt").stdout)["routes"]
        done = call("services", "show", "chatgtp")
        assert done.returncode == 2
        assert "no such service" in one_line(done.stderr)


class TestErrors:
    """Bad input: one line that says what and where, the agreed exit code, no traceback."""

    def test_broken_yaml(self, tmp_path: Path) -> None:
        """A configuration that is no YAML names file and line."""
        path = tmp_path / "c.yaml"
        path.write_text("listen: [\n")
        done = call("run", "--config", path)
        assert done.returncode == 2
        assert "c.yaml:2: not valid YAML" in one_line(done.stderr)

    def test_unknown_setting(self, tmp_path: Path) -> None:
        """An unknown setting names its line."""
        path = tmp_path / "c.yaml"
        path.write_text("language: nl\nlissen: 127.0.0.1:1\n")
        done = call("run", "--config", path)
        assert done.returncode == 2
        assert "c.yaml:2: lissen: unknown field" in one_line(done.stderr)

    def test_unknown_policy_field(self, tmp_path: Path) -> None:
        """An unknown field of a policy names its line, before anything is started."""
        path = tmp_path / "p.yaml"
        path.write_text("name: x\nrulez: []\n")
        done = call("run", "--policy", path, "--data-dir", tmp_path / "data")
        assert done.returncode == 2
        assert "p.yaml:2: rulez: unknown field" in one_line(done.stderr)
        assert call("policy", "check", path).returncode == 2

    def test_a_misspelt_service_in_a_policy(self, tmp_path: Path) -> None:
        """A rule about a service that nothing has never holds: the check says so, and what was meant."""
        path = tmp_path / "p.yaml"
        rule = "id: {}, action: block, message: {{nl: a, en: b}}, when: {{services: {{ids: [{}]}}}}"
        rules = [
            rule.format(*names) for names in (("wrong", "chatgtp"), ("right", "claude, unknown-ai:x.nl"))
        ]
        path.write_text("name: strange\nrules:\n" + "".join(f"  - {{{one}}}\n" for one in rules))
        done = call("policy", "check", path, "--data-dir", tmp_path / "data")
        assert done.returncode == 0
        assert "rule wrong: chatgtp: no such service; did you mean chatgpt?" in one_line(done.stderr)

    def test_port_in_use(self, tmp_path: Path) -> None:
        """A port that is taken is named, with the option that chooses another."""
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = call("run", "--listen", f"127.0.0.1:{port}", "--data-dir", tmp_path / "data")
        assert done.returncode == 3
        assert f"127.0.0.1:{port}: Address already in use; choose another with --listen" in one_line(
            done.stderr
        )

    @pytest.mark.parametrize("address", ["8080x", "127.0.0.1", "127.0.0.1:99999"])
    def test_wrong_address(self, address: str) -> None:
        """An address that is none is a usage error naming the option."""
        done = call("run", "--listen", address)
        assert done.returncode == 2
        assert "--listen: " in one_line(done.stderr)

    def test_data_directory_that_cannot_be_written(self, tmp_path: Path) -> None:
        """A data directory below a file cannot be made: named, exit code 3."""
        (tmp_path / "file").write_text("")
        ports = ["--listen", "127.0.0.1:0", "--console", "127.0.0.1:0", "--metrics", "127.0.0.1:0"]
        done = call("run", *ports, "--data-dir", tmp_path / "file" / "data")
        assert done.returncode == 3
        assert f"{tmp_path / 'file' / 'data'}: Not a directory" in one_line(done.stderr)

    def test_damaged_database(self, tmp_path: Path) -> None:
        """A file that is no database is named; exit code 3."""
        (tmp_path / "schaduwwacht.db").write_text("this is no database" * 100)
        done = call("register", "list", "--data-dir", tmp_path)
        assert done.returncode == 3
        assert "schaduwwacht.db: " in one_line(done.stderr)

    def test_unknown_option(self) -> None:
        """A typing error in an option is a usage error."""
        assert call("scan", "--jsn", "x").returncode == 2


def test_register_of_a_new_guard_is_empty(tmp_path: Path) -> None:
    """Before any traffic there is nothing to list, and that is no error."""
    done = call("register", "list", "--json", "--data-dir", tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    with sqlite3.connect(tmp_path / "schaduwwacht.db") as database:
        assert database.execute("SELECT count(*) FROM events").fetchone() == (0,)
    database.close()


def test_ca_is_made_once_and_its_key_stays(tmp_path: Path) -> None:
    """`ca export` prints the certificate and never the key; `ca show` its fingerprint."""
    first = call("ca", "export", "--data-dir", tmp_path).stdout
    assert first.startswith("-----BEGIN CERTIFICATE-----")
    assert "PRIVATE" not in first
    assert call("ca", "export", "--data-dir", tmp_path).stdout == first
    assert "O=Schaduwwacht" in call("ca", "show", "--data-dir", tmp_path).stdout


def test_environment_variables_are_options(tmp_path: Path) -> None:
    """`--data-dir` is `SCHADUWWACHT_DATA_DIR`."""
    call("register", "list", env=os.environ | {"SCHADUWWACHT_DATA_DIR": str(tmp_path / "here")})
    assert (tmp_path / "here" / "schaduwwacht.db").exists()


def test_a_reader_that_stops_early_is_no_error() -> None:
    """`schaduwwacht services list | head -1` prints no traceback."""
    done = os.popen(f"{' '.join(command('services', 'list'))} 2>&1 | head -1").read()
    assert len(done.splitlines()) == 1


def test_a_fingerprint_has_no_pictures(tmp_path: Path) -> None:
    """`:cd:` in the CA's fingerprint is not drawn as a compact disc, nor `[x]` taken for a style."""
    table = (
        "from agent.cli.output import print_rows; print_rows([{'sha256': '86:cd:11 [red]'}], as_json=False)"
    )
    done = subprocess.run([sys.executable, "-c", table], capture_output=True, text=True, check=True)
    assert "86:cd:11 [red]" in done.stdout


def test_defaults_and_variables_are_in_the_help() -> None:
    """A default between brackets is no style of rich; `--keep/--no-keep` is one variable."""
    done = call("run", "--help")
    assert "[default]" in done.stdout
    demo = call("demo", "--help")
    assert "[nl]" in demo.stdout
    assert "SCHADUWWACHT_KEEP]" in demo.stdout


def test_replay_follows_the_settings(tmp_path: Path) -> None:
    """Without `--policy` the policy of the settings decides, as it would in the guard."""
    settings = tmp_path / "settings.yaml"
    settings.write_text("policy: monitor-only\n")
    traffic = har(tmp_path, chat(f"BSN {BSN}"))
    assert call("replay", traffic).returncode == 1
    assert call("replay", traffic, "--config", settings).returncode == 0
    assert call("replay", traffic, "--config", settings, "--policy", "default").returncode == 1


BACKWARDS = ("--from", "2026-02-02", "--to", "2026-02-01")


def test_an_export_holds_its_last_day(tmp_path: Path) -> None:
    """`audit export --to` includes the day that it names."""
    folder = ("--data-dir", tmp_path)
    call("register", "set", "chatgpt", "status=allowed", *folder)
    days = ("--from", "2026-01-01", "--to", f"{datetime.now(UTC):%Y-%m-%d}")
    assert "chatgpt" in call("audit", "export", *days, *folder).stdout
    assert call("audit", "export", "--to", "2026-01-01", *folder).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("services", "show", "chatgtp"), 2, "did you mean chatgpt?"),
        (("policy", "test", "nope"), 2, "no such policy file or pack"),
        (("policy", "check", "."), 2, "Is a directory"),
        (("policy", "diff", "default", *BACKWARDS), 2, "--to 2026-02-01 is before --from 2026-02-02"),
        (("audit", "export", *BACKWARDS), 2, "--to 2026-02-01 is before --from 2026-02-02"),
        (("run", "--mode", "trnsparent"), 2, "--mode trnsparent: not a mode of mitmproxy"),
        (("run", "--config", "text.yaml"), 2, "text.yaml:1: catalogue: must be a list"),
        (("register", "list", "--data-dir", "text.yaml"), 3, "is a file"),
        (("register", "set", "chatgtp", "status=allowed", "--data-dir", "data"), 0, "the catalogue lacks it"),
        (("discover", "empty"), 3, "there are no files there"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    """One line says what is wrong, in the words of who typed it."""
    (tmp_path / "text.yaml").write_text("catalogue: own.yaml\n")
    (tmp_path / "empty").mkdir()
    done = call(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert told in one_line(done.stderr)


@pytest.mark.parametrize("name", ["run", "scan", "replay", "services", "register", "policy", "ca", "pac"])
def test_every_command_has_help(name: str) -> None:
    """Each command explains itself."""
    done = call(name, "--help")
    assert done.returncode == 0
    assert "Usage: schaduwwacht" in done.stdout


class TestPolicy:
    def test_cases_of_a_pack_pass(self) -> None:
        """`policy test` runs a pack's own cases."""
        done = call("policy", "test", "default")
        assert done.returncode == 0, done.stdout
        assert "cases passed, 0 failed" in done.stdout

    def test_a_failing_case_is_named(self, tmp_path: Path) -> None:
        """A case that fails is named with what went otherwise; exit code 1."""
        (tmp_path / "p.yaml").write_text("name: open\n")
        (tmp_path / "p.cases.yaml").write_text(
            "cases:\n  - name: leak\n    text: BSN 111222333\n    rule: default\n    action: block\n"
        )
        done = call("policy", "test", tmp_path / "p.yaml")
        assert done.returncode == 1
        assert "leak: " in done.stdout


class TestEvidence:
    def test_the_record_verifies_until_a_byte_changes(self, tmp_path: Path) -> None:
        """The export of the record verifies with the public key, and no more once a byte is changed."""
        data = ["--data-dir", tmp_path / "data"]
        assert call("register", "set", "chatgpt", "status=allowed", "owner=HR", *data).returncode == 0
        assert call("audit", "export", "--output", tmp_path / "record.jsonl", *data).returncode == 0
        (tmp_path / "key.pem").write_text(call("audit", "key", *data).stdout)
        good = call("audit", "verify", tmp_path / "record.jsonl", tmp_path / "key.pem")
        assert (good.returncode, "holds: 1 events" in good.stdout) == (0, True)
        record = (tmp_path / "record.jsonl").read_text()
        (tmp_path / "record.jsonl").write_text(record.replace("chatgpt", "chatgtp", 1))
        bad = call("audit", "verify", tmp_path / "record.jsonl", tmp_path / "key.pem")
        assert bad.returncode == 1
        assert "1" in one_line(bad.stderr)

    def test_register_exports_and_shows(self, tmp_path: Path) -> None:
        """The register can be set, shown with its obligations, and exported."""
        data = ["--data-dir", tmp_path]
        call("register", "set", "hirevue", "status=in review", *data)
        shown = json.loads(call("register", "show", "hirevue", *data).stdout)
        assert shown["risk"] == "high"
        assert any(duty["article"].startswith("art. 26") for duty in shown["obligations"])
        assert "hirevue" in call("register", "export", "--format", "csv", *data).stdout
        assert call("register", "export", "--format", "docx", *data).returncode == 2
        assert call("register", "set", "hirevue", "status=perhaps", *data).returncode == 2

    def test_purging_early_needs_a_reason(self, tmp_path: Path) -> None:
        """Less than six months without a reason is refused."""
        done = call("audit", "purge", "--months", "3", "--data-dir", tmp_path)
        assert done.returncode == 2
        assert "art. 26(6)" in one_line(done.stderr)
