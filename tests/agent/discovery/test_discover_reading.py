"""Logs as they come: packed, cut off, damaged, foreign, in any coding; nothing is lost without a count."""

import gzip
import io
import random
from pathlib import Path

import pytest
import zstandard
from log_writers import WRITERS, visits

from agent.discovery import Discovery, discover
from agent.discovery.logs.source import MAX_LINE
from agent.errors import FailureError, UsageError

VISITS = list(visits(400))
SQUID = "".join(f"{line}\n" for line in WRITERS["squid"].lines(VISITS))
_START, _REST = SQUID[:9000].encode(), SQUID[9000:].encode()


def read(log: Path, **more: str) -> Discovery:
    return discover([log], timezone="UTC", **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Discovery:
    """What is found in the log as it is."""
    log = tmp_path_factory.mktemp("plain") / "access.log"
    log.write_text(SQUID)
    return read(log)


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(gzip.compress(SQUID.encode()), id="gzip"),
        pytest.param(gzip.compress(_START) + gzip.compress(_REST), id="members"),
        pytest.param(gzip.compress(SQUID.encode()) + bytes(512), id="padded"),
        pytest.param(zstandard.compress(SQUID.encode()), id="zstd"),
        pytest.param(zstandard.compress(_START) + zstandard.compress(_REST), id="frames"),
        pytest.param(SQUID.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(SQUID.rstrip("\n").encode(), id="no last line end"),
        pytest.param(b"\xef\xbb\xbf" + SQUID.encode(), id="UTF-8 with mark"),
        pytest.param(SQUID.encode("utf-16"), id="UTF-16"),
        pytest.param(gzip.compress(SQUID.encode("utf-16-be").join([b"\xfe\xff", b""])), id="UTF-16 in gzip"),
    ],
)  # fmt: skip
def test_packed_and_coded(packed: bytes, tmp_path: Path, plain: Discovery) -> None:
    """However it is packed or coded, the log says the same; its name does not matter."""
    log = tmp_path / "log"
    log.write_bytes(packed)
    found = read(log)
    assert (found.services, found.summary) == (plain.services, plain.summary)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_cut_off(pack: object, tmp_path: Path) -> None:
    """A compressed log that ends early: its whole lines are read, the rest is one skipped piece."""
    big = "".join(f"{line}\n" for line in WRITERS["squid"].lines(visits(20_000)))
    log = tmp_path / "log.gz"
    log.write_bytes(cut(pack(big.encode())))  # type: ignore[operator]
    found = read(log)
    assert 5_000 < found.summary.read < 20_000
    assert dict(found.summary.reasons) == {"file ends early": 1}
    assert found.services


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_damaged(pack: object, tmp_path: Path) -> None:
    """A compressed log with a wrong byte in the middle does not stop the others."""
    data = bytearray(pack("".join(f"{x}\n" for x in WRITERS["squid"].lines(visits(20_000))).encode()))  # type: ignore[operator]
    middle = len(data) // 2
    data[middle : middle + 64] = random.Random(3).randbytes(64)
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "b").write_text(SQUID)
    found = discover([tmp_path], timezone="UTC")
    assert found.summary.read >= len(VISITS)
    assert found.summary.skipped >= 1


def test_garbage_between_the_lines(tmp_path: Path, plain: Discovery) -> None:
    """Lines of nonsense are counted and cost nothing else."""
    choose = random.Random(11)
    lines = SQUID.splitlines()
    rubbish = [
        "",
        "   ",
        "\x00\x01\x02",
        '{"a": ',
        "Oct 20 10:15:30 lb1 kernel: oeps",
        "é" * 200,
        ",,,,,",
        "1729",
    ]
    mixed = [line for good in lines for line in (good, choose.choice(rubbish))]
    log = tmp_path / "log"
    log.write_bytes("\n".join(mixed).encode() + b"\n\xff\xfe\xfd\n")
    found = read(log)
    assert found.services == plain.services
    assert (found.summary.read, found.summary.skipped) == (len(lines), len(lines) + 1)
    assert set(found.summary.reasons) == {"not in this format", "empty line"}


def test_lines_without_end(tmp_path: Path, plain: Discovery) -> None:
    """A line too long for memory is one skipped line; the next is read."""
    log = tmp_path / "log"
    log.write_text(SQUID + "x" * (5 * MAX_LINE) + "\n" + SQUID)
    found = read(log)
    assert found.summary.read == 2 * plain.summary.read
    assert dict(found.summary.reasons) == {"line too long": 1}


def test_one_wrong_format_among_others(tmp_path: Path, plain: Discovery) -> None:
    """A file in no known format is skipped line by line, with its reason."""
    (tmp_path / "a.log").write_text(SQUID)
    (tmp_path / "b.log").write_text("Er was eens\neen verhaal\nzonder einde\n")
    found = discover([tmp_path / "*.log"], timezone="UTC")
    assert found.services == plain.services
    assert dict(found.summary.reasons) == {"unknown format": 3}
    assert list(found.formats.values()) == ["squid", None]


