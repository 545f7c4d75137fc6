"""Codes of the record and the register, as people say them."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from agent.register.law import Language, Words
from agent.register.notification import kind_name
from detectors.yaml_file import StrictModel, read_yaml


class _Codes(StrictModel):
    """Contents of `codes.yaml`."""

    codes: Mapping[str, Mapping[str, Words]]


@cache
def _codes() -> Mapping[str, Mapping[str, Words]]:
    text = (resources.files("agent.register") / "codes.yaml").read_text("utf-8")
    return read_yaml(_Codes, text, "codes.yaml").codes


def code_words(vocabulary: str, code: str, language: Language) -> str:
    """What a code means.

    Args:
        vocabulary: Whose code it is, such as ``status``, ``risk`` or ``entity``.
        code: The code.
        language: Of the reader.

    Returns:
        Its words, or the code itself when it has none: a group, a rule, an account.
    """
    known = _codes().get(vocabulary, {}).get(code)
    if known:
        return known.in_language(language)
    return kind_name(code, language) if vocabulary == "entity" else code
