"""Hot reload: a valid file takes over, anything else leaves the old policy in force and says so."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agent.policy_files import PolicyFile, Reload
from policies.load import load_policy

GOOD = """\
name: ours
rules:
  - id: no-bsn
    action: block
    when:
      finds:
        - types: [NL_BSN]
    message: {nl: nee, en: no}
"""
BETTER = GOOD.replace("NL_BSN", "SECRET")
BROKEN = GOOD.replace("action", "akshun")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A policy file."""
    file = tmp_path / "policies" / "policy.yaml"
    file.parent.mkdir()
    file.write_text(GOOD)
    return file


def nobody(_: Reload) -> None:
    """Listens to no change."""


def watched(path: Path) -> PolicyFile:
    return PolicyFile(load_policy(path), nobody)


def test_nothing_changed(path: Path) -> None:
    """No news is no reload; the same text written again is none either."""
    file = watched(path)
    assert file.look() is None
    path.write_text(GOOD)
    assert file.look() is None


def test_a_valid_file_takes_over(path: Path) -> None:
    """The new policy is in force, under its own version."""
    file = watched(path)
    before = file.loaded.version
    path.write_text(BETTER)
    reload = file.look()
    assert reload
    assert (reload.result, reload.problem) == ("loaded", None)
    assert reload.policy.version != before
    assert file.loaded is reload.policy


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (BROKEN.encode(), "policy.yaml:4: rules[0].akshun: unknown field"),
        (b"name: [", "policy.yaml:2: not valid YAML"),
        (b"", "policy.yaml:1: name: Field required"),
        (b"\xff\xfe\x00\x81" * 9, "cannot be read as a policy file"),
        (b"[" * 100_000, "policy.yaml:1: nested deeper than 100 levels"),
    ],
)
def test_an_invalid_file_leaves_the_old_policy(path: Path, content: bytes, problem: str) -> None:
    """One line says what is wrong; it is said once, and the old rules still hold."""
    file = watched(path)
    before = file.loaded
    path.write_bytes(content)
    reload = file.look()
    assert reload
    assert reload.result == "refused"
    assert reload.policy is before is file.loaded
    assert reload.problem
    assert problem in reload.problem
    assert "\n" not in reload.problem
    assert file.problem == reload.problem
    assert file.look() is None


def test_a_deleted_file_leaves_the_old_policy(path: Path) -> None:
    """`missing`, and in force again when the same file comes back."""
    file = watched(path)
    before = file.loaded.version
    path.unlink()
    gone = file.look()
    assert gone
    assert (gone.result, gone.policy.version) == ("missing", before)
    assert "no such policy file" in str(file.problem)
    path.write_text(GOOD)
    back = file.look()
    assert back
    assert (back.result, back.policy.version, file.problem) == ("loaded", before, None)


def test_a_deleted_folder_leaves_the_old_policy(path: Path) -> None:
    """Nothing is raised when the whole folder goes."""
    file = watched(path)
    path.unlink()
    path.parent.rmdir()
    reload = file.look()
    assert reload
    assert reload.result == "missing"


def test_who_is_in_which_group_is_watched_too(path: Path) -> None:
    """Somebody in another group is another policy; a broken list leaves the old one."""
    members = path.parent / "people.csv"
    members.write_text("user,group\nj.jansen,hr\n")
    path.write_text(GOOD + "members: people.csv\ngroups: [{id: hr}]\n")
    file = watched(path)
    members.write_text("user,group\nj.jansen,hr\np.pieters,hr\n")
    reload = file.look()
    assert reload
    assert reload.result == "loaded"
    assert len(reload.policy.policy.groups[0].users) == 2
    members.write_text("nonsense")
    reload = file.look()
    assert reload
    assert reload.result == "refused"
    assert "people.csv:1" in str(reload.problem)


def test_a_file_that_only_becomes_valid_by_another_is_looked_at_again(path: Path) -> None:
    """A policy that names a list that is not there yet takes over when the list comes."""
    file = watched(path)
    path.write_text(GOOD + "members: people.csv\ngroups: [{id: hr}]\n")
    refused = file.look()
    assert refused
    assert refused.result == "refused"
    (path.parent / "people.csv").write_text("user,group\nj.jansen,hr\n")
    loaded = file.look()
    assert loaded
    assert loaded.result == "loaded"


