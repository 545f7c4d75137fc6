"""The fixtures of this folder."""

from fixtures import guard, internet, nothing_arrived

__all__ = ["guard", "internet", "nothing_arrived"]
