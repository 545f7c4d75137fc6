"""`rewrite_message`: the same for one WebSocket message."""

from collections.abc import Iterable

from detectors.prompts.part import Reading
from detectors.prompts.reader import MAX_BODY, read_message
from detectors.prompts.rewrite.binary import rewrite_document, rewrite_envelopes
from detectors.prompts.rewrite.request import compare
from detectors.prompts.rewrite.targets import Replacement, Targets, edits_by_part, splice
from detectors.prompts.rewrite.text import text_edits


def rewrite_message[M: (bytes, str)](
    data: M, reader: str | None, replacements: Iterable[Replacement], *, reading: Reading | None = None
) -> M:
    """Give the message with texts of its parts replaced, and everything else as it was.

    Args:
        data: The message.
        reader: Name of the wire format, as for `detectors.prompts.read_message`.
        replacements: What to put in place of which text; they must not overlap.
        reading: What `read_message` gives for the message, when the caller has it.

    Raises:
        CannotRewriteError: It cannot be done; the message must not be sent.
    """
    reading = reading if reading is not None else read_message(data, reader)
    edits = edits_by_part(reading.parts, replacements)
    if not edits:
        return data
    targets = Targets(reading.parts, edits)
    if isinstance(data, str):
        changed = splice(data, text_edits(data, targets))
    else:
        changed = _rewrite_bytes(data, targets)
    targets.check()
    compare(reading, edits, read_message(changed, reader))
    return changed


def _rewrite_bytes(data: bytes, targets: Targets) -> bytes:
    if any(path.startswith("frame:") for path in targets.paths):
        return rewrite_envelopes(data, "gzip", MAX_BODY, targets)
    return rewrite_document(data, targets)
