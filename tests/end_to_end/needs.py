"""Tests that need a program say so here."""

import os
import shutil

import pytest


def needs(program: str, package: str) -> pytest.MarkDecorator:
    """Skip where the program is missing and say which Debian package has it; in CI that is a failure."""
    missing = shutil.which(program) is None
    if missing and os.environ.get("CI"):
        raise RuntimeError(f"CI must have {program}: install the package {package}")
    return pytest.mark.skipif(missing, reason=f"needs {program}: install the package {package}")
