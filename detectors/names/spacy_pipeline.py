"""spaCy and this model: ours as a spaCy pipeline, and a user's own spaCy pipeline beside it.

The packaged folder `detectors/names/model` is a spaCy pipeline: `spacy.load` gives a `Language` whose
documents have `PERSON` and `LOCATION` entities, and which saves and loads like any other. Its one component,
`schaduwwacht_names`, is registered by an entry point, so no import is needed. The scanner itself runs the
component's network without spaCy: its `Vocab` would keep every string of a prompt in memory.

`SpacyModel` lets an organisation that has a spaCy pipeline of its own add its opinion.
"""

from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from detectors.errors import ModelError
from detectors.names.features import TOKEN
from detectors.names.forward import Forward
from detectors.names.model import WEIGHTS, NameModel, Opinion, packaged_weights
from detectors.names.network import Network, from_bytes, load, to_bytes

NAME = "schaduwwacht_names"
"""The component, its factory and its folder in the pipeline."""

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
    """The packaged pipeline: spaCy's Dutch tokenizer and our component."""
    with as_file(files("detectors.names") / "model") as folder:
        return spacy.load(folder)


def write_pipeline(folder: Path, network: Network) -> None:
    """Write a trained network as a pipeline that `spacy.load` reads."""
    language = spacy.blank("nl")
    language.meta.update(name=NAME, version="1.0.0", license="Apache-2.0")
    language.meta["description"] = "Names of persons and places in Dutch and Flemish prompts"
    component = language.add_pipe(NAME)
    assert isinstance(component, NameComponent)  # noqa: S101 - the factory below makes nothing else
    component.use(network)
    language.to_disk(folder)


@Language.factory(
    NAME, assigns=["doc.ents", "token.ent_iob", "token.ent_type"], default_config={"threshold": _LIKELY}
)
def make_component(nlp: Language, name: str, threshold: float) -> "NameComponent":
    """Factory that spaCy calls by name, with the settings of `config.cfg`."""
    del nlp
    return NameComponent(name, threshold)


class NameComponent:
    """A pipeline component that sets `PERSON` and `LOCATION` entities.

    Attributes:
        name: Its name in the pipeline.
        threshold: Probability from which a word is part of a name.
    """

    def __init__(self, name: str = NAME, threshold: float = _LIKELY) -> None:
        self.name = name
        self.threshold = threshold
        self._network: Network | None = None
        self._model: NameModel | None = None

    def use(self, network: Network) -> None:
        """Take these weights."""
        self._network = network
        self._model = NameModel(Forward(network))

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the entities it sets."""
        return ("LOCATION", "PERSON")

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.ents`."""
        lines = _lines(doc.text)
        opinions = self._loaded().judge(doc.text, lines)
        spans: list[tuple[int, int, str]] = []
        for start, end in lines:
            for match in TOKEN.finditer(doc.text, start, end):
                kind = self._kind(opinions[match.start()])
                if not kind:
                    continue
                joined = spans and spans[-1][2] == kind and 0 <= match.start() - spans[-1][1] <= 1
                if joined and opinions[match.start()].begins < _LIKELY:
                    spans[-1] = (spans[-1][0], match.end(), kind)
                else:
                    spans.append((match.start(), match.end(), kind))
        found = (doc.char_span(*span, alignment_mode="expand") for span in spans)
        doc.ents = spacy.util.filter_spans([span for span in found if span is not None])
        return doc

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Write the weights; the pipeline's `config.cfg` holds the rest."""
        del exclude
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / WEIGHTS).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> "NameComponent":
        """Read weights that `to_disk` wrote.

        Raises:
            ModelError: They are missing, broken, or of another shape.
        """
        del exclude
        self.use(load(Path(path) / WEIGHTS))
        return self

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """The weights in half precision."""
        del exclude
        self._loaded()
        assert self._network is not None  # noqa: S101 - loaded just now
        return to_bytes(self._network)

    def from_bytes(self, data: bytes, *, exclude: Sequence[str] = ()) -> "NameComponent":
        """Read weights that `to_bytes` gave."""
        del exclude
        self.use(from_bytes(data))
        return self

    def _loaded(self) -> NameModel:
        """The model; the packaged weights when none were given."""
        if self._model is None:
            self.use(load(packaged_weights()))
        assert self._model is not None  # noqa: S101 - `use` sets it
        return self._model

    def _kind(self, opinion: Opinion) -> str:
        if opinion.person > self.threshold:
            return "PERSON"
        return "LOCATION" if opinion.location > self.threshold else ""


def _lines(text: str) -> list[tuple[int, int]]:
    """Starts and ends of the lines: the model was trained on one at a time."""
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line)
    return spans
