"""The same query on PySpark, in its local mode: the same result to the last count."""

import gzip
import os
from collections.abc import Iterator
from itertools import batched
from pathlib import Path

import pytest
from log_writers import WRITERS, visits
from needs import needs
from pyspark.sql import SparkSession
from wild_logs import wild_logs

from agent.discovery import Engine, discover
from agent.discovery.logs.columns import Columns
from agent.discovery.logs.formats import FORMATS, GENERAL_FORMATS, find_layout
from agent.errors import FailureError, UsageError

pytestmark = needs("java", "default-jre-headless")
VISITS = list(visits(200))
_GROUPS = {
    "DNS": ("bind", "bind-view", "unbound", "unbound-replies", "dnsmasq", "windows-dns", "windows-dns-us"),
    "sensors": ("zeek-dns", "zeek-dns-json", "zeek-ssl", "zeek-ssl-bare", "zeek-ssl-json"),
    "proxies": ("squid", "combined", "haproxy", "haproxy-captured", "haproxy-https", "csv", "json"),
    "firewalls": ("suricata", "suricata-dns", "zscaler-csv", "zscaler-pairs", "zscaler-json", "fortigate",
                  "fortigate-dns", "paloalto"),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One session for all tests, small and quiet."""
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",  # compiling costs more than these few lines
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        "spark.driver.memory": "1g",
        # Halves the time: the compiler that optimises most does not pay off in a minute.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    started = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield
    started.stop()


def test_every_writer_is_in_a_group() -> None:
    """No log is left out."""
    assert {name for group in _GROUPS.values() for name in group} == set(WRITERS)


def one_of_each_kind() -> list[str]:
    """Logs that are read in different ways; from one JSON to another only names of columns differ."""
    kinds: dict[object, str] = {}
    for name, wild in wild_logs().items():
        layout = find_layout(list(wild.write(VISITS[:12])), FORMATS.values())
        assert layout is not None
        way = layout.variant
        if layout.format in GENERAL_FORMATS:
            way = next((part for part in way if not isinstance(part, Columns | tuple)), None)  # type: ignore[attr-defined]
        kinds.setdefault((layout.format, str(way), layout.clock), name)
    return list(kinds.values())


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "names", list(batched(one_of_each_kind(), 16, strict=False)), ids=lambda names: names[0]
)
def test_spark_finds_the_same_in_logs_of_other_makes(names: tuple[str, ...], tmp_path: Path) -> None:
    """Every regular expression and every place means the same to both."""
    for name in names:
        (tmp_path / name).write_text("\n".join((*wild_logs()[name].write(VISITS[:12]), "kapotte regel")))
    duck = discover([tmp_path / name for name in names], timezone="UTC")
    spark = discover([tmp_path / name for name in names], timezone="UTC", engine=Engine.SPARK)
    assert spark == duck
    assert duck.summary.read == 12 * len(names)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("group", _GROUPS)
def test_spark_finds_what_duckdb_finds(group: str, tmp_path: Path) -> None:
    """Logs of each kind, with garbage between the lines, one of them compressed."""
    logs = []
    for name in _GROUPS[group]:
        text = "\n".join(("", *WRITERS[name].lines(VISITS), "kapotte regel", "")).encode()
        logs.append(tmp_path / f"{name}.log{'' if logs else '.gz'}")
        logs[-1].write_bytes(text if len(logs) > 1 else gzip.compress(text))
    duck = discover(logs, timezone="UTC")
    spark = discover(logs, timezone="UTC", engine=Engine.SPARK)
    assert spark.services == duck.services
    assert spark.summary == duck.summary
    assert spark.formats == duck.formats
    assert duck.summary.read == len(logs) * len(VISITS)


def test_streams_are_refused() -> None:
    """A cluster cannot read this machine's standard input."""
    with pytest.raises(UsageError, match="not a stream"):
        discover(["-"], engine=Engine.SPARK)


def test_nothing_readable(tmp_path: Path) -> None:
    """The same failure as on DuckDB."""
    log = tmp_path / "log"
    log.write_text("Er was eens\n")
    with pytest.raises(FailureError, match="nothing readable"):
        discover([log], engine=Engine.SPARK)
