"""How fast a scan is, side by side with Presidio's engine with slim recognizers and the same name model.

`make bench` prints a table: rows are lengths, with and without personal data. Times are CPU seconds of the
fastest of a few runs, so that a busy machine does not blur them.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from detectors.finding import Finding
from detectors.known import Column, build_index
from detectors.scanner import Scanner, ScanSettings

Detector = Callable[[str], Sequence[Finding]]

HARMLESS = (
    "Kun je deze tekst korter maken en de toon wat vriendelijker?",
    "We zoeken iemand voor de planning die goed kan samenwerken en graag leert.",
    "De vergadering gaat over het nieuwe rooster, de werkdruk en de koffieautomaat.",
    "Schrijf een samenvatting van drie alinea's over het verschil tussen btw en accijns.",
    "Let op: de levering van week 14 schuift door naar week 16, omdat het magazijn verhuist.",
    "What would be a good title for a talk about energy saving in offices?",
    "Geef me een lijst met vragen die ik kan stellen aan de leverancier van onze printers.",
    "Het team heeft vorig kwartaal 1.250 pakketten verstuurd, 12 procent meer dan het jaar ervoor.",
)

PERSONAL = (
    "Mevrouw Anouk Terpstra, BSN 626018158, meldde zich maandag ziek.",
    "Zijn mail is d.kuipers@voorbeeld.nl en hij is bereikbaar op 06-12345678.",
    "Betaling naar NL89 INGB 7025 8888 38 ten name van Youssef El Idrissi.",
    "Geboren op 12-03-1985, wonend Lindelaan 14, 3571 AB Utrecht.",
    "De leaseauto met kenteken GV-123-B staat op naam van Kees van der Wal.",
)

FIRST = ("anouk", "bram", "chantal", "dirk", "els", "fatima", "gert", "hanna", "ivo", "joke")
LAST = ("terpstra", "kuipers", "idrissi", "wal", "brouwer", "yilmaz", "vermeulen")

SIZES = (300, 2_000, 20_000, 1_000_000)
RUNS = {300: 50, 2_000: 30, 20_000: 10, 1_000_000: 1}


def make_text(size: int, *, personal: bool) -> str:
    """A text of a size; one sentence in four holds personal data, or none does."""
    sentences = cycle(
        sentence
        for index, harmless in enumerate(HARMLESS * 5)
        for sentence in ((harmless, PERSONAL[index % 5]) if personal and index % 3 == 0 else (harmless,))
    )
    text = next(sentences)
    while len(text) < size - 80:
        text += " " + next(sentences)
    return text


def _fastest(detect: Callable[[str], object], text: str, runs: int) -> float:
    detect(text[:300])
    times = []
    for _ in range(runs):
        start = time.process_time()
        detect(text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("kind", ["harmless", "personal"])
@pytest.mark.parametrize("size", SIZES)
def test_scan(benchmark: BenchmarkFixture, ours: Detector, size: int, kind: str) -> None:
    """One scan of a text never seen before."""
    personal = kind == "personal"
    text = make_text(size, personal=personal)
    found = benchmark.pedantic(ours, args=(text,), rounds=RUNS[size], warmup_rounds=1 if size < 1e6 else 0)
    assert bool(found) is personal


def test_side_by_side(benchmark: BenchmarkFixture, ours: Detector, slim_presidio: Detector) -> None:
    """The table of all sizes, ours against Presidio in the same run."""
    rows = []
    for size in SIZES[:3]:
        for personal in (False, True):
            text = make_text(size, personal=personal)
            mine = _fastest(ours, text, RUNS[size])
            theirs = _fastest(slim_presidio, text, max(2, RUNS[size] // 5))
            rows.append(
                (size, "personal" if personal else "harmless", mine * 1e3, theirs * 1e3, theirs / mine)
            )
    print("\n| code points | text | ours, ms | Presidio + same model, ms | times faster |")
    print("| ---: | --- | ---: | ---: | ---: |")
    for row in rows:
        print("| {} | {} | {:.2f} | {:.1f} | {:.1f} |".format(*row))
    benchmark.pedantic(ours, args=(make_text(2_000, personal=True),), rounds=5)


START = """
import sys, time
start = time.process_time()
from detectors.scanner import Scanner
scanner = Scanner()
scanner.scan("Jan de Vries, BSN 626018158")
print(time.process_time() - start)
scanner.scan(sys.stdin.read())
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(status["VmHWM"].split()[0]) // 1024)
"""


def test_start_and_memory(benchmark: BenchmarkFixture) -> None:
    """CPU seconds from nothing to the first finding, and the memory of a worker after a text of 20,000."""
    text = make_text(20_000, personal=True)

    def start() -> list[str]:
        program = [sys.executable, "-c", START]
        return subprocess.run(program, input=text, capture_output=True, text=True, check=True).stdout.split()

    seconds, megabytes = benchmark.pedantic(start, rounds=1)
    print(f"\nstart: {float(seconds):.2f} s CPU; memory after 20,000 code points: {megabytes} MB")


def test_known_people(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """What an index of 50,000 people costs on disk and in time."""
    path, key = tmp_path / "people.index", b"a key of the benchmarks"
    columns: dict[str, Column] = {"first": "first_name", "last": "last_name", "bsn": "bsn", "mail": "email"}
    rows = (
        {"first": FIRST[n % 10], "last": f"{LAST[n % 7]}{chr(97 + n % 26) * (n % 5)}", "bsn": str(10**8 + n)}
        for n in range(50_000)
    )
    start = time.process_time()
    people = build_index(rows, columns, key, path)
    built = time.process_time() - start
    without = Scanner()
    with_index = Scanner(ScanSettings(known_index=path, known_key=key))
    text = make_text(20_000, personal=True)
    times = [_fastest(scanner.scan, text, 5) * 1e3 for scanner in (without, with_index)]
    print(f"\n{people} people: built in {built:.1f} s, {path.stat().st_size / 1e6:.1f} MB")
    print("20,000 code points: {:.1f} ms without, {:.1f} ms with the index".format(*times))
    benchmark.pedantic(with_index.scan, args=(text,), rounds=3)
