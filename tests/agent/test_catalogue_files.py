"""The organisation's own catalogue files take over while the guard runs, unless they are wrong."""

import asyncio
import logging
from pathlib import Path

import pytest

from agent.catalogue_files import CatalogueFiles, CatalogueReload
from agent.config import Config
from agent.knowledge import read_catalogue

GOOD = """
vendor: Gemeente Voorbeeld
services:
  - id: eigen-chat
    name: Eigen chat
    category: chat
    hosts: [chat.voorbeeld.example]
"""
BETTER = GOOD + "  - {id: chatgpt, risk: {tier: high, reason: used for selection here}}\n"
BROKEN = GOOD + "    hots: [chat.example]\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "own" / "catalogue.yaml"
    path.parent.mkdir()
    path.write_text(GOOD)
    return path


def watched(path: Path, reloads: list[CatalogueReload] | None = None) -> CatalogueFiles:
    config = Config(catalogue=(path,))
    return CatalogueFiles(config, read_catalogue(config), (reloads if reloads is not None else []).append)


def test_nothing_changed(path: Path) -> None:
    """A look at the same file, or at one that was only touched, gives nothing."""
    files = watched(path)
    assert files.look() is None
    path.write_text(GOOD)
    assert files.look() is None


def test_a_better_file_takes_over(path: Path) -> None:
    """New and changed services are in force; what the product knows stays."""
    files = watched(path)
    path.write_text(BETTER)
    reload = files.look()
    assert reload
    assert (reload.result, reload.problem) == ("loaded", None)
    assert reload.catalogue.services["chatgpt"].risk == "high"
    assert reload.catalogue.inspects("chat.voorbeeld.example")
    assert files.catalogue is reload.catalogue


@pytest.mark.parametrize("content", [BROKEN.encode(), b"services: [", b"\xff\xfe\x00\x81", b"[" * 100_000])
def test_an_invalid_file_leaves_the_old_catalogue(path: Path, content: bytes) -> None:
    """One line says what is wrong, once; the mended file takes over again."""
    files = watched(path)
    before = files.catalogue
    path.write_bytes(content)
    reload = files.look()
    assert reload
    assert reload.result == "refused"
    assert reload.catalogue is before is files.catalogue
    assert reload.problem
    assert str(path) in reload.problem
    assert "\n" not in reload.problem
    assert files.problem == reload.problem
    assert files.look() is None
    path.write_text(GOOD)
    back = files.look()
    assert back
    assert (back.result, back.problem) == ("loaded", None)


def test_a_deleted_file_leaves_the_old_catalogue(path: Path) -> None:
    """Its services stay known until it is back or the guard starts anew."""
    files = watched(path)
    path.unlink()
    reload = files.look()
    assert reload
    assert reload.result == "missing"
    assert files.catalogue.inspects("chat.voorbeeld.example")


def test_a_host_that_the_settings_name_must_stay(path: Path) -> None:
    """A file that takes away what the settings build on is refused."""
    path.write_text(GOOD.replace("hosts:", "mixed_hosts:"))
    config = Config(catalogue=(path,), inspect_shared=frozenset({"chat.voorbeeld.example"}))
    files = CatalogueFiles(config, read_catalogue(config), lambda _: None)
    path.write_text(GOOD)
    reload = files.look()
    assert reload
    assert reload.result == "refused"
    assert "not a shared host" in str(reload.problem)


async def test_a_change_is_told(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Replaced, broken and mended: each is told in order, and logged."""
    told: asyncio.Queue[CatalogueReload] = asyncio.Queue()
    config = Config(catalogue=(path,))
    files = CatalogueFiles(config, read_catalogue(config), told.put_nowait)
    with caplog.at_level(logging.INFO, "agent.catalogue_files"):
        task = asyncio.create_task(files.watch())
        for text, result in ((BETTER, "loaded"), (BROKEN, "refused"), (GOOD, "loaded")):
            other = path.with_suffix(".new")
            other.write_text(text)
            other.rename(path)
            assert (await told.get()).result == result
        task.cancel()
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1
    assert "the old catalogue stays in force" in errors[0]


async def test_the_packaged_catalogue_is_not_watched() -> None:
    """Without own files the watch ends at once."""
    files = CatalogueFiles(Config(), read_catalogue(Config()), lambda _: None)
    await files.watch()
