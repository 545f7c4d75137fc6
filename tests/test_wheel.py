"""The built wheel, installed into an empty environment: no data file is forgotten."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the wheel's own command, with this environment's dependencies beside it."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = os.environ.get("UV") or shutil.which("uv") or "uv"  # `uv run` says where it is
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT], check=True, timeout=300)
    wheel = next(folder.glob("schaduwwacht-*.whl"))
    environment = folder / "env"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, environment], check=True, timeout=60)
    python = environment / "bin" / "python"
    install = [uv, "pip", "install", "--quiet", "--no-deps", "--python", python, wheel]
    subprocess.run(install, check=True, timeout=60)
    packages = next(Path(sys.executable).parent.parent.glob("lib/python*/site-packages"))
    site = next(environment.glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(str(packages) + "\n")
    return environment / "bin"


def call(installed: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command outside the checkout."""
    command = [installed / "schaduwwacht", *arguments]
    folder = installed.parent
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False, **more
    )


def test_the_wheel_knows_its_services(installed: Path) -> None:
    """The catalogue is in the wheel."""
    done = call(installed, "services", "lookup", "claude.ai")
    assert json.loads(done.stdout)["service"] == "claude"


def test_the_wheel_finds_names_and_numbers(installed: Path) -> None:
    """Lists, models and patterns are in the wheel."""
    text = "Beste mevrouw Fatima El Amrani, uw BSN is 111222333 en u woont op Kerkstraat 12, 1234 AB Utrecht."
    done = call(installed, "scan", "--json", "-", input=text)
    kinds = {finding["type"] for finding in json.loads(done.stdout)["findings"]}
    assert {"PERSON", "NL_BSN", "ADDRESS"} <= kinds


def test_the_wheel_makes_its_database_and_ca(installed: Path, tmp_path: Path) -> None:
    """Migrations and packs are in the wheel."""
    assert call(installed, "register", "list", "--data-dir", str(tmp_path)).returncode == 0
    assert "CERTIFICATE" in call(installed, "ca", "export", "--data-dir", str(tmp_path)).stdout
    assert "FindProxyForURL" in call(installed, "pac").stdout


def test_the_wheel_imports_from_itself(installed: Path) -> None:
    """The test above really ran the wheel, not the checkout."""
    code = "import agent, detectors, policies; print(agent.__file__, detectors.__file__, policies.__file__)"
    done = subprocess.run(
        [installed / "python", "-c", code],
        cwd=installed,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.count("site-packages") == 3
    assert str(ROOT / "agent") not in done.stdout
