"""A proxy auto-configuration file: only AI services go through the guard."""

import json

from detectors.services import Catalogue

TEMPLATE = """\
// Written by `schaduwwacht pac`. AI services go through the guard; everything else goes direct.
// There is no DIRECT after the proxy: when the guard is down, AI services are not reachable.
var SUFFIXES = {suffixes};
var PATTERNS = {patterns};
function FindProxyForURL(url, host) {{
  host = host.toLowerCase().replace(/\\.$/, "");
  for (var name = host; name; name = name.indexOf(".") < 0 ? "" : name.substring(name.indexOf(".") + 1)) {{
    if (SUFFIXES[name]) return "PROXY {proxy}";
  }}
  for (var i = 0; i < PATTERNS.length; i++) {{
    if (shExpMatch(host, PATTERNS[i])) return "PROXY {proxy}";
  }}
  return "DIRECT";
}}
"""


def pac_file(catalogue: Catalogue, proxy: str) -> str:
    """The file's text.

    Args:
        catalogue: Its decrypted hosts go through the proxy.
        proxy: ``HOST:PORT`` as the clients reach it.
    """
    hosts = catalogue.inspected_hosts
    suffixes = {host: 1 for host in hosts if "*" not in host and "<" not in host}
    patterns = [_shell(host) for host in hosts if host not in suffixes]
    return TEMPLATE.format(
        suffixes=json.dumps(suffixes, indent=1), patterns=json.dumps(patterns, indent=1), proxy=proxy
    )


def _shell(host: str) -> str:
    """``<region>-aiplatform.googleapis.com`` as the ``*-aiplatform.googleapis.com`` of `shExpMatch`."""
    while "<" in host:
        head, _, tail = host.partition("<")
        host = f"{head}*{tail.partition('>')[2]}"
    return host
