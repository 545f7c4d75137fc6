"""The name model: hash embeddings, a small convolution and a softmax over five labels.

The architecture is spaCy's own tok2vec (HashEmbed and maxout window encoder, built with Thinc), without its
Vocab: that keeps every string it has seen, and the strings of a prompt must not stay in memory.
"""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    Softmax,
    chain,
    clone,
    concatenate,
    expand_window,
    residual,
    with_array,
)

from detectors.errors import ModelError
from detectors.names.features import COLUMNS

LABELS = ("O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION")
WIDTH = 48
DEPTH = 2
PIECES = 2
ROWS = (4000, 2000, 2000, 100, 600)
"""Rows of the five embedding tables, in the order of `features`."""

_BROKEN = "the packaged name model is missing or broken: reinstall or train it again"

type Network = Model[Sequence[NDArray[np.uint64]], list[NDArray[np.float32]]]


def build(width: int = WIDTH, depth: int = DEPTH, rows: Sequence[int] = ROWS) -> Network:
    """An untrained network; each word sees `depth` words to its left and right."""
    embed: Model[Any, Any] = concatenate(
        *(HashEmbed(width, rows[column], seed=column + 7, column=column) for column in range(COLUMNS))
    )
    mix = Maxout(width, width * COLUMNS, nP=PIECES, normalize=True, dropout=0.0)
    window = residual(
        chain(expand_window(window_size=1), Maxout(width, width * 3, nP=PIECES, normalize=True))
    )
    layers: Model[Any, Any] = chain(embed, mix, clone(window, depth), Softmax(len(LABELS), width))
    return with_array(layers, pad=depth)


def to_bytes(network: Network) -> bytes:
    """The weights in half precision."""
    arrays = {
        f"{number}-{name}": node.get_param(name).astype("float16")
        for number, node in enumerate(network.walk())
        for name in node.param_names
        if node.has_param(name)
    }
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def save(network: Network, path: Path) -> None:
    """Write the weights in half precision."""
    path.write_bytes(to_bytes(network))


def load(path: Path | Traversable) -> Network:
    """Read weights that `save` wrote.

    Raises:
        ModelError: The file is missing, broken, or of another shape.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(_BROKEN) from error
    return from_bytes(data)


def from_bytes(data: bytes) -> Network:
    """Read weights that `to_bytes` gave.

    Raises:
        ModelError: They are broken, or of another shape.
    """
    network = build()
    network.initialize([np.zeros((1, COLUMNS), dtype="uint64")])
    try:
        with np.load(BytesIO(data)) as arrays:
            for number, node in enumerate(network.walk()):
                for name in node.param_names:
                    stored = arrays[f"{number}-{name}"]
                    if stored.shape != node.get_param(name).shape:
                        raise ModelError("the name model has another shape than this version: train it again")
                    node.set_param(name, stored.astype("float32"))
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise ModelError(_BROKEN) from error
    return network
