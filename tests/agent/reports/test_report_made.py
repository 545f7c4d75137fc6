"""`schaduwwacht report`, and the reports that the guard makes each month."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from report_traffic import fill

from agent.config import Config, load_config
from agent.errors import AgentError
from agent.record.store import Store
from agent.reports import schedule
from agent.reports.monthly import make_due
from agent.reports.settings import ReportSettings


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guard's data directory with two months of use."""
    folder = tmp_path_factory.mktemp("data")
    with Store.open(folder / "schaduwwacht.db") as store:
        fill(store, 200)
    return folder


def call(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command."""
    command = [sys.executable, "-m", "agent.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, env=os.environ | environment, check=False)


def test_options_and_environment_give_the_same(data_dir: Path, tmp_path: Path) -> None:
    """Each option is also an environment variable; -o writes what standard output would have had."""
    days = ("--from", "2026-10-01", "--to", "2026-10-31")
    one = tmp_path / "one.json"
    by_option = call("report", *days, "--lang", "en", "--format", "json", "-o", one, "--data-dir", data_dir)
    assert (by_option.returncode, by_option.stdout, by_option.stderr) == (0, b"", b"")
    variables = {"FROM": days[1], "TO": days[3], "LANG": "en", "FORMAT": "json", "DATA_DIR": str(data_dir)}
    by_variable = call("report", **{f"SCHADUWWACHT_{name}": value for name, value in variables.items()})
    first, second = json.loads(one.read_bytes()), json.loads(by_variable.stdout)
    assert first.pop("made") <= second.pop("made")
    assert first == second
    assert first["period"]["last"] == "2026-10-31"


def test_the_default_is_the_dutch_page_of_last_month(data_dir: Path) -> None:
    """Without options a page comes on standard output."""
    made = call("report", "--data-dir", data_dir)
    assert made.returncode == 0
    assert b'<html lang="nl">' in made.stdout


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        (("--from", "2026-10-02", "--to", "2026-10-01"), 2, "comes before"),
        (("--from", "yesterday"), 2, "yesterday"),
        (("--format", "doc"), 2, "doc"),
        (("--from", "2026-10-01", "-o", "/nowhere/report.html"), 3, "choose another file"),
    ],
)
def test_what_cannot_be(data_dir: Path, words: tuple[str, ...], code: int, problem: str) -> None:
    """A wrong option is exit code 2, a file that cannot be written 3; the message says what to do."""
    made = call("report", *words, "--data-dir", data_dir)
    assert made.returncode == code
    assert problem in made.stderr.decode()


@pytest.mark.parametrize(("form", "begin"), [("pdf", b"%PDF-"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE")])
def test_each_form_is_made_now(data_dir: Path, tmp_path: Path, form: str, begin: bytes) -> None:
    """Made at this moment, parts of a second included, and not at one that a test chose."""
    made = call("report", "--format", form, "-o", tmp_path / "report", "--data-dir", data_dir)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "report").read_bytes().startswith(begin)


def test_no_command_shows_small_groups(data_dir: Path) -> None:
    """The register's JSON has the groups that may be shown, and that of incidents none."""
    listed = call("register", "list", "--json", "--data-dir", data_dir).stdout.decode().splitlines()
    groups = {group for line in listed for group in json.loads(line)["groups"]}
    assert "other" in groups
    assert not groups & {"directie", "juridisch"}
    for words in (("list", "--json"), ("export",)):
        incidents = call("incident", *words, "--data-dir", data_dir).stdout.decode().splitlines()
        assert incidents
        assert all(json.loads(line)["groups"] == {} for line in incidents)


def test_the_month_comes_when_it_is_closed(data_dir: Path, tmp_path: Path) -> None:
    """On the 3rd day of the next month, once, and never changed after."""
    folder = tmp_path / "hr" / "reports"
    wanted = ReportSettings(folder=folder, languages=("nl", "en"), formats=("json", "xlsx"))
    config = load_config(None, data_dir=data_dir, reports=wanted)
    assert [path.name for path in make_due(config, datetime(2026, 11, 2, 23, tzinfo=UTC))] == [
        f"schaduwwacht-2026-09-{language}.{form}" for language in ("nl", "en") for form in ("json", "xlsx")
    ]
    made = make_due(config, datetime(2026, 11, 3, 1, tzinfo=UTC))
    assert {path.name for path in made} == {
        f"schaduwwacht-2026-10-{language}.{form}" for language in ("nl", "en") for form in ("json", "xlsx")
    }
    assert all(path.stat().st_mode & 0o777 == 0o640 for path in made)
    assert make_due(config, datetime(2026, 11, 4, tzinfo=UTC)) == []
    assert len(list(folder.iterdir())) == 8


def test_a_folder_that_cannot_be_made_is_said(data_dir: Path, tmp_path: Path) -> None:
    """A file in the way is an error that names it."""
    (tmp_path / "hr").write_text("in the way")
    wanted = ReportSettings(folder=tmp_path / "hr" / "reports", formats=("json",))
    with pytest.raises(AgentError, match="choose another folder"):
        make_due(load_config(None, data_dir=data_dir, reports=wanted))


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


async def test_the_guard_makes_it_in_another_process(data_dir: Path, tmp_path: Path) -> None:
    """What the guard starts once a day writes the files of last month."""
    config = load_config(
        None, data_dir=data_dir, reports=ReportSettings(folder=tmp_path / "hr", formats=("json",))
    )
    assert await schedule._run(config) == 0
    assert [json.loads(data)["language"] for data in _files(tmp_path / "hr")] == ["nl"]


async def test_without_setting_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard makes no report that nobody asked for."""
    monkeypatch.chdir(tmp_path)
    await schedule.keep_reports(Config(data_dir=tmp_path))
    assert _files(tmp_path) == []
