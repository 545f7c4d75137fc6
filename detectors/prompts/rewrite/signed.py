"""Requests whose body is under a signature: a proxy may stop them, never change them."""

import re

from detectors.request import Request

# AWS Signature Version 4 and 4A; HMAC schemes of Azure, Alibaba (ACS3), Tencent (TC3), Volcengine and others.
_SCHEME = re.compile(r"\s*(?:AWS4-|\S*HMAC)", re.IGNORECASE)
_QUERY = re.compile(r"[?&](?:x-amz-signature|x-goog-signature|x-tos-signature)=", re.IGNORECASE)
# RFC 9421 message signatures, and the one that clients of AWS put beside theirs.
_HEADERS = frozenset({"signature-input", "x-amz-content-sha256", "x-amz-signature"})
# Checks of the body alone, without a key (RFC 9530, RFC 1864): they go with the body they were made of.
DIGESTS = frozenset({"content-digest", "repr-digest", "digest", "content-md5"})


def is_signed(request: Request) -> bool:
    """Whether the service would refuse the request, or take it for forged, if it were changed."""
    return (
        any(_SCHEME.match(value) for name, value in request.headers if name.lower() == "authorization")
        or any(name.lower() in _HEADERS for name, _ in request.headers)
        or _QUERY.search(request.url) is not None
    )
