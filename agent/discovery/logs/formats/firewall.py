"""Logs of firewalls: FortiGate and Palo Alto Networks.

Formats: FortiOS Log Message Reference; PAN-OS Administrator's Guide, "Syslog Field Descriptions".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from agent.discovery.logs.formats.tables import cell_by_pattern
from agent.discovery.logs.layout import (
    COMMENT,
    NO_HOST,
    NOT_A_REQUEST,
    NOT_THIS_FORMAT,
    Layout,
    LogFormat,
    first_reason,
    row,
    share_of,
)
from agent.discovery.logs.moments import CLOCKS
from agent.discovery.logs.text import known, pair, part, split

_FORTIGATE = re.compile(
    r'\bdate=\d{4}-\d\d-\d\d("?[ ,]"?)time=\d\d:\d\d:\d\d"?[ ,].*\b(?:devid|logid|srcip|type)='
)
_DATELESS = re.compile(r'\beventtime=\d{10,19}([ ,])tz=.*\blogid=.*\btype="(?:utm|traffic|event|dns)"')
"""What RFC 5424 leaves: its header has the date."""
_QUERY, _RESPONSE = "dns-query", "dns-response"
_PALO_ALTO = re.compile(
    r"(?:^|\s)[0-9]*,[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9:]{8}[0-9.]*Z?,[^,]*,"
    r"(?:THREAT|TRAFFIC|SYSTEM|CONFIG|URL|DECRYPTION),"
)
_KIND, _SUBKIND, _WHEN, _CLIENT, _URL = 3, 4, 6, 7, 31
"""Places of the type, the subtype, the time, the source address and the URL."""


def _fortigate(table: ir.Table, between: str, *, asked: bool, dated: bool) -> ir.Table:
    """``date=2026-10-20 time=10:15:30 tz="+0200" … srcip=192.0.2.10 … hostname="chatgpt.com" …``.

    With `set format csv` there are commas between pairs; FortiAnalyzer's export has quotes around each too.
    """
    if between != " ":
        table = table.mutate(line=table.line.replace(between, " "))
    line = table.line
    good = line.contains("date=") & line.contains(" time=") if dated else line.contains("eventtime=")
    table = table.mutate(name=ibis.coalesce(pair(line, "hostname"), pair(line, "qname"), pair(line, "sni")))
    answer = line.contains(_RESPONSE) & asked
    return row(
        table,
        host=table.name,
        client=line,
        when=line if dated else part(line, "eventtime=", 1),
        size=line,
        url=pair(line, "url"),
        reason=first_reason(
            (~good, NOT_THIS_FORMAT),
            (answer, NOT_A_REQUEST),
            (table.name.isnull(), NO_HOST),
        ),
    )


def _find_fortigate(lines: Sequence[str]) -> Layout | None:
    for pattern in (_FORTIGATE, _DATELESS):
        if share := share_of(lines, pattern.search):
            betweens = Counter(found[1] for line in lines if (found := pattern.search(line)))
            asked = any(_QUERY in line for line in lines)
            layout = _forti(betweens.most_common(1)[0][0], asked=asked, dated=pattern is _FORTIGATE)
            return replace(layout, share=share)
    return None


def _forti(between: str, *, asked: bool = False, dated: bool = True) -> Layout:
    """A server may be asked and answer on two lines; both would count everything twice."""
    return Layout(
        "fortigate",
        (between, asked, dated),
        lambda table: _fortigate(table, between, asked=asked, dated=dated),
        CLOCKS["fortigate" if dated else "epoch"],
        urls=True,
        client=lambda line: known(pair(line, "srcip")),
        size=lambda line: pair(line, "sentbyte"),
    )


def _palo_alto(table: ir.Table) -> ir.Table:
    """``1,2026/10/20 10:15:31,0011,THREAT,url,9,2026/10/20 10:15:30,192.0.2.10,…,"chatgpt.com/",…``.

    Only URL filtering knows host names. Quotes stand around what has a comma or a quote in it, most often the
    URL: what comes before it is then split as it is.
    """
    table = table.mutate(cells=split(table.line, ","), quotes=split(table.line, '"'))
    cells, quotes = table.cells, table.quotes
    table = table.mutate(kind=cells[_KIND], before=split(quotes[0], ",").length())
    is_url = (table.kind == "URL") | ((table.kind == "THREAT") & (cells[_SUBKIND] == "url"))
    url = ibis.cases(
        (table.before > _URL + 1, cells[_URL]),
        (table.before == _URL + 1, ibis.ifelse(quotes.length() > 1, quotes[1], cells[_URL])),
        else_=cell_by_pattern(table.line, ",", _URL),
    )
    return row(
        table,
        host=ibis.ifelse(is_url, url, ibis.null("string")),
        client=cells[_CLIENT],
        when=cells[_WHEN],
        reason=first_reason(
            (cells[1] == "Receive Time", COMMENT),
            (cells[_WHEN].isnull() | ~table.kind.re_search("^[A-Z]+$"), NOT_THIS_FORMAT),
            (table.kind.isin(("SYSTEM", "CONFIG", "HIPMATCH", "USERID", "GLOBALPROTECT")), NOT_A_REQUEST),
        ),
    )


def _find_palo_alto(lines: Sequence[str]) -> Layout | None:
    share = share_of(lines, _PALO_ALTO.search)
    return replace(_PALO, share=share) if share else None


_PALO = Layout("paloalto", "", _palo_alto, CLOCKS["iso"], urls=True)

FORMATS = (
    LogFormat("fortigate", "FortiGate", _find_fortigate, _forti(" ")),
    LogFormat("paloalto", "Palo Alto Networks, CSV", _find_palo_alto, _PALO),
)
