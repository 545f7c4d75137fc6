"""Where folders have long paths, the guard runs, or says what to do."""

import os
from pathlib import Path

import pytest
from running import call, start

LONG = "d" * 150
OPTIONS = ("--listen", "127.0.0.1:0", "--console", "127.0.0.1:0", "--metrics", "127.0.0.1:0")


def test_a_data_directory_with_a_long_path(tmp_path: Path) -> None:
    """It is no less ready: a Unix socket that does not fit there is made elsewhere."""
    (tmp_path / LONG).mkdir()
    guard = start(tmp_path / LONG)
    assert guard.stop() == 0


@pytest.mark.parametrize("command", [("run", *OPTIONS), ("demo",)], ids=["run", "demo"])
def test_a_temporary_folder_with_a_long_path(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Scan processes cannot be reached there: one line names the folder and the way out."""
    folder = tmp_path / LONG
    folder.mkdir()
    data = {} if command == ("demo",) else {"SCHADUWWACHT_DATA_DIR": str(tmp_path / "data")}
    done = call(*command, env=os.environ | data | {"TMPDIR": str(folder)})
    assert done.returncode == 3
    last = done.stderr.splitlines()[-1]
    assert f"temporary folder {folder}: its path is" in last
    assert last.endswith("for example with TMPDIR=/tmp")
    assert list(folder.iterdir()) == []
