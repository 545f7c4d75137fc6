"""The trained network as a few matrix products: Thinc's `predict`, number for number, but faster.

The first layer is linear in each embedding, so its weights are multiplied into the embedding tables once,
when the model is loaded. A test holds this file to the network it came from.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model, NumpyOps

from detectors.names.features import COLUMNS
from detectors.names.network import Network

type Floats = NDArray[np.float32]

_EPSILON = 1e-8


class Forward:
    """Probabilities of the labels for each word of some stretches of text."""

    def __init__(self, network: Network) -> None:
        nodes: dict[str, list[Model[Any, Any]]] = {}
        for node in network.walk():
            nodes.setdefault(node.name, []).append(node)
        embeddings, maxouts, norms = nodes["hashembed"], nodes["maxout"], nodes["layernorm"]
        self._ops = NumpyOps()
        self._seeds = [int(node.attrs["seed"]) for node in embeddings]
        weights, bias = _joined(maxouts[0])
        width = weights.shape[0] // COLUMNS
        self._tables = [
            np.ascontiguousarray(_param(node, "E") @ weights[width * column : width * (column + 1)])
            for column, node in enumerate(embeddings)
        ]
        self._first = bias
        self._windows = [_joined(node) for node in maxouts[1:]]
        self._norms = [(_param(node, "G"), _param(node, "b")) for node in norms]
        softmax = nodes["softmax"][0]
        self._out = np.ascontiguousarray(_param(softmax, "W").T), _param(softmax, "b")
        self._width = width

    def predict(self, stretches: Sequence[NDArray[np.uint64]]) -> list[Floats]:
        """One row of probabilities a word, for each stretch."""
        pad = len(self._windows)
        gap = np.zeros((pad, COLUMNS), dtype="uint64")
        rows = [gap]
        for stretch in stretches:
            rows += [stretch, gap]
        hidden = self._embed(np.concatenate(rows))
        for (weights, bias), norm in zip(self._windows, self._norms[1:], strict=True):
            edge = np.zeros((1, self._width), dtype="float32")
            around = np.concatenate([edge, hidden, edge])
            window = np.concatenate([around[:-2], hidden, around[2:]], axis=1)
            hidden = hidden + self._squeeze(window @ weights + bias, norm)
        scores = hidden @ self._out[0] + self._out[1]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
        found, start = [], pad
        for stretch in stretches:
            found.append(scores[start : start + len(stretch)])
            start += len(stretch) + pad
        return found

    def _embed(self, ids: NDArray[np.uint64]) -> Floats:
        total: Floats = np.tile(self._first, (len(ids), 1))
        for column, (table, seed) in enumerate(zip(self._tables, self._seeds, strict=True)):
            keys = self._ops.hash(np.ascontiguousarray(ids[:, column]), seed) % len(table)
            for part in range(keys.shape[1]):
                total += table[keys[:, part]]
        return self._squeeze(total, self._norms[0])

    def _squeeze(self, values: Floats, norm: tuple[Floats, Floats]) -> Floats:
        """Maxout over the pieces, then layer normalisation."""
        best = values[:, : self._width]
        for piece in range(1, values.shape[1] // self._width):
            best = np.maximum(best, values[:, piece * self._width : (piece + 1) * self._width])
        centred = best - best.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(_EPSILON))
        squeezed: Floats = centred / spread * norm[0] + norm[1]
        return squeezed


def _param(node: Model[Any, Any], name: str) -> Floats:
    return np.asarray(node.get_param(name), dtype="float32")


def _joined(maxout: Model[Any, Any]) -> tuple[Floats, Floats]:
    """Weights of a maxout layer as one matrix, a block of columns a piece."""
    weights, bias = _param(maxout, "W"), _param(maxout, "b")
    flat = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T
    return np.ascontiguousarray(flat), np.ascontiguousarray(bias.T.reshape(-1))
