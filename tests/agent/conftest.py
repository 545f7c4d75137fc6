"""The fixtures of this folder."""

from postgres import cluster, postgresql

__all__ = ["cluster", "postgresql"]
