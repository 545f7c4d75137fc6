"""Where events go besides the store: the settings of a stream to a SIEM, and the sink they stand for."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from agent.record.sinks import FileSink, HttpSink, Sink, SyslogSink
from detectors.yaml_file import StrictModel

SYSLOG_PORT = 6514


class StreamSettings(StrictModel):
    """One stream of OCSF events: give exactly one of file, syslog and http.

    Attributes:
        name: Under which its place is kept: after a restart it goes on where it was.
        file: JSON Lines in a file.
        syslog: ``HOST`` or ``HOST:PORT`` of a syslog server, over TLS.
        http: Address that takes JSON Lines by POST.
        token: Bearer token for `http`.
        ca: Certificate authority of the server; absent means the system's.
    """

    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    file: Path | None = None
    syslog: str | None = None
    http: str | None = None
    token: str | None = Field(default=None, repr=False)
    ca: Path | None = None

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if sum(place is not None for place in (self.file, self.syslog, self.http)) != 1:
            raise ValueError("give exactly one of file, syslog and http")
        return self

    def sink(self) -> Sink:
        """What takes the events.

        Raises:
            UsageError: The address would send evidence in the clear.
        """
        if self.file is not None:
            return FileSink(self.file)
        if self.http is not None:
            return HttpSink(self.http, self.token, self.ca)
        host, _, port = (self.syslog or "").partition(":")
        return SyslogSink(host, int(port or SYSLOG_PORT), self.ca)