def put(path: Path, text: str) -> None:
    """Whole at once, as careful editors do: a file being written may be seen half."""
    other = path.with_suffix(".new")
    other.write_text(text)
    other.rename(path)


def write_in_place(path: Path, text: str) -> None:
    path.write_text(text)


def remove(path: Path) -> None:
    path.unlink()


def link(path: Path, target: str) -> None:
    path.symlink_to(target)


@asynccontextmanager
async def watching(path: Path) -> AsyncIterator[asyncio.Queue[Reload]]:
    """The reloads of a file that is being watched."""
    reloads: asyncio.Queue[Reload] = asyncio.Queue()
    file = PolicyFile(load_policy(path), reloads.put_nowait)
    task = asyncio.create_task(file.watch())
    try:
        yield reloads
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_change_is_told(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Replaced, broken, deleted and put back: each is told, in order."""
    with caplog.at_level(logging.INFO, "agent.policy_files"):
        async with watching(path) as reloads:
            put(path, BETTER)
            assert (await reloads.get()).result == "loaded"
            put(path, BROKEN)
            assert (await reloads.get()).result == "refused"
            remove(path)
            assert (await reloads.get()).result == "missing"
            put(path, BETTER)
            assert (await reloads.get()).result == "loaded"
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 2
    assert "stays in force" in errors[0]
    assert "unknown field" in errors[0]
    assert all("\n" not in error for error in errors)


async def test_a_file_written_in_place_is_told(path: Path) -> None:
    """What is half written may be refused first; in the end the whole file is in force."""
    async with watching(path) as reloads:
        write_in_place(path, BETTER)
        while (await reloads.get()).result != "loaded":
            pass


async def test_a_link_that_is_changed_is_told(path: Path) -> None:
    """Kubernetes puts a new folder behind a link and never touches the file."""
    root = path.parent
    for name, text in (("one", GOOD), ("two", BETTER)):
        (root / name).mkdir()
        (root / name / "policy.yaml").write_text(text)
    (root / "data").symlink_to("one")
    remove(path)
    link(path, "data/policy.yaml")
    async with watching(path) as reloads:
        (root / "new").symlink_to("two")
        (root / "new").rename(root / "data")
        reload = await reloads.get()
    assert reload.result == "loaded"
    assert "SECRET" in reload.policy.policy.rules[0].when.finds[0].types


async def test_a_change_before_the_watch_is_told(path: Path) -> None:
    """Between loading and watching nothing is lost."""
    reloads: asyncio.Queue[Reload] = asyncio.Queue()
    file = PolicyFile(load_policy(path), reloads.put_nowait)
    put(path, BETTER)
    task = asyncio.create_task(file.watch())
    assert (await reloads.get()).result == "loaded"
    task.cancel()


async def test_a_deleted_folder_is_watched_again_when_it_is_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No event comes from a folder that was made anew, so it is looked at."""
    monkeypatch.setattr("agent.watched_files.LOOK_SECONDS", 0.1)
    async with watching(path) as reloads:
        remove(path)
        path.parent.rmdir()
        assert (await reloads.get()).result == "missing"
        path.parent.mkdir()
        put(path, BETTER)
        assert (await reloads.get()).result == "loaded"
        put(path, BROKEN)
        assert (await reloads.get()).result == "refused"


async def test_a_pack_is_not_watched() -> None:
    """What comes with the product does not change, so the watch ends at once."""
    file = PolicyFile(load_policy("default"), nobody)
    await file.watch()
    assert file.look() is None


async def test_a_listener_that_fails_is_heard(path: Path) -> None:
    """A fault in whoever listens ends the watch with that fault; it is not swallowed."""

    def fail(_: Reload) -> None:
        raise RuntimeError("no")

    file = PolicyFile(load_policy(path), fail)
    put(path, BETTER)
    with pytest.raises(RuntimeError, match="no"):
        await file.watch()
