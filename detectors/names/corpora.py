"""The annotated corpora the model may learn from: Europeana newspapers (CC0) and VOC notes (Apache-2.0)."""

import re
from pathlib import Path

from detectors.names.features import TOKEN
from detectors.names.generate import Sentence

_EUROPEANA = {"PER": "PERSON", "LOC": "LOCATION"}
_VOC = {"PER": "PERSON", "LOC": "LOCATION", "GPE": "LOCATION"}
_LONGEST = 60


def europeana(path: Path) -> list[Sentence]:
    """Sentences of the newspapers: tab-separated index, token, tag, nested tag."""
    sentences: list[Sentence] = [([], [])]
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("#") or len(fields) < 3 or fields[0] == "0":  # noqa: PLR2004
            sentences.append(([], []))
        if len(fields) > 2 and not line.startswith("#") and fields[1].strip():  # noqa: PLR2004
            _add(sentences, fields[1], fields[2], _EUROPEANA)
    return _bounded(sentences)


def voc(path: Path) -> list[Sentence]:
    """Sentences of the notes: token and tag with a space between, an empty line after each sentence."""
    sentences: list[Sentence] = [([], [])]
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, tag = line.rpartition(" ")
        if word:
            _add(sentences, word, tag.strip(), _VOC)
        else:
            sentences.append(([], []))
    return _bounded(sentences)


def split(sentences: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Training part, and the last tenth for development, with a margin between them.

    `tests/benchmarks/test_bench_corpora.py` measures on the same last tenth of the file.
    """
    last = len(sentences) * 9 // 10
    return sentences[: last - len(sentences) // 50], sentences[last:]


def _add(sentences: list[Sentence], word: str, tag: str, types: dict[str, str]) -> None:
    """Split a corpus token our way; inner parts of an entity continue it."""
    position, _, kind = tag.partition("-")
    label = types.get(kind, "")
    words, labels = sentences[-1]
    for number, match in enumerate(TOKEN.finditer(word)):
        words.append(match.group())
        starts = position == "B" and number == 0
        labels.append(f"{'B' if starts else 'I'}-{label}" if label else "O")


def _bounded(sentences: list[Sentence]) -> list[Sentence]:
    """Long paragraphs cut after a full stop, so that batches stay even."""
    cut: list[Sentence] = []
    for words, labels in sentences:
        start = 0
        for index, word in enumerate(words):
            ends = (
                word == "." and re.match(r"[^\W\d_]{3,}$", words[index - 1]) and index - start > _LONGEST // 3
            )
            if ends or index - start >= _LONGEST:
                cut.append((words[start : index + 1], labels[start : index + 1]))
                start = index + 1
        if start < len(words):
            cut.append((words[start:], labels[start:]))
    return [sentence for sentence in cut if sentence[0]]
