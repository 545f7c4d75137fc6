"""The pages in `docs/how-to`: what they tell people to type is typed here.

A block marked `sh` is run, all blocks of a page in one shell; `bash`, `powershell` and the like are for
another kind of machine and read only. A YAML block says in its first line which file it is.
"""

import io
import json
import os
import plistlib
import re
import shlex
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import click
import pytest
import typer
from dockerfile_parse import DockerfileParser
from needs import needs
from running import Running

from agent.cli import app
from agent.config import Config
from detectors.yaml_file import read_yaml
from policies.model import Policy

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^|\| |sudo -u schaduwwacht |exec guard )(?:/\S*/)?schaduwwacht (.*)")
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of code in a page."""

    page: str
    line: int
    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    """All code of a page, in order."""
    text = page.read_text("utf-8")
    return [
        Block(page.stem, text[: found.start()].count("\n") + 1, found[2], textwrap.dedent(found[3]))
        for found in FENCE.finditer(text)
    ]


def of(*languages: str) -> pytest.MarkDecorator:
    """One test for each block in these languages."""
    chosen = [block for page in PAGES for block in blocks(page) if block.language in languages]
    return pytest.mark.parametrize("block", chosen, ids=lambda block: f"{block.page}-{block.line}")


def words(block: Block) -> list[list[str]]:
    """Each `schaduwwacht` command in a block, as its words."""
    lines = re.sub(r"\\\n\s*", "", block.text).splitlines()
    found = (COMMAND.search(line) for line in lines)
    split = (shlex.split(match[1], comments=True) for match in found if match)
    return [list(takewhile(lambda word: word not in {"|", "||", ">"}, line)) for line in split]


@each_page
def test_every_block_is_of_a_kind_that_is_tested(page: Path) -> None:
    """A page holds no code that nothing checks."""
    kinds = {block.language for block in blocks(page)}
    assert kinds <= {"sh", "bash", "yaml", "json", "xml", "powershell", "dockerfile"}
    assert page.read_text().count("```") == 2 * len(blocks(page))


@of("sh", "bash")
def test_a_command_exists_with_its_options(block: Block) -> None:
    """Each `schaduwwacht` command of a page parses as the command line does."""
    done = subprocess.run(["bash", "-n"], input=block.text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for line in words(block):
        command: click.Command = typer.main.get_command(app)
        context = click.Context(command, info_name="schaduwwacht")
        while isinstance(command, click.Group):
            assert line, f"{block.page}:{block.line}: a group of commands alone does nothing"
            name, command, line = command.resolve_command(context, line)  # noqa: PLW2901 - goes down the words
            assert command is not None
            context = click.Context(command, info_name=name, parent=context)
        command.parse_args(context, line)


@of("yaml")
def test_a_settings_file_is_valid(block: Block) -> None:
    """The guard would take it."""
    models = {"# schaduwwacht.yaml": Config, "# policy.yaml": Policy}
    read_yaml(models[block.text.splitlines()[0]], block.text, f"{block.page}:{block.line}")


@of("json")
def test_a_json_file_is_valid(block: Block) -> None:
    """It parses."""
    assert json.loads(block.text)


@of("xml")
def test_a_payload_is_valid(block: Block) -> None:
    """Apple's own reader takes it, with the fields each payload must have."""
    payload = plistlib.loads(f'<plist version="1.0">{block.text}</plist>'.encode())
    assert {"PayloadType", "PayloadIdentifier", "PayloadUUID", "PayloadVersion"} <= set(payload)


@of("dockerfile")
def test_a_recipe_is_valid(block: Block) -> None:
    """Every line is an instruction."""
    names = {
        step["instruction"] for step in DockerfileParser(fileobj=io.BytesIO(block.text.encode())).structure
    }
    assert names <= {"FROM", "COPY", "RUN", "ENV"}


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    """Files that are linked exist, and so do the headings."""
    for link in LINK.findall(page.read_text()):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}


def test_the_pages_name_metrics_that_exist(guard: Running) -> None:
    """Every metric in a page is one that the guard serves."""
    served = subprocess.run(
        ["curl", "-sS", f"{guard.metrics}/metrics"], capture_output=True, text=True, check=True
    ).stdout
    for page in PAGES:
        for name in re.findall(r"\bschaduwwacht_\w+", page.read_text()):
            assert f"# TYPE {name} " in served, f"{page.stem}: {name}"


