"""mitmproxy's flows as plain data, and our answers as mitmproxy's."""

from collections.abc import Callable, Iterable

from mitmproxy import http

from agent.coaching import Answer
from agent.proxy.replies import Refusal
from agent.verdict import Client
from detectors.request import Request

_USUAL_PORTS = frozenset({80, 443})


def plain_request(flow: http.HTTPFlow, inspects: Callable[[str], bool]) -> Request:
    """The request as plain data, under the host name by which it is an AI service's, if any is.

    Behind a transparent proxy the address is a number; a client may also ask the proxy for one host and
    write another in the Host header.

    Args:
        flow: With the whole request.
        inspects: Whether a host is an AI service's.
    """
    request = flow.request
    names = [request.host, request.pretty_host, flow.client_conn.sni or ""]
    known = next((name for name in names if inspects(name)), request.pretty_host)
    port = "" if request.port in _USUAL_PORTS else f":{request.port}"
    host = f"[{known}]" if ":" in known else known
    return Request(
        method=request.method,
        url=f"{request.scheme}://{host}{port}{request.path}",
        headers=tuple(request.headers.items(multi=True)),
        body=request.raw_content or b"",
    )


def client_of(flow: http.HTTPFlow) -> Client:
    """Who asks: the client's address, and the proxy user if there is one."""
    credentials = flow.metadata.get("proxyauth")
    address = flow.client_conn.peername[0] if flow.client_conn.peername else ""
    return Client(address, str(credentials[0]) if credentials else "", flow.id)


def to_response(refusal: Answer | Refusal) -> http.Response:
    """An answer of our own as a response of mitmproxy's."""
    return http.Response.make(refusal.status, refusal.body, to_headers(refusal.headers))


def to_headers(pairs: Iterable[tuple[str, str]]) -> http.Headers:
    """Names and values as mitmproxy has them."""
    return http.Headers([(name.encode(), value.encode("utf-8", "surrogateescape")) for name, value in pairs])
