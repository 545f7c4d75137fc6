"""The word lists of the special categories, read once."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pydantic import ConfigDict, RootModel

from detectors.yaml_file import read_yaml

_FILES = ("special_words.yaml", "special_ties.yaml", "special_health.yaml", "special_body.yaml")


class _Words(RootModel[dict[str, str]]):
    """A YAML file of names and words."""

    model_config = ConfigDict(frozen=True)


def read_words(name: str) -> dict[str, str]:
    """A word file of this package, by the names in it."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return read_yaml(_Words, text, name).root


def any_of(words: Sequence[str]) -> str:
    """A pattern for one of some words."""
    return "(?:" + "|".join(re.escape(word) for word in words if word) + ")"


@cache
def all_words() -> dict[str, str]:
    """All lists by name; a list that stands in several files is one."""
    found: dict[str, str] = {}
    for name in _FILES:
        for key, text in read_words(name).items():
            found[key] = f"{found[key]}|{text}" if key in found else text
    return found


def phrases(name: str) -> list[str]:
    """The words and phrases of one list."""
    return [phrase for entry in all_words().get(name, "").split("|") if (phrase := entry.strip())]
