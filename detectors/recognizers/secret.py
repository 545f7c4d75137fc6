"""Keys, tokens and private keys whose own form gives them away."""

import re
from collections.abc import Sequence
from typing import ClassVar

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span
from detectors.recognizers.secret_kinds import CHECKS, SecretKind, entropy, is_placeholder, secret_kinds

_EDGE_BEFORE = r"(?<![A-Za-z0-9_-])"
_EDGE_AFTER = r"(?![A-Za-z0-9])"
_MIN_ENTROPY = 3.0
_PRIVATE_KEY = re.compile(
    r"-----BEGIN ([A-Z0-9 ]{0,30})PRIVATE KEY( BLOCK)?-----|PuTTY-User-Key-File-\d:", re.IGNORECASE
)
_KEY_END = re.compile(
    r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|Private-MAC: ?[0-9a-f]+", re.IGNORECASE
)
_KEY_BODY = re.compile(r"[A-Za-z0-9+/=\s\\:,.()-]*")
_MAX_KEY = 20_000


def _lowered(pattern: str) -> str:
    """A pattern for lower-cased text, its escapes left alone; `judge` matches upper and lower case apart."""
    return re.sub(r"\\.|[A-Z]", lambda found: found[0] if found[0][0] == "\\" else found[0].lower(), pattern)


class SecretRecognizer(CandidateRecognizer):
    """Provider keys with a prefix of their own, JSON web tokens, private keys.

    Not personal data but a security incident when it leaves: art. 32 GDPR. Formats: `secrets.yaml`. A key
    of a known form needs no context; a stand-in for one ("YOUR_API_KEY") or a word with the same prefix is
    none.
    """

    detector = "secret"
    entities = ("SECRET",)
    candidate_patterns: ClassVar[tuple[str, ...]] = (
        r"-----begin [a-z0-9 ]{0,30}private key",
        r"putty-user-key-file-\d:",
        *(_lowered(_EDGE_BEFORE + kind.pattern) for kind in secret_kinds()),
    )

    def load(self) -> None:
        """Compile the formats with upper and lower case apart."""
        self._kinds = [
            (kind, re.compile(_EDGE_BEFORE + kind.pattern + _EDGE_AFTER)) for kind in secret_kinds()
        ]

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """Match each candidate anew: exactly, and beyond the candidate's length."""
        findings = []
        done = 0
        for start, _ in spans:
            if start < done:
                continue
            finding = self._private_key(passage, start) or self._provider_key(passage, start)
            if finding:
                findings.append(finding)
                done = finding.end
        return findings

    def _private_key(self, passage: Passage, start: int) -> Finding | None:
        begin = _PRIVATE_KEY.match(passage.plain, start)
        if not begin:
            return None
        limit = start + _MAX_KEY
        close = _KEY_END.search(passage.plain, begin.end(), limit)
        body = _KEY_BODY.match(passage.plain, begin.end(), limit)
        end = close.end() if close else body.end() if body else begin.end()
        return self.found((start, end), 0.99, "private key")

    def _provider_key(self, passage: Passage, start: int) -> Finding | None:
        for kind, pattern in self._kinds:
            match = pattern.match(passage.plain, start)
            if match:
                return self._weigh(kind, match.group(), match.span())
        return None

    def _weigh(self, kind: SecretKind, value: str, span: Span) -> Finding | None:
        if kind.check and CHECKS[kind.check](value):
            return self.found(span, 0.99, kind.id, "checksum")
        random_part = re.split(r"[_.=-]", value, maxsplit=1)[-1] if len(value) < 100 else value  # noqa: PLR2004
        if is_placeholder(value) or entropy(random_part) < _MIN_ENTROPY or not any(map(str.isdigit, value)):
            return None
        return self.found(span, 0.6 if kind.check == "jwt-header" else 0.9, kind.id)
