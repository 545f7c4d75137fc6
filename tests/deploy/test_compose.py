"""The compose file: valid, closed to the outside, and its Prometheus really reads the guard."""

import contextlib
import json
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from dockerfile_parse import DockerfileParser
from needs import find
from running import Running, fetch, free_ports, wait_until

DEPLOY = Path(__file__).parents[2] / "deploy"
FILE = DEPLOY / "compose.yaml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
each_service = pytest.mark.parametrize("name", SERVICES)


def mounts(name: str) -> list[list[str]]:
    """Source, target and options of a service's volumes."""
    return [volume.split(":") for volume in SERVICES[name]["volumes"]]


def test_the_file_fits_the_specification() -> None:
    """The schema of the Compose Specification takes it."""
    program = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [program, "--builtin-schema", "vendor.compose-spec", FILE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@each_service
def test_a_service_has_no_power(name: str) -> None:
    """Read-only, without capabilities and new privileges, without core dumps, and never privileged."""
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["ulimits"]["core"] == 0
    assert not {"cap_add", "privileged", "network_mode", "pid", "ipc", "devices"} & set(service)
    assert all("noexec" in place for place in service["tmpfs"])
    assert ":" in service["image"].rpartition("/")[2]


@each_service
def test_a_port_is_open_on_this_machine_only(name: str) -> None:
    """Unless somebody names another address, and then for the proxy alone."""
    for port in SERVICES[name]["ports"]:
        assert port.startswith(("127.0.0.1:", "${SCHADUWWACHT_PROXY_ADDRESS:-127.0.0.1}:8080:"))


@each_service
def test_a_service_tells_its_health(name: str) -> None:
    """Without a shell; who depends on another waits for its health."""
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    for condition in SERVICES[name].get("depends_on", {}).values():
        assert condition == {"condition": "service_healthy"}


@each_service
def test_what_is_mounted_exists(name: str) -> None:
    """Named volumes are declared, and files come from the checkout, read-only."""
    for source, target, *options in mounts(name):
        if source.startswith("."):
            assert options == ["ro"]
            assert (DEPLOY / source).exists() or source == "../dashboards"
        else:
            assert source in COMPOSE["volumes"]
            assert target.startswith(("/var/lib/", "/prometheus", "/alertmanager"))


def test_guard_and_image_agree() -> None:
    """The compose file repeats the image's health check, which Podman's image format does not carry."""
    image = DockerfileParser(fileobj=(DEPLOY / "Containerfile").open("rb"))
    (check,) = [step["value"] for step in image.structure if step["instruction"] == "HEALTHCHECK"]
    ours = SERVICES["guard"]["healthcheck"]
    assert ours["test"] == ["CMD", *json.loads(check.partition(" CMD ")[2])]
    for name in ("interval", "timeout", "retries"):
        assert f"--{name}={ours[name]} " in check
    assert f"--start-period={ours['start_period']} " in check
    assert mounts("guard")[0][1] in image.content


def test_grafana_finds_what_is_mounted() -> None:
    """The paths and names in Grafana's provisioning are those of the compose file."""
    folder = DEPLOY / "grafana" / "provisioning"
    dashboards = yaml.safe_load((folder / "dashboards" / "schaduwwacht.yaml").read_text())
    sources = yaml.safe_load((folder / "datasources" / "prometheus.yaml").read_text())
    targets = {target for _, target, *_ in mounts("grafana")}
    assert dashboards["providers"][0]["options"]["path"] in targets
    (source,) = sources["datasources"]
    assert source["url"] == "http://prometheus:9090"
    assert all(isinstance(value, str) for value in SERVICES["grafana"]["environment"].values())


@pytest.fixture(scope="module")
def prometheus(guard: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Prometheus with the configuration of the compose file, where `guard` is the guard of the tests."""
    program = find("prometheus", "prometheus")
    folder = tmp_path_factory.mktemp("prometheus")
    (port,) = free_ports(1)
    text = (DEPLOY / "prometheus" / "prometheus.yml").read_text()
    for old, new in (
        ("guard:9464", guard.metrics.removeprefix("http://")),
        ("127.0.0.1:9090", f"127.0.0.1:{port}"),
        ("15s", "1s"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "prometheus.yml").write_text(text)
    process = subprocess.Popen(
        [
            program,
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
    )
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(60)


def test_the_configuration_is_valid() -> None:
    """The checker of Prometheus finds nothing."""
    promtool = find("promtool", "prometheus")
    file = DEPLOY / "prometheus" / "prometheus.yml"
    done = subprocess.run([promtool, "check", "config", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_reads_the_guard(prometheus: str) -> None:
    """A real Prometheus with this configuration scrapes a real guard and itself."""
    query = f"{prometheus}/api/v1/query?" + urllib.parse.urlencode({"query": "up == 1"})

    def jobs() -> set[str]:
        with contextlib.suppress(OSError):
            return {sample["metric"]["job"] for sample in json.loads(fetch(query))["data"]["result"]}
        return set()

    assert wait_until(lambda: jobs() == {"schaduwwacht", "prometheus"})
