"""Packaged text lists: one entry a line, ``#`` begins a comment line."""

from importlib.resources import files


def read_lines(package: str | None, name: str) -> tuple[str, ...]:
    """The entries of a packaged list, in their order.

    Args:
        package: The package that holds the file: pass ``__package__``.
        name: File name.
    """
    text = files(package or __name__).joinpath(name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
