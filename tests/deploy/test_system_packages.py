"""The script that installs what the tests need, in the worlds it may meet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from needs import find, needs

SCRIPT = Path(__file__).parents[1] / "install_system_packages.sh"


def run(**variables: str) -> subprocess.CompletedProcess[str]:
    """Run the script with these variables on top of a small environment."""
    usual = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        ["/bin/sh", SCRIPT], env=usual | variables, capture_output=True, text=True, check=False
    )


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """A Debian on which no package is installed and none can be had."""
    (tmp_path / "dpkg" / "updates").mkdir(parents=True)
    (tmp_path / "dpkg" / "status").touch()
    for folder in ("state/lists/partial", "cache/archives/partial", "etc"):
        (tmp_path / "apt" / folder).mkdir(parents=True)
    config = tmp_path / "apt.conf"
    config.write_text(
        f'Dir::Etc "{tmp_path}/apt/etc"; Dir::State "{tmp_path}/apt/state";\n'
        f'Dir::Cache "{tmp_path}/apt/cache";\n'
        f'Dir::State::status "{tmp_path}/dpkg/status";\n'
    )
    return {"DPKG_ADMINDIR": str(tmp_path / "dpkg"), "APT_CONFIG": str(config)}


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_another_system_is_told_what_it_lacks(tmp_path: Path, ci: str, code: int) -> None:
    """Outside Debian the script says so and goes on, except in CI."""
    done = run(PATH=str(tmp_path), CI=ci)
    assert (done.returncode, done.stdout) == (code, "")
    assert "not Debian" in done.stderr
    assert "tesseract-ocr-nld" in done.stderr


@needs("apt-get", "apt")
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to install and to give it up")
@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_user_is_told_what_to_ask_for(ci: str, code: int) -> None:
    """Without root nothing is installed; the note is the command to run."""
    find("setpriv", "util-linux")
    done = subprocess.run(
        ["setpriv", "--reuid=65534", "--clear-groups", "/bin/sh", "-s"],
        env={"PATH": os.environ["PATH"], "CI": ci, "DPKG_ADMINDIR": "/nonexistent"},
        input=SCRIPT.read_text(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert "sudo apt-get install --no-install-recommends chromium" in done.stderr


@needs("apt-get", "apt")
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to install")
@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_package_that_cannot_be_had_is_named(bare: dict[str, str], ci: str, code: int) -> None:
    """A failed installation stops CI, and is only a note anywhere else."""
    done = run(CI=ci, **bare)
    assert done.returncode == code
    assert "cannot install prometheus" in done.stderr
    assert "still missing: chromium" in done.stderr
    assert not any(line.startswith("E: dpkg was interrupted") for line in done.stderr.splitlines())


@needs("apt-get", "apt")
def test_nothing_is_done_when_nothing_is_missing(tmp_path: Path) -> None:
    """A machine that has it all is not asked to update its lists."""
    packages = SCRIPT.read_text().partition('PACKAGES="')[2].partition('"')[0].split()
    entries = [
        f"Package: {name}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n"
        "Maintainer: x\nDescription: x\n"
        for name in packages
    ]
    (tmp_path / "updates").mkdir()
    (tmp_path / "status").write_text("\n".join(entries))
    done = run(DPKG_ADMINDIR=str(tmp_path), CI="true")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_missing_program_skips_here_and_fails_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark names the package; CI refuses to skip."""
    monkeypatch.delenv("CI", raising=False)
    mark = needs("no-such-program", "no-such-package").mark
    assert mark.args == (True,)
    assert "apt-get install no-such-package" in mark.kwargs["reason"]
    with pytest.raises(pytest.skip.Exception, match="apt-get install"):
        find("no-such-program", "no-such-package")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(RuntimeError, match="apt-get install"):
        needs("no-such-program", "no-such-package")
    with pytest.raises(pytest.fail.Exception, match="apt-get install"):
        find("no-such-program", "no-such-package")
    program = Path(sys.executable)
    assert find(program.name, "python3", program.parent).samefile(program)
