"""Every recognizer the scanner runs, in order: one class a file, see `base.py` for how to write one."""

from detectors.recognizers.base import CandidateRecognizer, Recognizer, TextRecognizer
from detectors.recognizers.bsn import BsnRecognizer
from detectors.recognizers.email import EmailRecognizer
from detectors.recognizers.iban import IbanRecognizer
from detectors.recognizers.phone import PhoneRecognizer

__all__ = ["ALL", "CandidateRecognizer", "Recognizer", "TextRecognizer"]

ALL: tuple[type[Recognizer], ...] = (
    BsnRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    PhoneRecognizer,
)
"""Candidate recognizers in any order, then text recognizers in the order they run."""
