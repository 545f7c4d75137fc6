"""Persons in text that is not like a prompt: news and encyclopedia, old newspapers, editors' notes.

The corpora are not shipped. Point `SCHADUWWACHT_NER_DATA` at a directory with `ud-lassysmall-dev.conllu`,
`ud-alpino-dev.conllu` (Universal Dependencies 2), `europeana-nl.tsv` and `voc-notes.conll`; without it these
benchmarks are skipped. Of Europeana and VOC the last tenth is the development part: training leaves it alone.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from detectors.evaluate import evaluate
from detectors.finding import Finding
from detectors.labelled import Label, LabelledPrompt
from detectors.yaml_file import StrictModel, read_yaml

_LABELS = Path(__file__).parents[1] / "data" / "ud" / "persons.yaml"
_FILES = ("ud-lassysmall-dev.conllu", "ud-alpino-dev.conllu", "europeana-nl.tsv", "voc-notes.conll")

# Europeana's words carry the punctuation behind them; the full stop of an initial belongs to the name.
_STOPS = re.compile(r"(?:[,;:!?)]|(?<=\w{3})\.)+$")

Detector = Callable[[str], Sequence[Finding]]
Words = list[tuple[str, str, str]]  # word, what stands behind it, tag


class _Sentence(StrictModel):
    """One labelled sentence: numbers of the first and last word of each person."""

    sent_id: str
    persons: tuple[tuple[int, int], ...] = ()
    optional: tuple[tuple[int, int], ...] = ()


class _Labels(StrictModel):
    """`tests/data/ud/persons.yaml`."""

    sentences: tuple[_Sentence, ...]


@pytest.fixture(scope="module")
def corpora() -> Path:
    """The directory with the corpora."""
    folder = os.environ.get("SCHADUWWACHT_NER_DATA")
    if not folder or not all((Path(folder) / name).is_file() for name in _FILES):
        pytest.skip("SCHADUWWACHT_NER_DATA names no directory with the corpora")
    return Path(folder)


@pytest.mark.parametrize("corpus", ["ud", "europeana", "voc"])
def test_persons(benchmark: BenchmarkFixture, corpora: Path, corpus: str, ours: Detector) -> None:
    """Persons only: what is found of other types is left out."""
    texts = list({"ud": _ud, "europeana": _europeana, "voc": _voc}[corpus](corpora))

    def run() -> list[tuple[LabelledPrompt, list[Finding]]]:
        return [(text, [f for f in ours(text.text) if f.type == "PERSON"]) for text in texts]

    total = evaluate(benchmark.pedantic(run, rounds=1)).total
    print(
        f"\n{corpus}: {len(texts)} texts, {total.labels} persons, recall {total.recall:.1%} "
        f"(exact {total.recall_exact:.1%}), precision {total.precision:.1%}"
    )


def _ud(folder: Path) -> Iterator[LabelledPrompt]:
    wanted = {s.sent_id: s for s in read_yaml(_Labels, _LABELS.read_text("utf-8"), _LABELS).sentences}
    for name, words in _conllu(folder / _FILES[0], folder / _FILES[1]):
        if sentence := wanted.pop(name, None):
            tags = [
                (span, optional) for optional in (False, True) for span in _spans(sentence, optional=optional)
            ]
            text, places = _join(words)
            labels = [Label(places[a - 1][0], places[b - 1][1], "PERSON", o) for (a, b), o in tags]
            yield LabelledPrompt(name, text, tuple(sorted(labels)))
    assert not wanted, (
        "labelled sentences that the corpus does not hold: other version of Universal Dependencies?"
    )


def _spans(sentence: _Sentence, *, optional: bool) -> tuple[tuple[int, int], ...]:
    return sentence.optional if optional else sentence.persons


def _conllu(*paths: Path) -> Iterator[tuple[str, Words]]:
    for path in paths:
        for block in path.read_text("utf-8").split("\n\n"):
            lines = block.splitlines()
            name = next((line[12:] for line in lines if line.startswith("# sent_id = ")), "")
            rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
            words = [(r[1], "" if "SpaceAfter=No" in r[9] else " ", "") for r in rows if r[0].isdigit()]
            yield name, words


def _europeana(folder: Path) -> Iterator[LabelledPrompt]:
    """One stream of words without sentences: cut into pieces of 300."""
    lines = (folder / _FILES[2]).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    words = [(row[1], " ", row[2]) for row in rows[1:] if len(row) > 2]
    yield from _tagged("europeana", batched(_last_tenth(words), 300, strict=False))


def _voc(folder: Path) -> Iterator[LabelledPrompt]:
    """Sentences, joined by ten: a person is often named in full only once."""
    blocks = (folder / _FILES[3]).read_text("utf-8").split("\n\n")
    sentences = [[_row(line) for line in block.splitlines() if " " in line] for block in blocks]
    pieces = batched(_last_tenth(sentences), 10, strict=False)
    yield from _tagged("voc", ([word for sentence in piece for word in sentence] for piece in pieces))


def _row(line: str) -> tuple[str, str, str]:
    word, tag = line.rsplit(" ", 1)
    return word, " ", tag


def _last_tenth[T](items: Sequence[T]) -> Sequence[T]:
    return items[len(items) * 9 // 10 :]


def _tagged(name: str, pieces: Iterable[Sequence[tuple[str, str, str]]]) -> Iterator[LabelledPrompt]:
    """Texts with PERSON labels from B-PER and I-PER tags."""
    for number, words in enumerate(pieces):
        text, places = _join(words)
        labels: list[Label] = []
        for (word, _, tag), (start, end) in zip(words, places, strict=True):
            stop = end - len(word) + len(_STOPS.sub("", word))
            if tag == "I-PER" and labels and text[labels[-1].end : start].isspace():
                labels[-1] = Label(labels[-1].start, stop, "PERSON")
            elif tag in {"B-PER", "I-PER"}:
                labels.append(Label(start, stop, "PERSON"))
        yield LabelledPrompt(f"{name}-{number}", text, tuple(labels))


def _join(words: Iterable[tuple[str, str, str]]) -> tuple[str, list[tuple[int, int]]]:
    text, places = "", []
    for word, behind, _ in words:
        places.append((len(text), len(text) + len(word)))
        text += word + behind
    return text, places
