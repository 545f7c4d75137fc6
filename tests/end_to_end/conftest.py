"""The fixtures of this folder."""

from console_fixtures import console_browser, console_guard, console_store, visitor
from fixtures import guard, internet, nothing_arrived
from postgres import cluster, postgresql

__all__ = [
    "cluster",
    "console_browser",
    "console_guard",
    "console_store",
    "guard",
    "internet",
    "nothing_arrived",
    "postgresql",
    "visitor",
]
