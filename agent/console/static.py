"""Style sheet and scripts: files of our own, from this machine."""

import hashlib
from functools import cache
from importlib import resources

from starlette.staticfiles import StaticFiles


def static_files() -> StaticFiles:
    """Serves the folder `static`; Starlette refuses paths that lead out of it."""
    return StaticFiles(packages=[("agent.console", "static")])


@cache
def asset(name: str) -> str:
    """The address of a file, which changes with its content, so that browsers can keep it."""
    content = (resources.files("agent.console") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"
