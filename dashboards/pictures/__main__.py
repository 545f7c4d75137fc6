"""Draw all dashboards: ``uv run python -m dashboards.pictures http://127.0.0.1:9090 --seconds 86400``."""

import argparse
import time
from pathlib import Path

from dashboards.generator.boards import BOARDS
from dashboards.generator.spec import LANGUAGES
from dashboards.pictures.answers import Source
from dashboards.pictures.draw import picture


def main() -> None:
    """Read the command line and draw."""
    parser = argparse.ArgumentParser(description="Draw the dashboards from a Prometheus.")
    parser.add_argument("url", help="address of the Prometheus")
    parser.add_argument("--seconds", type=float, default=86400.0, help="how far to look back")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    parser.add_argument("--folder", type=Path, default=Path("docs/images"))
    options = parser.parse_args()
    end = time.time()
    source = Source(options.url, end - options.seconds, end)
    for board in BOARDS:
        name = f"dashboard-{board.name}-{options.language}.png"
        (options.folder / name).write_bytes(picture(board, source, options.language))


if __name__ == "__main__":
    main()
