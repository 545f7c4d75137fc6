"""E-mail addresses."""

import re
from collections.abc import Sequence

from detectors.finding import Finding
from detectors.passage import Passage
from detectors.recognizers.base import CandidateRecognizer, Span

_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|css|js|ts|json|md|html?|local|internal|lan)$", re.IGNORECASE)
_SPELLED_OUT = (
    r"(?<![\w.%+@-])[\w.%+-]{1,64} ?[\[({]\s?(?:at|apenstaartje|@)\s?[\])}] ?[a-z0-9-]{1,63}"
    r"(?: ?[\[({]\s?(?:dot|punt|\.)\s?[\])}] ?[a-z0-9-]{2,63}|\.[a-z0-9-]{2,63}){1,4}(?![\w-])"
)
_AS_SPOKEN = (
    r"(?<![\w.@-])[\w-]{1,30}(?: (?:punt|dot|point|punkt|underscore|streepje) [\w-]{1,30}){0,3}"
    r" (?:apenstaartje|apestaartje|apenstaart|at sign|at-teken|klammeraffe|arobase)"
    r" [a-z0-9-]{2,40}(?: (?:punt|dot|point|punkt) [a-z]{2,20}){1,2}(?![\w-])"
)
"""``anna punt smit apenstaartje voorbeeld punt nl``: as people say it in a recorded talk."""

_HEADER = re.compile(r"(?:message-id|in-reply-to|references|content-id|cid):\s*<?$")
_REPOSITORY = re.compile(r":[\w~.-]+/")


class EmailRecognizer(CandidateRecognizer):
    """E-mail address, as RFC 5321 allows it outside quotes.

    Legal basis: art. 4(1) GDPR. Source: RFC 5321 (sizes), RFC 1035 (labels). No list of top-level domains is
    fetched: a domain ends in two letters or more, and a file name or repository is told apart by its looks.
    """

    detector = "email"
    entities = ("EMAIL_ADDRESS",)
    labels = ("e mail", "email", "mail", "mailadres", "emailadres", "e mailadres", "courriel")
    candidate_patterns = (
        r"(?<![\w.%+@/-])[\w.%+'&~-]{1,64}@(?:[a-z0-9~](?:[a-z0-9~-]{0,62})\.){1,6}[a-z]{2,24}(?![\w@-])",
        _SPELLED_OUT,
        _AS_SPOKEN,
    )

    def judge(self, passage: Passage, spans: Sequence[Span]) -> list[Finding]:
        """An address is what it looks like, unless it is a file or a repository."""
        findings = []
        for start, end in spans:
            value = passage.plain[start:end]
            start += len(value) - len(value.lstrip(".'&~-%"))  # noqa: PLW2901 - punctuation before it
            local = passage.plain[start:end].partition("@")[0]
            if not local or ".." in local or _FILE.search(value):
                continue
            if _HEADER.search(passage.lower, max(0, start - 20), start):
                continue
            if local.lower() == "git" and _REPOSITORY.match(passage.plain, end):
                continue
            findings.append(self.found((start, end), 0.95, "pattern"))
        return findings
