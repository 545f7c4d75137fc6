"""Recorded traffic of real clients, when a file of it is given: it is not ours to publish."""

import json
import os
import re
from pathlib import Path

import pytest

from detectors.har import read_har
from detectors.prompts import read
from detectors.services import load_catalogue

RECORDED = os.environ.get("SCHADUWWACHT_RECORDED", "")
PLANTED = re.compile(r"burgerservicenummer.*\b\d{9}\b", re.DOTALL)


@pytest.mark.skipif(not RECORDED, reason="SCHADUWWACHT_RECORDED names no HAR file with planted sentences")
def test_every_planted_sentence_is_read_where_it_was_planted() -> None:
    """Each entry names a path under `_planted`; a part with the sentence stands there."""
    path = Path(RECORDED)
    planted = [entry["_planted"] for entry in json.loads(path.read_text(encoding="utf-8"))["log"]["entries"]]
    catalogue = load_catalogue()
    missed = []
    for number, ((request, _), where) in enumerate(zip(read_har(path), planted, strict=True)):
        found = catalogue.recognise(request)
        reader = found.operation.reader if found and found.operation else None
        wanted = re.sub(r"\.(\d+)", r"[\1]", where)
        reading = read(request, reader)
        if reading.unread or not any(p.path == wanted and PLANTED.search(p.text) for p in reading.parts):
            missed.append(number)
    assert missed == []
    assert planted
