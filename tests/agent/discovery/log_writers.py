"""Logs as the products write them, made from visits that we know: every line here is our own.

A writer makes the lines of one visit. What else it writes (comments, answers, other messages) is what a log
of that product is full of; `noise` says how many lines of that there are for each visit.
"""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

AI_HOSTS = {
    "chatgpt.com": "chatgpt",
    "ab.chatgpt.com": "chatgpt",
    "claude.ai": "claude",
    "api.openai.com": "openai-api",
    "gemini.google.com": "gemini",
    "copilot.microsoft.com": "microsoft-copilot",
    "www.hirevue.com": "hirevue",
}
START = datetime(2026, 10, 20, 8, 15, 30, tzinfo=UTC)
_ORDINARY = (
    "www.nieuws.example",
    "mail.google.com",
    "update.microsoft.com",
    "cdn.winkel.example",
    "nu.example",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one client to one host."""

    number: int
    time: datetime
    client: str
    host: str
    sent: int

    @property
    def millis(self) -> str:
        return f"{self.time.microsecond // 1000:03}"

    def at(self, pattern: str) -> str:
        return self.time.strftime(pattern)


def visits(count: int, seed: int = 7, share: float = 0.3, people: int = 354) -> Iterator[Visit]:
    """Visits of so many people, about this share of them to AI; hundreds of ordinary hosts, some popular."""
    choose = random.Random(seed)
    ordinary = [*_ORDINARY, *(f"www{number}.bedrijf{number % 37}.example" for number in range(400))]
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(ordinary))))
    ai = list(AI_HOSTS)
    for number in range(count):
        is_ai = choose.random() < share
        yield Visit(
            number,
            START + timedelta(milliseconds=137 * number),
            f"10.{(person := choose.randrange(people)) // 62_500}.{person // 250 % 250}.{person % 250 + 1}",
            choose.choice(ai) if is_ai else choose.choices(ordinary, cum_weights=weights)[0],
            choose.randrange(200, 90_000),
        )


@dataclass(frozen=True, slots=True)
class Writer:
    """How one product writes visits.

    Attributes:
        name: The format that it is to be read as.
        write: The lines of a visit; the first is the one that counts.
        head: Lines before all others.
        noise: Lines of each visit that are no request, with the reason why they are skipped.
        sizes: Whether it writes the bytes sent.
        unit: What it rounds times to.
        years: Whether it writes the year.
    """

    name: str
    write: Callable[[Visit], Sequence[str]]
    head: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    sizes: bool = False
    unit: timedelta = timedelta(milliseconds=1)
    years: bool = True

    def lines(self, seen: Iterable[Visit]) -> Iterator[str]:
        """The whole log."""
        yield from self.head
        for visit in seen:
            yield from self.write(visit)


def _bind(v: Visit) -> list[str]:
    name = v.host if v.number % 3 else v.host.upper()
    time = f"{v.at('%d-%b-%Y %H:%M:%S')}.{v.millis}"
    client = f"client @0x7f8b2c{v.number:06x} {v.client}#{1024 + v.number % 60000} ({name})"
    return [
        f"{time} queries: info: {client}: query: {name} IN {'A' if v.number % 2 else 'AAAA'} +E(0)K (::1)",
        f"{time} resolver: debug 1: fetch: {name}/A",
    ]


def _bind_view(v: Visit) -> list[str]:
    start = f"{v.at('%b %e %H:%M:%S')} ns1 named[812]:"
    client = f"client {v.client}#{1024 + v.number % 60000} ({v.host})"
    return [f"{start} {client}: view kantoor: query: {v.host} IN HTTPS + (192.0.2.53)"]


def _unbound(v: Visit) -> list[str]:
    start = f"[{int(v.time.timestamp())}] unbound[612:0] info:"
    return [
        f"{start} {v.client} {v.host}. A IN",
        f"{start} {v.client} {v.host}. A IN NOERROR 0.012345 0 61",
    ]


def _unbound_replies(v: Visit) -> list[str]:
    return [
        f"{v.at('%b %e %H:%M:%S')} ns1 unbound: [612:1] reply: {v.client} {v.host}. A IN NOERROR 0.01 0 61",
        f"{v.at('%b %e %H:%M:%S')} ns1 unbound: [612:1] info: generate keytag query _ta-4f66. NULL IN",
    ]


def _dnsmasq(v: Visit) -> list[str]:
    start = f"{v.at('%b %e %H:%M:%S')} dnsmasq[377]:"
    return [
        f"{start} query[{'A' if v.number % 2 else 'HTTPS'}] {v.host} from {v.client}",
        f"{start} forwarded {v.host} to 192.0.2.1",
        f"{start} reply {v.host} is 198.51.100.7",
    ]


def _windows(v: Visit) -> list[str]:
    name = "".join(f"({len(label)}){label}" for label in v.host.split(".")) + "(0)"
    start = f"{v.at('%d-%m-%Y %H:%M:%S')} 0E70 PACKET  00000000033397A0 UDP"
    return [
        f"{start} Rcv {v.client:<15} 5b47   Q [0001   D   NOERROR] A      {name}",
        f"{start} Snd 192.0.2.1       5b48   Q [0001   D   NOERROR] A      {name}",
        f"{start} Rcv 192.0.2.1       5b48 R Q [8081   DR  NOERROR] A      {name}",
        f"{start} Snd {v.client:<15} 5b47 R Q [8081   DR  NOERROR] A      {name}",
    ]


def _windows_us(v: Visit) -> list[str]:
    hour = v.time.hour % 12 or 12
    clock = f"{v.time.month}/{v.time.day}/{v.time.year} {hour}:{v.at('%M:%S %p')}"
    name = "".join(f"({len(label)}){label}" for label in v.host.split(".")) + "(0)"
    return [
        f"{clock} 0E70 PACKET  00000000033397A0 UDP Rcv {v.client}   5b47   Q [0001   D   NOERROR] A {name}"
    ]


def _epoch(v: Visit, digits: int) -> str:
    return f"{int(v.time.timestamp())}.{v.time.microsecond:06}"[: 11 + digits]


_ZEEK = (
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
)


def _zeek_dns(v: Visit) -> list[str]:
    cells = (
        _epoch(v, 6),
        f"C{v.number:012x}",
        v.client,
        "5353",
        "192.0.2.53",
        "53",
        "udp",
        "77",
        "0.01",
        v.host,
    )
    return [
        "\t".join(
            (*cells, "1", "C_INTERNET", "1", "A", "0", "NOERROR", "F", "F", "T", "T", "0", "-", "-", "F")
        )
    ]


def _zeek_ssl(v: Visit) -> list[str]:
    cells = (
        _epoch(v, 6),
        f"C{v.number:012x}",
        v.client,
        "50000",
        "198.51.100.7",
        "443",
        "TLSv13",
        "TLS_AES",
        "x25519",
    )
    return ["\t".join((*cells, v.host, "F", "-", "h2", "T", "CsiI", "-"))]


def _zeek_ssl_json(v: Visit) -> list[str]:
    ends = {"id.orig_h": v.client, "id.orig_p": 50000, "id.resp_h": "198.51.100.7", "id.resp_p": 443}
    rest = {"version": "TLSv13", "server_name": v.host, "resumed": False}
    return [json.dumps({"ts": round(v.time.timestamp(), 6), "uid": f"C{v.number:x}", **ends, **rest})]


def _zeek_dns_json(v: Visit) -> list[str]:
    data = {"ts": v.time.isoformat().replace("+00:00", "Z"), "uid": f"C{v.number:x}", "id.orig_h": v.client}
    return [json.dumps(data | {"proto": "udp", "query": v.host, "qtype_name": "A"}, separators=(",", ":"))]


def _squid(v: Visit) -> list[str]:
    if v.number % 4:
        request = f"TCP_TUNNEL/200 {v.sent + 77} CONNECT {v.host}:443"
    else:
        request = f"TCP_MISS/200 {v.sent + 77} GET http://{v.host}/pagina?van=http://elders.example/"
    return [f"{_epoch(v, 3)} {v.number % 100_000:6} {v.client} {request} - HIER_DIRECT/198.51.100.7 -"]


def _combined(v: Visit) -> list[str]:
    request = f"CONNECT {v.host}:443" if v.number % 4 else f"GET http://{v.host}/pagina"
    start = f"{v.client} - - [{v.at('%d/%b/%Y:%H:%M:%S')} +0000]"
    end = '"-" "Mozilla/5.0 (X11; Linux x86_64)" TCP_TUNNEL:HIER_DIRECT'
    return [f'{start} "{request} HTTP/1.1" 200 {v.sent + 77} {end}']


def _haproxy_start(v: Visit) -> str:
    return (
        f"{v.at('%b %e %H:%M:%S')} lb1 haproxy[991]: {v.client}:{1024 + v.number % 60000} "
        f"[{v.at('%d/%b/%Y:%H:%M:%S')}.{v.millis}] naar-buiten uit/srv1 "
        "0/0/1/20/21 200 1234 - - ---- 9/9/1/1/0 0/0"
    )


def _haproxy(v: Visit) -> list[str]:
    if v.number % 2:
        return [f'{_haproxy_start(v)} "CONNECT {v.host}:443 HTTP/1.1"']
    return [f'{_haproxy_start(v)} "GET http://{v.host}/pagina HTTP/1.1"']


def _haproxy_captured(v: Visit) -> list[str]:
    return [f'{_haproxy_start(v)} {{curl/8.5|{v.host}|nl}} {{nginx}} "GET /pagina HTTP/1.1"']


def _haproxy_https(v: Visit) -> list[str]:
    return [f'{_haproxy_start(v)} "POST /pagina HTTP/1.1" 0/0/0/0/0 {v.host}/TLSv1.3/TLS_AES_128_GCM_SHA256']


def _zscaler_csv(v: Visit) -> list[str]:
    cells = [
        v.at("%a %b %e %H:%M:%S %Y"),
        "j.jansen@bedrijf.example",
        "HTTPS",
        f"{v.host}/pad",
        "Allowed",
        "App",
    ]
    cells += ["Class", str(v.sent), "14061", "0", "0", "Productivity", "Web", "Search", "None", "None", "0"]
    cells += [
        "None",
        "None",
        "Road Warrior",
        "Afdeling, noord",
        v.client,
        "198.51.100.7",
        "POST",
        "200",
        "curl/8",
    ]
    cells += ["None", "Filter", "Rule_1", "Other", "None", "NA", "NA", "N/A"]
    return [",".join(f'"{cell}"' for cell in cells)]


def _zscaler_pairs(v: Visit) -> list[str]:
    pairs = {
        "reason": "Allowed", "event_id": v.number, "protocol": "HTTPS", "transactionsize": v.sent + 9,
        "requestsize": v.sent, "useragent": '"curl/8 (x)"', "product": "NSS", "ClientIP": v.client,
        "user": "j.jansen@bedrijf.example", "url": f'"{v.host}/pad"', "vendor": "Zscaler", "hostname": v.host,
    }  # fmt: skip
    return ["\t".join((v.at("%Y-%m-%d %H:%M:%S"), *(f"{name}={value}" for name, value in pairs.items())))]


def _zscaler_json(v: Visit) -> list[str]:
    event = {"datetime": v.at("%a %b %e %H:%M:%S %Y"), "user": "j.jansen@bedrijf.example", "hostname": v.host}
    event |= {"url": f"{v.host}/pad", "ClientIP": v.client, "requestsize": str(v.sent), "responsesize": "9"}
    return [json.dumps({"sourcetype": "zscalernss-web", "event": event})]


def _suricata(v: Visit) -> list[str]:
    data = {"timestamp": v.at("%Y-%m-%dT%H:%M:%S.%f") + "+0000", "flow_id": v.number, "in_iface": "eth0"}
    ends = {
        "src_ip": v.client,
        "src_port": 50000,
        "dest_ip": "198.51.100.7",
        "dest_port": 443,
        "proto": "TCP",
    }
    if v.number % 5 == 0:
        seen: dict[str, object] = {"event_type": "quic", "quic": {"version": "1", "sni": v.host}}
    elif v.number % 5 == 1:
        seen = {"event_type": "http", "http": {"hostname": v.host, "url": "/pagina", "http_method": "GET"}}
    else:
        seen = {"event_type": "tls", "tls": {"subject": "CN=x", "sni": v.host, "version": "TLS 1.3"}}
    flow = {"event_type": "flow", "flow": {"bytes_toserver": v.sent}}
    return [json.dumps(data | ends | seen, separators=(",", ":")), json.dumps(data | ends | flow)]


def _suricata_dns(v: Visit) -> list[str]:
    data = {"timestamp": v.at("%Y-%m-%dT%H:%M:%S.%f") + "+0000", "event_type": "dns", "src_ip": v.client}
    question: dict[str, object] = {"type": "query", "rrname": v.host, "rrtype": "A"}
    if v.number % 2:
        question = {"version": 3, "type": "request", "queries": [{"rrname": v.host, "rrtype": "A"}]}
    return [json.dumps(data | {"dns": question}), json.dumps(data | {"dns": question | {"type": "answer"}})]


def _fortigate(v: Visit) -> list[str]:
    start = f'<189>date={v.at("%Y-%m-%d")} time={v.at("%H:%M:%S")} devname="FG-1" devid="FGT0"'
    zone = f'eventtime={int(v.time.timestamp() * 1e9)} tz="+0000" logid="0317013312"'
    ends = f"srcip={v.client} srcport=50000 dstip=198.51.100.7 dstport=443 proto=6"
    web = 'type="utm" subtype="webfilter" eventtype="ftgd_allow" level="notice" vd="root"'
    rest = (
        f'service="HTTPS" hostname="{v.host}" action="passthrough" url="https://{v.host}/" sentbyte={v.sent}'
    )
    return [
        f'{start} {zone} {web} {ends} {rest} rcvdbyte=9 msg="URL, allowed"',
        f'{start} {zone} type="traffic" subtype="forward" {ends} action="close" sentbyte={v.sent} rcvdbyte=9',
    ]


def _fortigate_dns(v: Visit) -> list[str]:
    start = f'date={v.at("%Y-%m-%d")} time={v.at("%H:%M:%S")} logid="1500054000" type="utm" subtype="dns"'
    rest = f'tz="+0000" srcip={v.client} srcport=5353 dstip=192.0.2.53 qname="{v.host}" qtype="A" qclass="IN"'
    return [
        f'{start} eventtype="dns-query" level="information" {rest}',
        f'{start} eventtype="dns-response" level="notice" {rest} ipaddr="198.51.100.7"',
    ]


def _palo_alto(v: Visit) -> list[str]:
    time = v.at("%Y/%m/%d %H:%M:%S")
    rule = '"Naar buiten, alles"' if v.number % 7 == 0 else "naar-buiten"
    head = ["1", time, "0011", "THREAT", "url", "2561", time, v.client, "198.51.100.7", "0.0.0.0", "0.0.0.0"]
    middle = [
        rule,
        "bedrijf\\jansen",
        "",
        "ssl",
        "vsys1",
        "lan",
        "wan",
        "e1",
        "e2",
        "log",
        "",
        "7",
        "1",
        "50000",
    ]
    tail = [
        "443",
        "0",
        "0",
        "0x40b000",
        "tcp",
        "alert",
        f'"{v.host}/"',
        "(9999)",
        '"computer, internet"',
        "low",
    ]
    traffic = [*head[:3], "TRAFFIC", "end", *head[5:], *middle, *tail[:6], "900", str(v.sent), "9", "12"]
    return [",".join((*head, *middle, *tail)), ",".join(traffic)]


def _csv(v: Visit) -> list[str]:
    user = '"Jansen, J."' if v.number % 3 == 0 else "jansen"
    return [f"{v.at('%Y-%m-%dT%H:%M:%S')}.{v.millis}Z;{user};{v.client};https://{v.host}/pad;{v.sent}"]


def _json(v: Visit) -> list[str]:
    data = {"@timestamp": v.time.isoformat(), "source": {"ip": v.client, "bytes": v.sent}}
    return [json.dumps(data | {"destination": {"domain": v.host}, "message": 'zei "hallo"'})]


_SECOND = timedelta(seconds=1)
_MICRO = timedelta(microseconds=1)
_REQUEST, _HEADER, _NO_HOST = "not a request", "comment or header", "no host name"

_ZEEK_DNS_FIELDS = (
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\tqclass\tqclass_name"
    "\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\trejected"
)
_ZEEK_SSL_FIELDS = (
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tcipher\tcurve\tserver_name\tresumed"
    "\tlast_alert\tnext_protocol\testablished\tssl_history\tcert_chain_fps"
)

WRITERS = {
    "bind": Writer("bind", _bind, noise=(_REQUEST,)),
    "bind-view": Writer("bind", _bind_view, unit=_SECOND, years=False),
    "unbound": Writer("unbound", _unbound, noise=(_REQUEST,), unit=_SECOND),
    "unbound-replies": Writer("unbound", _unbound_replies, noise=(_REQUEST,), unit=_SECOND, years=False),
    "dnsmasq": Writer("dnsmasq", _dnsmasq, noise=(_REQUEST,) * 2, unit=_SECOND, years=False),
    "windows-dns": Writer("windows-dns", _windows, noise=(_REQUEST,) * 3, unit=_SECOND),
    "windows-dns-us": Writer("windows-dns", _windows_us, unit=_SECOND),
    "zeek-dns": Writer("zeek-dns", _zeek_dns, head=(*_ZEEK, "#path\tdns", _ZEEK_DNS_FIELDS), unit=_MICRO),
    "zeek-dns-json": Writer("zeek-dns", _zeek_dns_json, unit=_MICRO),
    "zeek-ssl": Writer("zeek-ssl", _zeek_ssl, head=(*_ZEEK, "#path\tssl", _ZEEK_SSL_FIELDS), unit=_MICRO),
    "zeek-ssl-bare": Writer("zeek-ssl", _zeek_ssl, unit=_MICRO),
    "zeek-ssl-json": Writer("zeek-ssl", _zeek_ssl_json, unit=_MICRO),
    "squid": Writer("squid", _squid),
    "combined": Writer("combined", _combined, unit=_SECOND),
    "haproxy": Writer("haproxy", _haproxy),
    "haproxy-captured": Writer("haproxy", _haproxy_captured),
    "haproxy-https": Writer("haproxy", _haproxy_https),
    "zscaler-csv": Writer("zscaler", _zscaler_csv, sizes=True, unit=_SECOND),
    "zscaler-pairs": Writer("zscaler", _zscaler_pairs, sizes=True, unit=_SECOND),
    "zscaler-json": Writer("zscaler", _zscaler_json, sizes=True, unit=_SECOND),
    "suricata": Writer("suricata", _suricata, noise=(_REQUEST,), unit=_MICRO),
    "suricata-dns": Writer("suricata", _suricata_dns, noise=(_REQUEST,), unit=_MICRO),
    "fortigate": Writer("fortigate", _fortigate, noise=(_NO_HOST,), sizes=True, unit=_SECOND),
    "fortigate-dns": Writer("fortigate", _fortigate_dns, noise=(_REQUEST,), unit=_SECOND),
    "paloalto": Writer("paloalto", _palo_alto, noise=(_NO_HOST,), unit=_SECOND),
    "csv": Writer("csv", _csv, head=("Timestamp;User;Client_IP;URL;Bytes_Sent",), sizes=True),
    "json": Writer("json", _json, sizes=True, unit=_MICRO),
}
HEADER = _HEADER
