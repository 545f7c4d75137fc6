"""Wire formats: a request's body in, prompt parts and files out."""

from detectors.prompts.part import File, Part, Reading, Unread
from detectors.prompts.reader import MAX_BODY, read, read_message, reader_names

__all__ = ["MAX_BODY", "File", "Part", "Reading", "Unread", "read", "read_message", "reader_names"]
