"""What is slow the first time is done once before anybody asks for it."""

from agent.console.console import Console


def warm_up(console: Console) -> None:
    """Read what pages need."""
    console.policy()
