"""The packaged name model at run time: how sure it is that a word is part of a person's or a place's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detectors.names.features import TOKEN, features
from detectors.names.forward import Forward
from detectors.names.network import LABELS, load

_PERSON = [index for index, label in enumerate(LABELS) if label.endswith("PERSON")]
_LOCATION = [index for index, label in enumerate(LABELS) if label.endswith("LOCATION")]
_BEGINS = LABELS.index("B-PERSON")
_INSIDE = LABELS.index("I-PERSON")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model thinks of one word.

    Attributes:
        person: Probability that it is part of a person's name.
        begins: Probability that it begins one.
        location: Probability that it is part of a place name.
        own: Whether an organisation's own pipeline says so.
    """

    person: float
    begins: float
    location: float
    own: bool = False


class NameModel:
    """Judges stretches of text. Holds weights only: nothing of a text stays in it."""

    def __init__(self, network: Forward) -> None:
        self._network = network

    def judge(self, text: str, stretches: Iterable[tuple[int, int]]) -> dict[int, Opinion]:
        """Opinions by the start of each word in some stretches of a text.

        Args:
            text: The text.
            stretches: Starts and ends; a stretch should hold `network.DEPTH` words on both sides of the words
                that matter, unless the line ends there.
        """
        starts: list[list[int]] = []
        rows = []
        for start, end in stretches:
            matches = list(TOKEN.finditer(text, start, end))
            if matches:
                starts.append([match.start() for match in matches])
                rows.append(features([match.group() for match in matches]))
        if not rows:
            return {}
        opinions: dict[int, Opinion] = {}
        for positions, guess in zip(starts, self._network.predict(rows), strict=True):
            table = guess
            columns = zip(
                positions,
                table[:, _PERSON].sum(axis=1).tolist(),
                table[:, _BEGINS].tolist(),
                table[:, _LOCATION].sum(axis=1).tolist(),
                strict=True,
            )
            for position, person, begins, location in columns:
                opinions[position] = Opinion(person, begins, location)
        return opinions


@cache
def packaged_model() -> NameModel:
    """The model of this package, loaded once a process.

    Raises:
        ModelError: Its file is missing or broken.
    """
    return NameModel(Forward(load(files("detectors.names") / "model" / "weights.npz")))
