"""The words in placeholders, by language and entity type."""

from functools import cache
from importlib.resources import files

from detectors.finding import ENTITY_TYPES
from detectors.yaml_file import StrictModel, read_yaml
from policies.model import Language


class Words(StrictModel):
    """The table of `words.yaml`.

    Attributes:
        words: Word by entity type, by language.
        first_name: What is put after the placeholder of a full name for the first name in it.
        last_name: The same for the rest of the name.
    """

    words: dict[Language, dict[str, str]]
    first_name: dict[Language, str]
    last_name: dict[Language, str]

    def word(self, entity_type: str, language: Language) -> str:
        """The word for an entity type; the type itself when it has none."""
        return self.words[language].get(entity_type, entity_type)

    def is_person(self, word: str) -> bool:
        """Whether a word stands for a person in some language."""
        return any(word == table["PERSON"] for table in self.words.values())


@cache
def load_words() -> Words:
    """The packaged table."""
    text = files("agent.redact").joinpath("words.yaml").read_text(encoding="utf-8")
    words = read_yaml(Words, text, "words.yaml")
    for language, table in words.words.items():
        if table.keys() != ENTITY_TYPES:
            raise ValueError(f"words.yaml: {language} does not name every entity type once")
    return words
