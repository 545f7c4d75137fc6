"""The systemd unit: valid, hard, and no harder than the guard can bear."""

import base64
import io
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import confined
import httpx
import pytest
from fixtures import through
from needs import needs
from PIL import Image, ImageDraw, ImageFont
from running import command, start

from agent.config import Config
from agent.demo.stand_in import StandIn

FOLDER = Path(__file__).parents[2] / "deploy" / "systemd"
UNITS = ("schaduwwacht.service", "schaduwwacht-purge.service", "schaduwwacht-purge.timer")
UNIT, PURGE = (FOLDER / name for name in UNITS[:2])
CONFINED = Path(confined.__file__)
CHAT = "https://api.openai.com/v1/chat/completions"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """A folder with the units, with the command where it is installed here."""
    for unit in map(FOLDER.joinpath, UNITS):
        text = unit.read_text().replace("/opt/schaduwwacht/bin/schaduwwacht", command()[0])
        (tmp_path / unit.name).write_text(text)
    return tmp_path


@needs("systemd-analyze", "systemd")
@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_valid(units: Path, name: str) -> None:
    """No unknown directive, wrong value or missing program is in it."""
    done = subprocess.run(
        ["systemd-analyze", "verify", units / name], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@needs("systemd-analyze", "systemd")
@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_a_unit_is_hard(units: Path, name: str) -> None:
    """The review of systemd itself gives an exposure of at most 2.0 on its scale to 10."""
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", units / name],
        capture_output=True,
        text=True,
        check=False,
    )
    level = re.search(r"Overall exposure level[^:]*: ([\d.]+)", done.stdout)
    assert level, done.stdout + done.stderr
    assert float(level[1]) <= 2.0
    assert done.returncode == 0


def test_the_service_waits_longer_than_the_guard() -> None:
    """It gives up after the guard did: no request is cut that the grace would have saved."""
    (limit,) = confined.settings(UNIT, "TimeoutStopSec")
    assert int(limit.removesuffix("s")) >= 2 * Config().grace


@needs("systemd-sysusers", "systemd")
@needs("systemd-tmpfiles", "systemd")
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to make a user in an empty system")
def test_the_user_and_the_folder_are_made(tmp_path: Path) -> None:
    """The user exists without a shell, and the guard can read but not write its settings."""
    (tmp_path / "etc").mkdir()
    for kind, place in (("sysusers", "sysusers.d"), ("tmpfiles", "tmpfiles.d")):
        folder = tmp_path / "usr" / "lib" / place
        folder.mkdir(parents=True)
        shutil.copy(FOLDER / f"schaduwwacht.{kind}", folder / "schaduwwacht.conf")
    subprocess.run(["systemd-sysusers", f"--root={tmp_path}", "schaduwwacht.conf"], check=True)
    name, _, number, _, _, home, shell = (
        next(
            line
            for line in (tmp_path / "etc" / "passwd").read_text().splitlines()
            if line.startswith("schaduwwacht:")
        )
    ).split(":")
    subprocess.run(["systemd-tmpfiles", f"--root={tmp_path}", "--create", "schaduwwacht.conf"], check=True)
    made = (tmp_path / "etc" / "schaduwwacht").stat()
    assert (name, home, shell) == ("schaduwwacht", "/var/lib/schaduwwacht", "/usr/sbin/nologin")
    assert (made.st_uid, made.st_gid, oct(made.st_mode)[-3:]) == (0, int(number), "750")


def picture(text: str) -> str:
    """A picture of a text, as a data URL."""
    image = Image.new("RGB", (1400, 160), "white")
    ImageDraw.Draw(image).text((20, 40), text, fill="black", font=ImageFont.load_default(56))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


@pytest.fixture
def namespaces() -> None:
    """Skips where a process cannot be confined; no package would help."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to confine a process")
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets root make no mount namespace")


def confine(unit: Path, folder: Path) -> list[str | Path]:
    """A prefix that runs a command under a unit's restrictions, with two folders to write in."""
    for name in ("data", "tmp"):
        (folder / name).mkdir()
    return [
        "env", f"TMPDIR={folder / 'tmp'}", sys.executable, CONFINED, "--unit", unit,
        "--write", folder / "data", "--write", folder / "tmp", "--",
    ]  # fmt: skip


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder for the fork server's socket: the name of a Unix socket has at most 108 bytes."""
    with tempfile.TemporaryDirectory(prefix="sw-") as name:
        yield Path(name)


@needs("tesseract", "tesseract-ocr")
@needs("systemd-analyze", "systemd")
@pytest.mark.usefixtures("namespaces")
def test_the_guard_works_under_the_unit(internet: StandIn, short_path: Path) -> None:
    """With the unit's system calls and address families, a read-only system and no power, all of it works."""
    running = start(short_path, *through(internet), prefix=confine(UNIT, short_path))
    prompts = (
        "Geef een recept voor appeltaart.",
        "Het BSN is 111222333.",
        [{"type": "image_url", "image_url": {"url": picture("Het BSN van de werknemer is 111222333")}}],
    )
    context = ssl.create_default_context(cafile=running.ca)
    with httpx.Client(proxy=running.proxy, verify=context, timeout=60) as client:
        codes = [
            client.post(CHAT, json={"messages": [{"role": "user", "content": content}]}).status_code
            for content in prompts
        ]
    status = Path(f"/proc/{running.process.pid}/status").read_text()
    mounts = Path(f"/proc/{running.process.pid}/mounts").read_text()
    assert codes == [200, 403, 403], running.log.read_text()
    assert re.search(r"^\S+ / \S+ ro,", mounts, re.MULTILINE)
    assert re.search(r"^CapBnd:\s+0+$", status, re.MULTILINE)
    assert re.search(r"^Seccomp:\s+2$", status, re.MULTILINE)
    assert running.stop() == 0


@needs("systemd-analyze", "systemd")
@pytest.mark.usefixtures("namespaces")
def test_the_purge_works_under_its_unit(tmp_path: Path) -> None:
    """It opens the record, removes what is due, and says so."""
    prefix = confine(PURGE, tmp_path)
    program = [*prefix, *command("audit", "purge", "--data-dir", tmp_path / "data")]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
