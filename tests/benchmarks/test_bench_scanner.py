"""How fast a scan is, side by side with Presidio's engine with slim recognizers over the same spaCy pipeline.

`make bench` prints a table: rows are lengths, with and without personal data. Times are CPU seconds of the
fastest of a few runs, so that a busy machine does not blur them.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from agent.examine import Examiner
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

PEOPLE = 1_000_000
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


def test_side_by_side(benchmark: BenchmarkFixture, slim_presidio: Detector) -> None:
    """The table of all sizes: cold, when the text was seen before, and Presidio, in the same run."""
    examiner = Examiner(Scanner())
    print("\n| code points | text | ours, ms | seen, ms | Presidio + same model, ms | times | times, seen |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for size in SIZES:
        for kind in ("harmless", "personal"):
            text = make_text(size, personal=kind == "personal")
            cold = _fastest(examiner.scanner.scan, text, RUNS[size]) * 1e3
            examiner.text(text)
            seen = _fastest(examiner.text, text, RUNS[size]) * 1e3
            theirs = _fastest(slim_presidio, text, max(1, RUNS[size] // 5)) * 1e3
            row = f"{size:,} | {kind} | {cold:.2f} | {seen:.3f} | {theirs:.1f}"
            print(f"| {row} | {theirs / cold:.1f} | {theirs / seen:.0f} |")
    text = make_text(2_000, personal=True)
    benchmark.pedantic(examiner.scanner.scan, args=(text,), rounds=5)


START = """
import sys, time
start = time.process_time()
from detectors.scanner import Scanner
scanner = Scanner()
scanner.scan("Jan de Vries, BSN 626018158")
print(time.process_time() - start)
def megabytes():
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return int(status["VmHWM"].split()[0]) // 1024
print(megabytes())
text = sys.stdin.read()
scanner.scan(text[:20_000])
print(megabytes())
scanner.scan(text)
print(megabytes())
"""


def test_start_and_memory(benchmark: BenchmarkFixture) -> None:
    """CPU seconds from nothing to the first finding, and the most memory a worker took by then and later."""
    text = make_text(1_000_000, personal=True)

    def start() -> list[str]:
        program = [sys.executable, "-c", START]
        return subprocess.run(program, input=text, capture_output=True, text=True, check=True).stdout.split()

    seconds, first, small, large = benchmark.pedantic(start, rounds=1)
    print(f"\nstart: {float(seconds):.2f} s CPU; memory at the first finding {first} MB,", end=" ")
    print(f"after 20,000 code points {small} MB, after 1,000,000 {large} MB")


def test_known_people(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """What an index of a million people costs on disk and in time; scans with and without take turns."""
    path, key = tmp_path / "people.index", b"a key of the benchmarks"
    columns: dict[str, Column] = {"first": "first_name", "last": "last_name", "bsn": "bsn", "mail": "email"}
    rows = (
        {
            "first": FIRST[n % 10],
            "last": f"{LAST[n % 7]}{_letters(n)}",
            "bsn": str(10**8 + n),
            "mail": f"{FIRST[n % 10]}{n}@voorbeeld.nl",
        }
        for n in range(PEOPLE)
    )
    start = time.process_time()
    people = build_index(rows, columns, key, path)
    built = time.process_time() - start
    without, knowing = Scanner(), Scanner(ScanSettings(known_index=path, known_key=key))
    print(f"\n{people:,} people: built in {built:.0f} s CPU, {path.stat().st_size / 1e6:.0f} MB on disk")
    for size in (2_000, 20_000):
        text = make_text(size, personal=True)
        times: dict[str, list[float]] = {"without": [], "with": []}
        for _ in range(RUNS[size]):
            times["without"].append(_fastest(without.scan, text, 1) * 1e3)
            times["with"].append(_fastest(knowing.scan, text, 1) * 1e3)
        plain, known = (statistics.median(times[name]) for name in ("without", "with"))
        print(f"{size:,} code points: {plain:.2f} ms without, {known:.2f} ms with, ratio {known / plain:.2f}")
    benchmark.pedantic(knowing.scan, args=(make_text(20_000, personal=True),), rounds=3)


def _letters(number: int) -> str:
    """A number as letters, so that family names differ."""
    return "".join(chr(97 + int(digit)) for digit in str(number))
