"""Train the name model: `python -m detectors.names.train --data DIR [--minutes 11] [--seed 1]`.

`DIR` holds the corpora and name tables that `docs/names-model.md` lists; they are not part of the project.
The pipeline goes to `detectors/names/model/`. One thread is enough: set OMP_NUM_THREADS=1.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from thinc.api import Adam, Optimizer, fix_random_seed

from detectors.names import corpora, score
from detectors.names.features import features, listed
from detectors.names.generate import Generator, Sentence
from detectors.names.lexicon import NAME, Kind
from detectors.names.network import LABELS, Network, build
from detectors.names.pools import Pools
from detectors.names.spacy_pipeline import write_pipeline

MODEL = Path(__file__).parent / "model"
_BATCH_WORDS = 2000
_CORPUS_SHARE = 0.2
_HIDE_NAME = 0.2
_HIDE_WORD = 0.15
_EVERY = 250


def batches(source: Iterator[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences in batches of about the same number of words."""
    batch: list[Sentence] = []
    words = 0
    for sentence in source:
        batch.append(sentence)
        words += len(sentence[0])
        if words >= _BATCH_WORDS:
            yield batch
            batch, words = [], 0


def mixed(
    generated: Iterator[Sentence], corpus: Sequence[Sentence], rng: random.Random
) -> Iterator[Sentence]:
    """Generated sentences with a share of corpus sentences between them."""
    for sentence in generated:
        yield rng.choice(corpus) if rng.random() < _CORPUS_SHARE else sentence


def hidden(words: Sequence[str], rng: random.Random) -> list[int]:
    """What the lists say, forgotten now and then, so that the model learns from the context as well."""
    flags = []
    for word in words:
        flag = listed(word)
        if flag & int(NAME) and rng.random() < _HIDE_NAME:
            flag &= ~int(NAME)
        if flag & int(Kind.WORD) and rng.random() < _HIDE_WORD:
            flag &= ~int(Kind.WORD)
        flags.append(flag)
    return flags


def train(data: Path, minutes: float, seed: int, output: Path) -> None:
    """Train and write the weights; prints the scores of both development parts."""
    fix_random_seed(seed)
    rng = random.Random(seed)  # noqa: S311 - training data, no secrets
    news, news_dev = corpora.split(corpora.europeana(data / "ner/europeana-nl.tsv"))
    notes, notes_dev = corpora.split(corpora.voc(data / "ner/voc-notes.conll"))
    generator = Generator(Pools(data, rng), rng)
    own_dev = list(islice(generator.sentences(), 1500))
    network = build()
    network.initialize([np.zeros((1, 5), dtype="uint64")], None)
    adam = Adam(0.001, L2=1e-6)
    started, loss = time.monotonic(), 0.0
    for step, batch in enumerate(batches(mixed(generator.sentences(), news + notes, rng)), start=1):
        share = (time.monotonic() - started) / (minutes * 60)
        if share >= 1:
            break
        adam.learn_rate = 0.002 * (1 - share) + 0.0001
        loss += _update(network, batch, adam, rng)
        if step % _EVERY == 0:
            print(f"{share:5.0%} step {step} loss {loss / _EVERY:.4f}")  # noqa: T201 - a command's output
            loss = 0.0
    _average(network, adam)
    write_pipeline(output, network)
    for title, sentences in (("newspapers", news_dev), ("notes", notes_dev), ("own", own_dev)):
        print(title, score.report(network, sentences))  # noqa: T201 - a command's output


def _average(network: Network, adam: Optimizer) -> None:
    """Use the running average of each weight, which generalises better than its last value."""
    for node in network.walk():
        for name in node.param_names:
            average = (adam.averages or {}).get((node.id, name))
            if average is not None:
                node.set_param(name, average)


def _update(network: Network, batch: Sequence[Sentence], adam: Optimizer, rng: random.Random) -> float:
    rows = [features(words, hidden(words, rng)) for words, _ in batch]
    guesses, back = network.begin_update(rows)
    gradients = []
    loss = 0.0
    total = sum(len(words) for words, _ in batch)
    for guess, (_, labels) in zip(guesses, batch, strict=True):
        gold = np.zeros_like(guess)
        gold[np.arange(len(labels)), [LABELS.index(label) for label in labels]] = 1.0
        gradient = guess - gold
        loss += float((gradient**2).sum())
        gradients.append((gradient / total).astype("float32"))
    back(gradients)
    network.finish_update(adam)
    return loss / total


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="directory with ner/")
    parser.add_argument("--minutes", type=float, default=11)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=MODEL)
    options = parser.parse_args()
    train(options.data, options.minutes, options.seed, options.output)


if __name__ == "__main__":
    main()
