"""What the fuzzing programs of this folder share: a corpus that begins with samples, and limits."""

import hashlib
import logging
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris

LIMITS = ["-timeout=30", "-rss_limit_mb=512", "-print_final_stats=1"]

type Mutate = Callable[[bytes, int, int], bytes]


def fuzz(
    one: Callable[[bytes], None],
    seeds: Callable[[], Iterable[bytes]],
    longest: int,
    mutate: Mutate | None = None,
) -> None:
    """Fuzz a function with the program's arguments; does not return.

    Args:
        one: Reads one input; what it raises ends the run.
        seeds: Inputs to begin with, when the folder that the arguments name is empty.
        longest: Bytes of the longest input.
        mutate: Gives a changed input: of an input, the most bytes, and a random number.
    """
    logging.disable()
    corpus = next((Path(word) for word in sys.argv[1:] if not word.startswith("-")), None)
    if corpus is not None and not corpus.is_file():
        corpus.mkdir(parents=True, exist_ok=True)
        if not any(corpus.iterdir()):
            for data in seeds():
                (corpus / hashlib.sha256(data).hexdigest()).write_bytes(data)
    arguments = [sys.argv[0], *LIMITS, f"-max_len={longest}", *sys.argv[1:]]
    atheris.Setup(arguments, one, custom_mutator=mutate)
    atheris.Fuzz()
