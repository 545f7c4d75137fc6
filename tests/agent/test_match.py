"""`match`: an index of the organisation's own people, made, checked and used."""

import asyncio
import json
from pathlib import Path

import pytest
import spacy
from running import call

from agent.config import Config
from agent.detection import Detection, detection_of, make_scanner
from agent.errors import FailureError, UsageError
from agent.people import HEADERS, KINDS, chosen_columns, read_table, state
from agent.workers import Workers
from detectors.request import Request

TABLE = (
    "Pers.nr;Naam;E-mail;BSN\n100482;Sjef Quuxma;s.quuxma@voorbeeld.nl;626018158\n100483;Anouk Zylstra;;\n"
)
TEXT = "volgens de planning heeft sjef quuxma vrijdag vrij"
VALUES = ("quuxma", "Quuxma", "626018158", "100482", "voorbeeld.nl")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A personnel file."""
    path = tmp_path / "personnel.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_build_makes_a_keyed_index_for_this_user_alone(people: Path, tmp_path: Path) -> None:
    """Index and key are apart, readable by this user only, and hold nothing readable."""
    data = tmp_path / "data"
    done = call("match", "build", people, "--columns", "Naam=name,BSN=bsn", "--data-dir", data)
    assert done.returncode == 0, done.stderr
    assert "2 people" in done.stdout
    key, index = data / "keys" / "known.key", data / "known.index"
    assert key.stat().st_mode & 0o777 == 0o600
    assert index.stat().st_mode & 0o777 == 0o600
    assert len(key.read_bytes()) == 32
    assert not any(value.encode() in index.read_bytes() for value in VALUES)
    assert {path.name for path in data.iterdir()} == {"keys", "known.index"}


def test_check_tells_what_the_index_is_and_where_it_hits(people: Path, tmp_path: Path) -> None:
    """People, values and age; then the place of each hit, and never a value; exit code 1 for a hit."""
    data = tmp_path / "data"
    assert call("match", "build", people, "--data-dir", data).returncode == 0
    bare = call("match", "check", "--data-dir", data, "--json")
    head = json.loads(bare.stdout)
    assert bare.returncode == 0
    assert (head["people"], head["age_days"]) == (2, 0)
    done = call("match", "check", "-", "--data-dir", data, "--json", input=TEXT + " (bsn 626018158)")
    hits = json.loads(done.stdout.splitlines()[1])
    assert done.returncode == 1
    assert [(hit["type"], hit["start"]) for hit in hits["known"]] == [("KNOWN_PERSON", 26), ("NL_BSN", 56)]
    assert not any(value in done.stdout + done.stderr for value in VALUES)
    assert call("match", "check", "-", "--data-dir", data, input="Recept voor soep.").returncode == 0


def test_scan_and_replay_know_them(people: Path, tmp_path: Path) -> None:
    """The commands that look at files use the index of the data directory."""
    data = tmp_path / "data"
    assert call("match", "build", people, "--data-dir", data).returncode == 0
    done = call("scan", "--json", "-", "--data-dir", data, input=TEXT)
    assert [finding["type"] for finding in json.loads(done.stdout)["findings"]] == ["KNOWN_PERSON"]
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": TEXT}]})
    sent = {
        "method": "POST",
        "url": "https://api.openai.com/v1/chat/completions",
        "headers": [{"name": "content-type", "value": "application/json"}],
        "postData": {"mimeType": "application/json", "text": body},
    }
    har = tmp_path / "traffic.har"
    har.write_text(json.dumps({"log": {"version": "1.2", "entries": [{"request": sent}]}}))
    done = call("replay", "--json", har, "--data-dir", data)
    assert [finding["type"] for finding in json.loads(done.stdout)["findings"]] == ["KNOWN_PERSON"]


def test_rebuilding_keeps_the_key(people: Path, tmp_path: Path) -> None:
    """A second build uses the key that is there, so that running guards can follow."""
    data = tmp_path / "data"
    assert call("match", "build", people, "--data-dir", data).returncode == 0
    key = (data / "keys" / "known.key").read_bytes()
    assert call("match", "build", people, "--data-dir", data).returncode == 0
    assert (data / "keys" / "known.key").read_bytes() == key


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--columns", "Salaris=name"), 2, "no column 'Salaris'"),
        (("--columns", "Naam=salary"), 2, "give the column a kind"),
    ],
)
def test_a_wrong_column_is_a_usage_error(
    people: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """The message names the column and what there is to choose from."""
    done = call("match", "build", people, *arguments, "--data-dir", tmp_path / "data")
    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_missing_index_says_what_to_do(tmp_path: Path) -> None:
    """Checking before building, or naming an index that is not there, fails with what to do."""
    done = call("match", "check", "--data-dir", tmp_path)
    assert done.returncode == 3
    assert "match build" in done.stderr
    required = Config(data_dir=tmp_path, known_index=tmp_path / "none.index")
    with pytest.raises(FailureError, match=r"match build|known\.key"):
        make_scanner(detection_of(required))


def test_without_an_index_there_is_no_exact_match(tmp_path: Path) -> None:
    """The default place may be empty: then nothing is compared, and nothing fails."""
    scanner = make_scanner(detection_of(Config(data_dir=tmp_path)))
    assert scanner.scan(TEXT).language == "nl"


def test_an_index_of_another_key_is_refused(people: Path, tmp_path: Path) -> None:
    """When the key was replaced, the message says to build again."""
    data = tmp_path / "data"
    assert call("match", "build", people, "--data-dir", data).returncode == 0
    (data / "keys" / "known.key").write_bytes(bytes(32))
    with pytest.raises(FailureError, match="another key"):
        state(data / "known.index", data / "keys" / "known.key")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_of_any_spreadsheet_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """Encodings and delimiters of the usual exports, quoted cells with line ends among them."""
    path = tmp_path / "t.csv"
    rows = [("Naam", "BSN"), ('"Zoë\nde Wit"', "626018158"), ("Bé", "")]
    path.write_text("\r\n".join(delimiter.join(row) for row in rows), encoding, newline="")
    headers, found = read_table(path)
    assert headers == ["Naam", "BSN"]
    assert [row["Naam"] for row in found] == ["Zoë\nde Wit", "Bé"]


def test_headers_are_understood_by_themselves(tmp_path: Path) -> None:
    """Known words choose the columns; others stay out; a file without any is refused."""
    assert chosen_columns((), ["Voornaam", "Achternaam", "Salaris", "E-mail"], tmp_path) == {
        "Voornaam": "first_name",
        "Achternaam": "last_name",
        "E-mail": "email",
    }
    assert set(HEADERS.values()) == set(KINDS)
    with pytest.raises(UsageError, match="--columns"):
        chosen_columns((), ["a", "b"], tmp_path)


def test_workers_ask_the_own_spacy_pipeline(tmp_path: Path) -> None:
    """A name that only the pipeline named in the settings knows is found in a worker."""
    own = spacy.blank("nl")
    ruler = own.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Zwartepietje Quux"}])  # type: ignore[attr-defined]
    own.to_disk(tmp_path / "model")
    detection = detection_of(Config(data_dir=tmp_path, spacy_model=str(tmp_path / "model")))
    text = "volgens onze afspraken gaat Zwartepietje Quux met sanne@voorbeeld.nl over de sleutels"
    assert _in_worker(detection, text) == {"PERSON", "EMAIL_ADDRESS"}


def test_a_spacy_pipeline_that_does_not_load_stops_the_start(tmp_path: Path) -> None:
    """A wrong setting is an error at the start, with what to do, and not a guard that finds less."""
    detection = Detection(spacy_model=str(tmp_path / "none"))
    with pytest.raises(FailureError, match="check the path"):
        _in_worker(detection, "x")


def _in_worker(detection: Detection, text: str) -> set[str]:
    async def examine() -> set[str]:
        workers = Workers(1, 60, 2**20, detection)
        try:
            await workers.start()
            body = json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]}).encode()
            chat = "https://api.openai.com/v1/chat/completions"
            sent = Request("POST", chat, (("content-type", "application/json"),), body)
            examination = await workers.request(sent, "openai_chat")
            return {placed.finding.type for placed in examination.findings}
        finally:
            workers.stop()

    return asyncio.run(examine())