@pytest.fixture
def shell(guard: Running, tmp_path: Path) -> Path:
    """A folder that looks to the pages' commands like the top of a checkout on a machine with a guard."""
    home = tmp_path / "home"
    (home / ".local" / "share").mkdir(parents=True)
    (home / ".local" / "share" / "schaduwwacht").symlink_to(guard.data_dir)
    for name in ("deploy", "policies", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "sudo").write_text('#!/bin/sh\nexec "$@"\n')
    (tmp_path / "bin" / "sudo").chmod(0o755)
    return tmp_path


def run(shell: Path, guard: Running, script: str, *prefix: str, **variables: str) -> None:
    """Run a page's commands against the guard of the tests."""
    for old, new in (
        ("guard.example.org:8080", guard.proxy),
        ("127.0.0.1:8080", guard.proxy),
        ("127.0.0.1:8081", guard.console),
        ("127.0.0.1:9464", guard.metrics),
    ):
        script = script.replace(old, new.removeprefix("http://"))
    environment = {
        "PATH": f"{shell / 'bin'}:{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": str(shell / "home"),
        "SCHADUWWACHT_DATA_DIR": str(guard.data_dir),
    }
    done = subprocess.run(
        [*prefix, "bash", "-euxo", "pipefail", "-c", script],
        cwd=shell,
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def page_script(name: str) -> list[str]:
    """The blocks of a page that are run."""
    page = next(page for page in PAGES if page.stem == name)
    return [block.text for block in blocks(page) if block.language == "sh"]


@pytest.mark.parametrize("name", [page.stem for page in PAGES if page.stem != "trust-the-ca"])
def test_the_commands_of_a_page_work(shell: Path, guard: Running, name: str) -> None:
    """All of them, in order, with exit code 0."""
    run(shell, guard, "\n".join(page_script(name)), CURL_CA_BUNDLE=str(guard.ca))


NAMESPACE = """
mount -t tmpfs tmpfs /mnt
for folder in /etc /usr/local/share; do
  copy="/mnt/$folder"
  mkdir -p "$copy/upper" "$copy/work"
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=$copy/upper,workdir=$copy/work" "$folder"
done
"""
SYSTEM = """
system() { env -i "PATH=$PATH" curl -sS -o /dev/null -x http://guard.example.org:8080 https://claude.ai/; }
"""
PYTHON = """
python_client() {
  HTTPS_PROXY=http://guard.example.org:8080 python -c "import httpx; httpx.get('https://claude.ai/')"
}
"""
CHROMIUM = """
browser() {
  chromium --headless=new --no-sandbox --disable-gpu --disable-background-networking --dump-dom \\
    "--user-data-dir=$(mktemp -d)" --proxy-server=guard.example.org:8080 "$1" | grep stand-in
}
mkdir -p /etc/chromium/policies/managed
cp policy.json /etc/chromium/policies/managed/
"""


def refused(command: str) -> str:
    """A line that fails when a command works: `!` alone would not stop the script."""
    return f"if {command}; then exit 9; fi\n"


@pytest.fixture
def copy_of_this_system() -> list[str]:
    """A prefix for commands that change the system: they change a copy that is gone when they end."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to change the trust store of a copy of this system")
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets root make no mount namespace")
    return ["unshare", "--mount", "--propagation", "private"]


@needs("curl", "curl")
def test_the_ca_is_trusted_as_the_page_says(
    shell: Path, guard: Running, copy_of_this_system: list[str]
) -> None:
    """With the page's commands the system and Python trust the CA; with its last ones, no longer."""
    steps = page_script("trust-the-ca")
    store = next(number for number, step in enumerate(steps) if "update-ca-certificates" in step)
    bundle = next(number for number, step in enumerate(steps) if "SSL_CERT_FILE" in step)
    steps[store] = f"{refused('system')}{steps[store]}system\n"
    steps[bundle] = f"{refused('python_client')}{steps[bundle]}python_client\n"
    script = NAMESPACE + SYSTEM + PYTHON + "\n".join(steps) + refused("system")
    run(shell, guard, script, *copy_of_this_system)


@needs("chromium", "chromium")
def test_a_browser_trusts_the_ca_within_its_bounds(
    shell: Path, guard: Running, copy_of_this_system: list[str]
) -> None:
    """With the page's policy Chromium takes the CA for the services named, and for no other."""
    page = next(page for page in PAGES if page.stem == "trust-the-ca")
    policy = next(block.text for block in blocks(page) if "CACertificatesWithConstraints" in block.text)
    certificate = "".join(guard.ca.read_text().splitlines()[1:-1])
    (shell / "policy.json").write_text(policy.replace("MIIC...", certificate))
    tries = f"browser https://chatgpt.com/\n{refused('browser https://mistral.ai/')}"
    run(shell, guard, NAMESPACE + CHROMIUM + tries, *copy_of_this_system)
