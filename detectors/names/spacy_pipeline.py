"""spaCy and this model: ours as a spaCy pipeline, and a user's own spaCy pipeline in place of nothing.

`pipeline()` gives other programs (Presidio's analyzer, a notebook) our model as a `Language` whose documents
have entities. `SpacyModel` lets an organisation that has a spaCy pipeline of its own add its opinion.
"""

from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from detectors.errors import ModelError
from detectors.names.features import TOKEN
from detectors.names.model import NameModel, Opinion, packaged_model

_PERSON_LABELS = frozenset({"PER", "PERSON"})
_PLACE_LABELS = frozenset({"LOC", "LOCATION", "GPE"})
_CERTAIN = 0.95
_LIKELY = 0.5
_LONGEST = 100_000


class SpacyModel:
    """A user's own spaCy pipeline with a component that sets entities."""

    def __init__(self, path: str | Path) -> None:
        """Load a pipeline from a directory or an installed package.

        Raises:
            ModelError: It is not there, or does not load with this version of spaCy.
        """
        try:
            self._pipeline = spacy.load(path)
        except (OSError, ValueError, ImportError) as error:
            raise ModelError(
                f"the spaCy model {str(path)!r} does not load: check the path and its spaCy version"
            ) from error

    def judge(self, text: str, stretches: Iterable[tuple[int, int]]) -> dict[int, Opinion]:
        """Opinions by the start of each word; see `NameModel.judge`."""
        opinions: dict[int, Opinion] = {}
        with self._pipeline.memory_zone():
            for start, end in stretches:
                document = self._pipeline(text[start : min(end, start + _LONGEST)])
                for entity in document.ents:
                    opinions.update(_of_entity(entity, start))
        return opinions


def _of_entity(entity: Span, offset: int) -> dict[int, Opinion]:
    person, place = entity.label_ in _PERSON_LABELS, entity.label_ in _PLACE_LABELS
    if not person and not place:
        return {}
    return {
        offset + entity.start_char + match.start(): Opinion(
            _CERTAIN if person else 0.0,
            _CERTAIN if person and not match.start() else 0.0,
            _CERTAIN if place else 0.0,
            own=True,
        )
        for match in TOKEN.finditer(entity.text)
    }


def pipeline() -> Language:
    """Our model behind spaCy's Dutch tokenizer; sets `PERSON` and `LOCATION` entities."""
    language = spacy.blank("nl")
    language.add_pipe("schaduwwacht_names")
    return language


@Language.factory("schaduwwacht_names")
def make_component(nlp: Language, name: str) -> "NameComponent":
    """Factory that spaCy calls by name."""
    del nlp, name
    return NameComponent(packaged_model())


class NameComponent:
    """A pipeline component that sets entities from the packaged model."""

    def __init__(self, model: NameModel) -> None:
        self._model = model

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.ents`."""
        opinions = self._model.judge(doc.text, [(0, len(doc.text))])
        spans: list[tuple[int, int, str]] = []
        for match in TOKEN.finditer(doc.text):
            kind = _kind(opinions[match.start()])
            if not kind:
                continue
            joined = spans and spans[-1][2] == kind and match.start() - spans[-1][1] <= 1
            if joined and opinions[match.start()].begins < _LIKELY:
                spans[-1] = (spans[-1][0], match.end(), kind)
            else:
                spans.append((match.start(), match.end(), kind))
        found = (doc.char_span(*span, alignment_mode="expand") for span in spans)
        doc.ents = spacy.util.filter_spans([span for span in found if span is not None])
        return doc


def _kind(opinion: Opinion) -> str:
    if opinion.person > _LIKELY:
        return "PERSON"
    return "LOCATION" if opinion.location > _LIKELY else ""
