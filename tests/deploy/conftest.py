"""The guard and the stand-in internet of the end-to-end tests serve here too."""

from fixtures import guard, internet, nothing_arrived

__all__ = ["guard", "internet", "nothing_arrived"]
