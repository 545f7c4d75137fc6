"""When certificates end, so that somebody renews them in time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector


@dataclass(frozen=True, slots=True, eq=False)
class CertificateCollector(Collector):
    """Reads them at each scrape: a renewed one counts at once.

    Attributes:
        prefix: Of the metric's name.
        files: PEM file by what it is for; one that is not there is left out.
    """

    prefix: str
    files: Mapping[str, Path]

    def collect(self) -> Iterable[Metric]:
        """The metric."""
        family = GaugeMetricFamily(
            self.prefix + "certificate_expiry_timestamp_seconds",
            "When a certificate ends; 0 when its file cannot be read as one.",
            labels=["certificate"],
        )
        for name, file in self.files.items():
            if file.exists():
                family.add_metric([name], _end(file))
        yield family


def _end(file: Path) -> float:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc.timestamp()
    except (OSError, ValueError):
        return 0.0
