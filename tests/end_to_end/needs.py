"""Programs of the system that a test needs: without them it is skipped, but never in CI.

Each call names the Debian package, and `tests/install_system_packages.sh` installs it.
"""

import os
import shutil
from pathlib import Path

import pytest


def needs(program: str, package: str) -> pytest.MarkDecorator:
    """A mark that skips a test where a program is missing.

    With CI=true the file with the test cannot be collected then: a test that CI never ran proves nothing.
    """
    found = shutil.which(program)
    if found is None and _in_ci():
        raise RuntimeError(_reason(program, package))
    return pytest.mark.skipif(found is None, reason=_reason(program, package))


def find(program: str, package: str, *folders: Path) -> Path:
    """A program for a fixture or a test: its path; the test is skipped without it, or fails in CI.

    Args:
        program: Its name.
        package: The Debian package that holds it.
        folders: Where to look besides PATH, the best first.
    """
    found = shutil.which(program) or shutil.which(program, path=os.pathsep.join(map(str, folders)))
    if found is None:
        (pytest.fail if _in_ci() else pytest.skip)(_reason(program, package))
    return Path(found)


def _in_ci() -> bool:
    return os.environ.get("CI") == "true"


def _reason(program: str, package: str) -> str:
    return f"{program} is not installed: apt-get install {package}"
