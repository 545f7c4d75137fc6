"""Exact precision, recall and F1 of the name model over labelled sentences."""

from collections.abc import Sequence

import numpy as np

from detectors.names.features import features
from detectors.names.generate import Sentence
from detectors.names.network import LABELS, Network

type Entity = tuple[int, int, str]


def entities(labels: Sequence[str]) -> set[Entity]:
    """Entities of a BIO sequence; an inside without a beginning begins one."""
    found: set[Entity] = set()
    start, kind = 0, ""
    for index, label in enumerate([*labels, "O"]):
        position, _, name = label.partition("-")
        if kind and (position != "I" or name != kind):
            found.add((start, index, kind))
            kind = ""
        if position != "O" and not kind:
            start, kind = index, name
    return found


def report(network: Network, sentences: Sequence[Sentence]) -> dict[str, str]:
    """Scores by entity type, as text."""
    guesses = network.predict([features(words) for words, _ in sentences])
    counts: dict[str, list[int]] = {"PERSON": [0, 0, 0], "LOCATION": [0, 0, 0]}
    for guess, (_, labels) in zip(guesses, sentences, strict=True):
        gold = entities(labels)
        found = entities([LABELS[best] for best in np.asarray(guess).argmax(axis=1)])
        for kind, count in counts.items():
            count[0] += sum(e[2] == kind for e in gold & found)
            count[1] += sum(e[2] == kind for e in found)
            count[2] += sum(e[2] == kind for e in gold)
    return {kind: _words(*count) for kind, count in counts.items()}


def _words(right: int, found: int, gold: int) -> str:
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f} n {gold}"
