"""The fixtures of this folder."""

from fixtures import guard, internet, nothing_arrived
from postgres import cluster, postgresql

__all__ = ["cluster", "guard", "internet", "nothing_arrived", "postgresql"]
