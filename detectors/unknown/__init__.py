"""AI services that the catalogue does not have, by the shape of a request and of its answer.

`body` is not imported here: it decodes bodies, which is the workers' job.
"""

from detectors.unknown.answer import FIRST, answer_signals, is_whole_answer, may_stream
from detectors.unknown.score import Score, asks_in_query, describe, judge, outside_signals

__all__ = [
    "FIRST",
    "Score",
    "answer_signals",
    "asks_in_query",
    "describe",
    "is_whole_answer",
    "judge",
    "may_stream",
    "outside_signals",
]
