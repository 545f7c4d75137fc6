"""A proxy auto-configuration file: only AI services go through the guard."""

import json
import re

from agent.errors import UsageError
from detectors.services import Catalogue

ADDRESS = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]):\d{1,5}", re.IGNORECASE)
EVERYWHERE = ("0.0.0.0:", "[::]:", ":")

TEMPLATE = """\
// Written by `schaduwwacht pac`. AI services go through the guard; everything else goes direct.
// There is no DIRECT after the proxy: when the guard is down, AI services are not reachable.
var SUFFIXES = {suffixes};
var PATTERNS = {patterns};
function FindProxyForURL(url, host) {{
  host = host.toLowerCase().replace(/\\.+$/, "");
  for (var name = host; name; name = name.indexOf(".") < 0 ? "" : name.substring(name.indexOf(".") + 1)) {{
    if (Object.prototype.hasOwnProperty.call(SUFFIXES, name)) return {proxy};
  }}
  for (var i = 0; i < PATTERNS.length; i++) {{
    if (shExpMatch(host, PATTERNS[i])) return {proxy};
  }}
  return "DIRECT";
}}
"""


def pac_file(catalogue: Catalogue, proxy: str) -> str:
    """The file's text.

    It sends at least every host that is decrypted through the proxy. A star of the catalogue stands for one
    label and a star of `shExpMatch` for any text, so a few hosts more may come, which the guard passes on.

    Args:
        catalogue: Its decrypted hosts go through the proxy.
        proxy: ``HOST:PORT`` as the clients reach it.

    Raises:
        UsageError: Clients could not reach the proxy by this address.
    """
    if proxy.startswith(EVERYWHERE):
        raise UsageError(f"{proxy}: means every address of this machine; name one with --proxy HOST:PORT")
    if not ADDRESS.fullmatch(proxy):
        raise UsageError(f"--proxy: {proxy!r} is not HOST:PORT")
    hosts = catalogue.inspected_hosts
    suffixes = {host: 1 for host in hosts if "*" not in host}
    patterns = [shape for host in hosts if "*" in host for shape in _shapes(host)]
    return TEMPLATE.format(
        suffixes=json.dumps(suffixes, indent=1),
        patterns=json.dumps(patterns, indent=1),
        proxy=json.dumps(f"PROXY {proxy}"),
    )


def _shapes(host: str) -> list[str]:
    """A pattern of the catalogue for `shExpMatch`: the host itself, and what is below it."""
    return [host] if host.startswith("*") else [host, f"*.{host}"]
