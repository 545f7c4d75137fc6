"""Every recognizer the scanner runs, in order: one class a file, see `base.py` for how to write one."""

from detectors.recognizers.base import CandidateRecognizer, Recognizer, TextRecognizer

__all__ = ["ALL", "CandidateRecognizer", "Recognizer", "TextRecognizer"]

ALL: tuple[type[Recognizer], ...] = ()
"""Candidate recognizers in any order, then text recognizers in the order they run."""
