"""`python -m agent.console.texts`: texts that have no Dutch yet, as entries for a .po file."""

import io
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

Text = str | tuple[str, ...]
"""A text, or its singular and plural."""
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_OPTIONS = {"templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}


def texts() -> dict[Text, str]:
    """Every text that is to be translated, and the file it stands in."""
    folder = Path(str(resources.files("agent.console")))
    found = extract_from_dir(folder, _METHODS, _OPTIONS, _KEYWORDS)
    return {message: name for name, _, message, _, _ in found}


def untranslated() -> dict[Text, str]:
    """Those that have no Dutch."""
    done = {_text(message) for message in _entries() if _is_done(message.string)}
    return {message: name for message, name in texts().items() if message not in done}


def unused() -> set[Text]:
    """Entries of the .po files that stand nowhere any more."""
    return {_text(message) for message in _entries()} - set(texts())


def _entries() -> Iterator[Message]:
    folder = resources.files("agent.console") / "locale" / "nl"
    for file in folder.iterdir():
        if file.name.endswith(".po"):
            yield from (message for message in read_po(io.BytesIO(file.read_bytes())) if message.id)


def _text(message: Message) -> Text:
    return message.id if isinstance(message.id, str) else tuple(message.id or ())


def _is_done(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    made = Catalog(locale="nl")
    for text, place in sorted(untranslated().items(), key=lambda item: item[1]):
        made.add(text, locations=[(place, 1)])
    write_po(sys.stdout.buffer, made, include_lineno=False, omit_header=True)
