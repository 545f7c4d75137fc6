"""Step 1 for recorded traffic, which is there to be read: the catalogue, then AI that it does not have."""

from agent.discovery.unknown import found_at, may_ask
from detectors.har import HarEntry
from detectors.services import Catalogue, Recognised
from detectors.unknown import judge, outside_signals
from detectors.unknown.body import body_signals, message_signals

MAX_BODY = 64 * 2**20


def recognise_recorded(entry: HarEntry, catalogue: Catalogue) -> Recognised | None:
    """The service of a recorded request, or of the WebSocket that it opened; None for ordinary traffic.

    Hosts that the guard would leave encrypted are looked at as well: the recording is decrypted.
    """
    request = entry.request
    if found := catalogue.recognise(request):
        return found
    sent = [message.data for message in entry.messages if message.sent]
    if not may_ask(request) and not sent:
        return None
    outside = outside_signals(request)
    bodies = [body_signals(request, MAX_BODY), *map(message_signals, sent)]
    return max(
        (found for names in bodies if (found := found_at(request.host, judge((*outside, *names))))),
        key=lambda found: len(found.evidence),
        default=None,
    )
