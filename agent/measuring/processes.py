"""Memory and open files of the proxy and its scan processes, as Linux tells them under `/proc`.

Elsewhere there is no `/proc`, and these metrics are left out.
"""

import os
import resource
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

PROC = Path("/proc")
PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True, eq=False)
class ProcessCollector(Collector):
    """Looks at each scrape.

    Attributes:
        prefix: Of the metrics' names.
    """

    prefix: str

    def collect(self) -> Iterable[Metric]:
        """The metrics."""
        memory = GaugeMetricFamily(
            self.prefix + "memory_bytes",
            "Resident memory of the proxy, and of each scan process with the programs it started.",
            labels=["process"],
        )
        for name, size in memory_by_process().items():
            memory.add_metric([name], size)
        yield memory
        if PROC.is_dir():
            number = len(list((PROC / "self" / "fd").iterdir()))
            yield GaugeMetricFamily(self.prefix + "open_files", "Files and connections open.", value=number)
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        yield GaugeMetricFamily(self.prefix + "open_files_limit", "How many there may be.", value=limit)


def memory_by_process(root: int | None = None) -> dict[str, int]:
    """Bytes by process: ``proxy``, ``scan-1``, ``scan-2`` and so on.

    Scan processes are children of the fork server, which is our child and small.

    Args:
        root: The proxy's process; None is this one.
    """
    root = root or os.getpid()
    children: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        pid = int(folder.name)
        children.setdefault(int(stat[1]), []).append(pid)
        sizes[pid] = int(stat[21]) * PAGE
    found = {"proxy": sizes[root]} if root in sizes else {}
    workers = sorted(pid for child in children.get(root, ()) for pid in children.get(child, ()))
    for number, pid in enumerate(workers, 1):
        found[f"scan-{number}"] = _with_children(pid, children, sizes)
    return found


def _with_children(pid: int, children: dict[int, list[int]], sizes: dict[int, int]) -> int:
    return sizes[pid] + sum(_with_children(child, children, sizes) for child in children.get(pid, ()))
