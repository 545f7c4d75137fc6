"""Write the dashboards: ``uv run python -m dashboards.generator``."""

import sys
from pathlib import Path

from dashboards.generator.boards import BOARDS
from dashboards.generator.grafana import to_json
from dashboards.generator.spec import LANGUAGES

FOLDER = Path(__file__).parents[1]


def files() -> dict[Path, str]:
    """All files, by path."""
    return {
        FOLDER / f"{board.name}.{language}.json": to_json(board, BOARDS, language)
        for board in BOARDS
        for language in LANGUAGES
    }


def main() -> None:
    """Write them."""
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
        sys.stderr.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
