"""What goes to standard error while the guard runs."""

import logging
import sys

QUIET = ("mitmproxy.proxy.server", "presidio-analyzer", "hpack", "uvicorn", "asyncio", "httpx")
"""Loggers that tell of every connection, or print what they work on."""


def set_up_logging() -> None:
    """Warnings and errors go to standard error, in one line each, without tracebacks' values."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