def test_the_wrong_format_by_name(tmp_path: Path) -> None:
    """Who insists on the wrong format gets no services, and every line counted."""
    log = tmp_path / "log"
    log.write_text(SQUID)
    found = read(log, format="windows-dns")
    assert (found.services, found.summary.read) == ((), 0)
    assert dict(found.summary.reasons) == {"not in this format": len(VISITS)}


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"Er was eens\n", random.Random(5).randbytes(5000), gzip.compress(b"abc")[:9]],
    ids=["empty", "lines", "prose", "noise", "truncated"],
)
def test_nothing_readable(data: bytes, tmp_path: Path) -> None:
    """Without a single log that can be read it is a failure, and the message names the formats."""
    log = tmp_path / "log"
    log.write_bytes(data)
    with pytest.raises(FailureError, match=r"nothing readable.*bind.*zeek-ssl.*squid.*fortigate.*csv.*json"):
        read(log)


def test_a_missing_file() -> None:
    """A path or pattern without a file is named."""
    with pytest.raises(FailureError, match="geen/enkel"):
        discover(["geen/enkel*.log"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "squit"}, "no such format; choose from auto, bind"),
        ({"timezone": "Europe/Almere"}, "no such time zone"),
        ({"columns": {"host": "a", "wie": "b"}}, "no such column"),
        ({"columns": {"client": "b"}}, "which column has the host"),
        ({"columns": {"host": "b"}, "format": "squid"}, "goes with --format csv or json"),
    ],
)  # fmt: skip
def test_wrong_options(options: dict[str, str], message: str, tmp_path: Path) -> None:
    """What cannot be done as asked is said, with the choice."""
    log = tmp_path / "log"
    log.write_text(SQUID)
    with pytest.raises(UsageError, match=message):
        discover([log], **options)  # type: ignore[arg-type]


def test_an_open_stream(plain: Discovery) -> None:
    """An upload is read from where it stands, without a name or a way back."""
    told: list[int] = []
    found = discover([io.BytesIO(gzip.compress(SQUID.encode()))], timezone="UTC", progress=told.append)
    assert (found.services, found.summary) == (plain.services, plain.summary)
    assert sum(told) > 0


def test_progress_is_the_size_of_the_files(tmp_path: Path) -> None:
    """What is told along the way adds up to the bytes on disk."""
    log = tmp_path / "log.gz"
    log.write_bytes(gzip.compress(SQUID.encode()))
    told: list[int] = []
    discover([log], timezone="UTC", progress=told.append)
    assert sum(told) == log.stat().st_size


def test_a_map_of_columns(tmp_path: Path) -> None:
    """Columns of any name, by name or by number, with quotes and separators in the cells."""
    rows = [
        "wanneer|wie|waarheen|omhoog",
        '2026-10-20 10:15:30+02:00|"Jansen | J."|https://ChatGPT.com:443/a|10',
    ]
    rows += [
        '2026-10-20 10:16:30+02:00|"De ""baas"""|claude.ai.|7',
        "2026-10-20 10:17:30+02:00|Ali|nu.nl|1",
        "kapot",
    ]
    log = tmp_path / "eigen.csv"
    log.write_text("\n".join(rows))
    by_name = {"host": "Waarheen", "client": "wie", "time": "wanneer", "bytes": "omhoog"}
    found = discover([log], columns=by_name)
    assert [(one.service, one.events, one.clients, one.bytes_out) for one in found.services] == [
        ("chatgpt", 1, 1, 10),
        ("claude", 1, 1, 7),
    ]
    assert found.services[0].as_dict()["first_seen"] == "2026-10-20T08:15:30Z"
    assert dict(found.summary.reasons) == {"comment or header": 1, "not in this format": 1}
    log.write_text("\n".join(rows[1:]))
    by_number = {"host": "3", "client": "2", "time": "1", "bytes": "4"}
    assert discover([log], columns=by_number).services == found.services


def test_paths_tell_ai_on_shared_hosts(tmp_path: Path) -> None:
    """A log with whole URLs shows AI that lives on a general site; the site by itself shows none."""
    lines = [
        "1729419330.123 9 192.0.2.1 TCP_MISS/200 9 POST http://github.com/chat/completions - D/1 -",
        "1729419331.123 9 192.0.2.2 TCP_MISS/200 9 GET http://github.com/x?q=/chat/completions - D/1 -",
        "1729419332.123 9 192.0.2.3 TCP_TUNNEL/200 9 CONNECT github.com:443 - HIER_DIRECT/1 -",
    ]
    log = tmp_path / "log"
    log.write_text("\n".join(lines))
    (one,) = read(log).services
    assert (one.service, one.hosts, one.events, one.clients) == ("github-copilot", ("github.com",), 1, 1)


def test_addresses_are_no_hosts(tmp_path: Path) -> None:
    """Lines with an address for a host are counted as such, for both kinds of address."""
    lines = [
        "1729419330.123 9 192.0.2.1 TCP_TUNNEL/200 9 CONNECT 104.18.32.47:443 - HIER_DIRECT/1 -",
        "1729419331.123 9 192.0.2.1 TCP_TUNNEL/200 9 CONNECT [2606:4700::6812:202f]:443 - HIER_DIRECT/1 -",
        "1729419332.123 9 192.0.2.1 TCP_TUNNEL/200 9 CONNECT chatgpt.com:443 - HIER_DIRECT/1 -",
    ]
    log = tmp_path / "log"
    log.write_text("\n".join(lines))
    found = read(log)
    assert dict(found.summary.reasons) == {"no host name": 2}
    assert [one.service for one in found.services] == ["chatgpt"]
