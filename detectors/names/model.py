"""The packaged name model at run time: how sure it is that a word is part of a person's or a place's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from detectors.names.features import TOKEN, features
from detectors.names.forward import Forward
from detectors.names.network import LABELS, load

_PERSON = [index for index, label in enumerate(LABELS) if label.endswith("PERSON")]
_LOCATION = [index for index, label in enumerate(LABELS) if label.endswith("LOCATION")]
_BEGINS = LABELS.index("B-PERSON")
WEIGHTS = "weights.npz"

_BATCH = 2000
"""Words that go through the network at once: more would not fit the processor's cache."""


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
        opinions: dict[int, Opinion] = {}
        seen: dict[str, tuple[int, ...]] = {}
        starts: list[list[int]] = []
        rows: list[NDArray[np.uint64]] = []
        size = 0
        for start, end in stretches:
            matches = list(TOKEN.finditer(text, start, end))
            if not matches:
                continue
            starts.append([match.start() for match in matches])
            rows.append(features([match.group() for match in matches], seen=seen))
            size += len(matches)
            if size >= _BATCH:
                self._judge(starts, rows, opinions)
                starts, rows, size = [], [], 0
        if rows:
            self._judge(starts, rows, opinions)
        return opinions

    def _judge(
        self, starts: list[list[int]], rows: list[NDArray[np.uint64]], opinions: dict[int, Opinion]
    ) -> None:
        """The opinions about one batch of stretches."""
        for positions, guess in zip(starts, self._network.predict(rows), strict=True):
            columns = zip(
                positions,
                guess[:, _PERSON].sum(axis=1).tolist(),
                guess[:, _BEGINS].tolist(),
                guess[:, _LOCATION].sum(axis=1).tolist(),
                strict=True,
            )
            for position, person, begins, location in columns:
                opinions[position] = Opinion(person, begins, location)


@cache
def packaged_model() -> NameModel:
    """The model of this package, loaded once a process.

    Raises:
        ModelError: Its file is missing or broken.
    """
    return NameModel(Forward(load(packaged_weights())))


def packaged_weights() -> Traversable:
    """Where the packaged weights are: in the folder of the component that has them in the spaCy pipeline."""
    return files("detectors.names") / "model" / "schaduwwacht_names" / WEIGHTS
