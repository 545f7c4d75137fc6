"""The words that shapes are made of, as data: `vocabulary.yaml`, checked when loaded."""

from datetime import date
from functools import cache
from importlib.resources import files

from detectors.yaml_file import StrictModel, read_yaml

_SOURCE = "vocabulary.yaml"


class Vocabulary(StrictModel):
    """Names of fields and values in requests to models.

    Attributes:
        checked: When the sources were read.
        roles: Who speaks, in lower case.
        people: Fields of messages between people.
        conversations: Lists of turns.
        histories: Lists of what was said before.
        prompts: What a model gets, beside its name.
        answers: Beside a prompt, they make it one that people answer.
        models: Where the name of a model stands.
        questions: Where a question in plain language stands, the likeliest first.
        asked: A question that is put to a machine.
        about: What may stand beside that.
        envelopes: Parts that hold the request proper.
        nested_settings: Parts that hold settings.
        settings: Settings of models, in lower case.
        terms: Fields that hardly anything but a generative model has.
        voices: How speech is chosen.
    """

    checked: date
    roles: frozenset[str]
    people: frozenset[str]
    conversations: tuple[str, ...]
    histories: tuple[str, ...]
    prompts: tuple[str, ...]
    answers: tuple[str, ...]
    models: tuple[str, ...]
    questions: tuple[str, ...]
    asked: frozenset[str]
    about: frozenset[str]
    envelopes: frozenset[str]
    nested_settings: tuple[str, ...]
    settings: frozenset[str]
    terms: frozenset[str]
    voices: frozenset[str]


@cache
def load_vocabulary() -> Vocabulary:
    """The words.

    Raises:
        YamlFileError: The file is wrong; names line and field.
    """
    text = files("detectors").joinpath("unknown", _SOURCE).read_text(encoding="utf-8")
    return read_yaml(Vocabulary, text, _SOURCE)
