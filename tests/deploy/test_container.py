"""The container image: what its recipe says is done here step by step, for no engine runs in the tests."""

import fnmatch
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser
from running import Running, free_ports

from agent.config import Config, host_and_port

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "deploy" / "Containerfile"


def stages() -> list[list[dict[str, str]]]:
    """The instructions of each stage, comments left out."""
    found: list[list[dict[str, str]]] = []
    for step in DockerfileParser(fileobj=io.BytesIO(RECIPE.read_bytes())).structure:
        if step["instruction"] == "FROM":
            found.append([])
        elif step["instruction"] != "COMMENT":
            found[-1].append(step)
    return found


def values(stage: list[dict[str, str]], instruction: str) -> list[str]:
    """What these instructions of a stage say."""
    return [step["value"] for step in stage if step["instruction"] == instruction]


def variables(stage: list[dict[str, str]]) -> dict[str, str]:
    """The environment that a stage sets."""
    return dict(pair.split("=", 1) for value in values(stage, "ENV") for pair in value.split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment that the build stage makes, made by the same commands over the same copied files."""
    folder = tmp_path_factory.mktemp("image")
    source, target = folder / "src", folder / "opt"
    source.mkdir()
    build = stages()[0]
    environment = os.environ | variables(build)
    environment |= {"UV_PROJECT_ENVIRONMENT": str(target), "UV_PYTHON": sys.executable}
    # Packages come from uv's cache and are not compiled: the tests have no hours.
    environment |= {"UV_LINK_MODE": "hardlink", "UV_COMPILE_BYTECODE": "0"}
    uv = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    for step in build:
        if step["instruction"] == "COPY":
            *names, place = step["value"].split()
            for name in names:
                copy(ROOT / name, source / (name if place == "./" else place))
        elif step["instruction"] == "RUN":
            program, *words = json.loads(step["value"])
            if program == "uv":
                kept = [word for word in words if word != "--no-cache"]
                subprocess.run([uv, *kept, "--quiet"], cwd=source, env=environment, check=True, timeout=300)
    shutil.rmtree(source)
    return target


def copy(source: Path, target: Path) -> None:
    """One file or folder of the checkout, as `.dockerignore` lets it through."""
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert f"!{source.name}" in ignored, f".dockerignore keeps {source.name} away from the builder"
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def test_the_recipe_builds_the_guard(built: Path, tmp_path: Path) -> None:
    """The commands of the build stage give a guard that runs without the checkout."""
    for command in (["--version"], ["services", "lookup", "claude.ai"], ["pac"]):
        done = subprocess.run(
            [built / "bin" / "schaduwwacht", *command],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    imported = subprocess.run(
        [built / "bin" / "python", "-I", "-c", "import agent; print(agent.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert imported.stdout.startswith(str(built))


def test_the_image_holds_no_tools_of_ours(built: Path) -> None:
    """Tests, linters and the build's own tools stay outside."""
    names = {path.name.split("-")[0] for path in built.glob("lib/python*/site-packages/*.dist-info")}
    assert {"schaduwwacht", "mitmproxy", "spacy"} <= names
    assert not names & {"pytest", "ruff", "mypy", "playwright", "hypothesis", "uv"}


def test_the_image_runs_without_power() -> None:
    """Not as root, data in a volume, and a command without a shell that would swallow signals."""
    final = stages()[-1]
    (user,) = values(final, "USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    environment = variables(final)
    assert json.loads(values(final, "VOLUME")[0]) == [environment["SCHADUWWACHT_DATA_DIR"]]
    assert json.loads(values(final, "ENTRYPOINT")[0]) + json.loads(values(final, "CMD")[0]) == [
        "schaduwwacht",
        "run",
    ]
    instructions = [step["instruction"] for step in final]
    assert instructions.index("USER") > max(n for n, name in enumerate(instructions) if name == "RUN")


def test_the_image_opens_the_usual_ports() -> None:
    """Each port is the usual one, on all addresses of the container, and is declared."""
    final = stages()[-1]
    environment = variables(final)
    usual = Config()
    exposed = values(final, "EXPOSE")[0].split()
    for name, address in (("LISTEN", usual.listen), ("CONSOLE", usual.console), ("METRICS", usual.metrics)):
        host, port = host_and_port(environment[f"SCHADUWWACHT_{name}"])
        assert (host, port) == ("0.0.0.0", host_and_port(address)[1])
        assert str(port) in exposed


def test_the_health_check_tells_ready_from_not(guard: Running) -> None:
    """The image's own command, against a guard and against nothing."""
    (value,) = values(stages()[-1], "HEALTHCHECK")
    program, *words = json.loads(value.partition(" CMD ")[2])
    assert program == "python"
    ready = int(guard.console.rpartition(":")[2])
    codes = []
    for port in (ready, *free_ports(1)):
        here = [word.replace("8081", str(port)) for word in words]
        codes.append(subprocess.run([sys.executable, *here], capture_output=True, check=False).returncode)
    assert codes[0] == 0
    assert codes[1] != 0


def test_the_builder_sees_nothing_else() -> None:
    """Data, keys and the history of the checkout never reach the builder."""
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    admitted = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    for name in (".git", ".venv", "schaduwwacht.db", "ca", "schaduwwacht.yaml", "tests", "deploy"):
        assert not any(fnmatch.fnmatch(name, pattern) for pattern in admitted)
