"""How fast logs are read, and in how much memory: ten million lines on DuckDB and on PySpark.

`SCHADUWWACHT_BENCH_LINES` sets another number of lines. A block of lines of 10,000 people, one in thirty to
an AI service, is written again and again. The aim is 1,000,000 lines a second on two free cores, and 1 GiB.
"""

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from log_writers import WRITERS, visits
from needs import needs
from pytest_benchmark.fixture import BenchmarkFixture
from running import command

LINES = int(os.environ.get("SCHADUWWACHT_BENCH_LINES", "10000000"))
BLOCK = 100_000
GIB = 2**30
_WHOLE = ("bind", "squid", "zeek-ssl", "suricata")
_PART = (
    "unbound",
    "dnsmasq",
    "windows-dns",
    "combined",
    "haproxy",
    "zscaler-csv",
    "fortigate",
    "paloalto",
    "csv",
    "json",
)


@dataclass(frozen=True, slots=True)
class Log:
    """A log on disk."""

    name: str
    path: Path
    lines: int


@dataclass(slots=True)
class Run:
    """One run of the command.

    Attributes:
        seconds: From start to end, imports included.
        cpu: Processor time of the command itself; the engine of PySpark is another process.
        memory: Peak of resident memory, with that of what it started.
        output: What it printed.
    """

    seconds: float
    cpu: float
    memory: int
    output: list[str]


def write(name: str, lines: int, folder: Path) -> Log:
    """About so many lines."""
    writer = WRITERS[name]
    block = "".join(
        f"{x}\n" for v in visits(BLOCK, share=0.033, people=10_000) for x in writer.write(v)
    ).encode()
    size = block.count(b"\n")
    times = max(1, round(lines / size))
    path = folder / f"{name}.log"
    with path.open("wb") as file:
        file.write("".join(f"{line}\n" for line in writer.head).encode())
        for _ in range(times):
            file.write(block)
    return Log(name, path, times * size + len(writer.head))


def run(*arguments: str | Path, **environment: str) -> Run:
    """Run the command and watch its memory."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, env=os.environ | environment, text=True
    )
    peaks: dict[int, int] = {}
    watching = threading.Thread(target=_watch, args=(process.pid, peaks), daemon=True)
    watching.start()
    assert process.stdout is not None
    output = process.stdout.read().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    assert process.returncode == 0
    own = usage.ru_maxrss * 1024
    others = sum(peak for pid, peak in peaks.items() if pid != process.pid)
    return Run(seconds, usage.ru_utime + usage.ru_stime, own + others, output)


def _watch(pid: int, peaks: dict[int, int]) -> None:
    """Keep the peak memory of a process and its descendants until it ends."""
    while True:
        waiting, family = [pid], []
        while waiting:
            one = waiting.pop()
            family.append(one)
            for task in Path(f"/proc/{one}/task").glob("*/children"):
                waiting += map(int, _text(task).split())
        if not _text(Path(f"/proc/{pid}/status")):
            return
        for one in family:
            for line in _text(Path(f"/proc/{one}/status")).splitlines():
                if line.startswith("VmHWM:"):
                    peaks[one] = int(line.split()[1]) * 1024
        time.sleep(0.2)


def _text(path: Path) -> str:
    """What a file of /proc says; nothing when its process is gone."""
    try:
        return path.read_text()
    except OSError:
        return ""


def tell(engine: str, log: Log, done: Run) -> None:
    size = f"{log.lines:>11,} lines {log.path.stat().st_size / 2**20:>6,.0f} MiB"
    rate = f"{log.lines / done.seconds:>9,.0f} lines/s"
    if engine == "duckdb":
        rate += f" {log.lines / done.cpu:>9,.0f} lines a CPU second"
    memory = f"{done.memory / 2**20:>5,.0f} MiB peak"
    print(f"\n{engine:>7} {log.name:<12} {size} {done.seconds:>6.1f} s {rate} {memory}")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that does not outlive the test: logs of ten million lines are large."""
    yield tmp_path
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize("name", [*_WHOLE, *_PART])
def test_duckdb(benchmark: BenchmarkFixture, name: str, folder: Path) -> None:
    """The whole command; below 1 GiB whatever the number of lines."""
    log = write(name, LINES if name in _WHOLE else LINES // 10, folder)
    done = benchmark.pedantic(run, ("discover", "--json", "--timezone", "UTC", log.path), rounds=1)
    tell("duckdb", log, done)
    assert json.loads(done.output[-1])["summary"]["lines"] == log.lines
    assert done.memory < GIB


@needs("java", "default-jre-headless")
def test_pyspark(benchmark: BenchmarkFixture, folder: Path) -> None:
    """The same lines on PySpark in its local mode, with the same result as on DuckDB."""
    log = write("bind", LINES, folder)
    arguments = ("discover", "--json", "--timezone", "UTC", log.path, "--engine")
    submit = "--master local[2] --driver-memory 1g --conf spark.ui.showConsoleProgress=false pyspark-shell"
    settings = {"PYSPARK_SUBMIT_ARGS": submit, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = benchmark.pedantic(run, (*arguments, "spark"), settings, rounds=1)
    tell("pyspark", log, done)
    assert done.output == run(*arguments, "duckdb").output


def test_everything_is_ai(benchmark: BenchmarkFixture, folder: Path) -> None:
    """The worst case: every line is AI, and each of a million clients is another."""
    clients = (f"10.{n // 65536}.{n // 256 % 256}.{n % 256}" for n in range(1_000_000))
    end = "TCP_TUNNEL/200 9 CONNECT chatgpt.com:443 - X/- -"
    lines = "".join(f"1792484130.123 9 {client} {end}\n" for client in clients)
    path = folder / "squid.log"
    with path.open("w") as file:
        for _ in range(max(1, LINES // 1_000_000)):
            file.write(lines)
    log = Log("all AI", path, max(1, LINES // 1_000_000) * 1_000_000)
    done = benchmark.pedantic(run, ("discover", "--json", log.path), rounds=1)
    tell("duckdb", log, done)
    assert json.loads(done.output[0])["clients"] == 1_000_000
    assert done.memory < GIB
