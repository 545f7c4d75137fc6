"""Every wire format: what is planted anywhere in a request is replaced there, or the request is refused."""

from urllib.parse import urlencode

import pytest
from wire_sample import Place, Sample, _resolve, encode, load_samples, text_places

from detectors.prompts import Reading
from detectors.prompts.rewrite import CannotRewriteError, Replacement, rewrite, rewrite_message
from detectors.request import Request

NAME, NEW = "Joke Zandstra", "<PERSOON_1>"
SENTENCE = f"Het dossier van {NAME} ligt klaar, geloof ik."


def sent(sample: Sample) -> Request:
    """The sample as a request; for a message the request holds nothing else."""
    method, url = (sample.requests or ["POST https://service.example/"])[0].split(" ", 1)
    if sample.encoding == "query":
        query = urlencode({name: _resolve(value) for name, value in sample.body.items()})
        return Request(method, f"{url}?{query}")
    content_type, data = encode(sample.encoding, sample.body)
    return Request(method, url, (("Content-Type", content_type), *sample.headers.items()), data)


def replacements(reading: Reading) -> list[Replacement]:
    found = []
    for number, part in enumerate(reading.parts):
        start = part.text.find(NAME, part.label)
        if start >= 0:
            found.append(Replacement(number, start, start + len(NAME), NEW))
    return found


def rewritten(sample: Sample, wanted: list[Replacement]) -> Request:
    request = sent(sample)
    if sample.encoding in {"message", "records", "socketio"}:
        body = rewrite_message(request.body.decode(), sample.reader, wanted).encode()
        return Request(request.method, request.url, request.headers, body)
    return rewrite(request, sample.reader, wanted)


def outcome(sample: Sample, place: Place) -> str:
    """`file` when the text is no part, why it is refused, or how the result compares with what was wanted."""
    planted = sample.planted(place, SENTENCE)
    wanted = replacements(planted.reading())
    if not wanted:
        return "file"
    try:
        changed = rewritten(planted, wanted)
    except CannotRewriteError as error:
        return error.reason
    right = sent(sample.planted(place, SENTENCE.replace(NAME, NEW)))
    if (changed.url, changed.body) == (right.url, right.body):
        return "same bytes"
    return "same texts" if NAME.encode() not in changed.body else "wrong"


@pytest.mark.parametrize("sample", load_samples(), ids=lambda sample: sample.name)
def test_a_name_is_replaced_at_every_place_that_holds_text(sample: Sample) -> None:
    """The bytes are those that the client would have sent with the placeholder; only gzip is taken off.

    A name that stands in the name of a multipart field, or in protobuf in base64, is refused.
    """
    for place in text_places(sample.body):
        allowed = {"same bytes", "file"}
        if sample.encoding == "connect_gzip":
            allowed = {"same texts"}
        elif sample.encoding == "multipart" and place[-1] == "name":
            allowed = {"not-found", "file"}
        elif sample.encoding == "message" and sample.reader == "meta_ai" and place[0] == "payload":
            allowed = {"not-found"}
        assert outcome(sample, place) in allowed, place
