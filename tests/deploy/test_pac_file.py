"""The PAC file, evaluated as browsers do: by a PAC engine, and by Chromium itself."""

import contextlib
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from needs import find, needs
from playwright.sync_api import sync_playwright
from running import Running, call, fetch, free_ports, wait_until

from agent.demo.stand_in import StandIn
from agent.errors import UsageError
from agent.pac import pac_file
from detectors.services import Catalogue, load_catalogue

pacparser = pytest.importorskip("pacparser", reason="pacparser has no wheel for this machine")

PROXY = "PROXY guard.example.org:8080"
CONFIGURATION = Path(__file__).parents[2] / "deploy" / "pac" / "haproxy.cfg"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def choose(catalogue: Catalogue) -> Iterator[Callable[[str], str]]:
    """What the PAC file answers for a host."""
    pacparser.init()
    pacparser.parse_pac_string(pac_file(catalogue, "guard.example.org:8080"))
    yield lambda host: pacparser.find_proxy(f"https://{host}/", host)
    pacparser.cleanup()


@pytest.mark.parametrize(
    "host",
    [
        "chatgpt.com",
        "ChatGPT.com",
        "chatgpt.com.",
        "ws.chatgpt.com",
        "a.b.chatgpt.com",
        "api.openai.com",
        "bedrock-runtime.eu-central-1.amazonaws.com",
        "vpce-0a1b.bedrock-runtime.eu-central-1.amazonaws.com",
    ],
)
def test_ai_goes_through_the_guard(choose: Callable[[str], str], host: str) -> None:
    """In any case, with a trailing dot, and below a name of the catalogue; never DIRECT when it is down."""
    assert choose(host) == PROXY


@pytest.mark.parametrize(
    "host",
    [
        "www.nieuws.example",
        "evilchatgpt.com",
        "chatgpt.com.evil.example",
        "com",
        "intranet",
        "constructor",
        "www.tostring",
        "__proto__",
        "s3.eu-central-1.amazonaws.com",
        "bedrock-runtime.eu-central-1.amazonaws.com.evil.example",
        "10.0.0.1",
        "localhost",
    ],
)
def test_everything_else_goes_direct(choose: Callable[[str], str], host: str) -> None:
    """Names that look alike, names of JavaScript's own, and the rest of the internet."""
    assert choose(host) == "DIRECT"


def test_every_decrypted_host_goes_through_the_guard(
    choose: Callable[[str], str], catalogue: Catalogue
) -> None:
    """Each host of the catalogue, itself and a name below it: what would be decrypted is never direct."""
    hosts = [name.replace("*", "x1") for name in catalogue.inspected_hosts]
    both = [*hosts, *(f"sub.{host}" for host in hosts)]
    assert len(hosts) > 700
    assert [host for host in both if catalogue.inspects(host) and choose(host) != PROXY] == []


@given(
    st.lists(st.sampled_from(["chatgpt", "com", "evil", "api", "openai", "x"]), min_size=1, max_size=5),
    st.sampled_from(["", "."]),
)
def test_file_and_catalogue_agree(
    choose: Callable[[str], str], catalogue: Catalogue, labels: list[str], dot: str
) -> None:
    """For any name of these labels the file answers as the catalogue would."""
    host = ".".join(labels) + dot
    assert (choose(host) == PROXY) == catalogue.inspects(host)


@pytest.mark.parametrize("proxy", ["0.0.0.0:8080", "[::]:8080", ":8080", "guard", 'a";x:80', "", "a b:80"])
def test_an_address_that_clients_cannot_use_is_refused(catalogue: Catalogue, proxy: str) -> None:
    """The file would stop every AI service, or hold somebody's script."""
    with pytest.raises(UsageError, match="HOST:PORT"):
        pac_file(catalogue, proxy)


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    """`pac` prints it for the proxy's own address, or the one given; the organisation's hosts are in it."""
    own = call("pac", "--proxy", "guard.example.org:8080", cwd=tmp_path)
    assert own.returncode == 0
    assert '"PROXY guard.example.org:8080"' in own.stdout
    (tmp_path / "schaduwwacht.yaml").write_text("listen: 0.0.0.0:8080\n")
    refused = call("pac", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--proxy HOST:PORT" in refused.stderr


@pytest.fixture
def served(guard: Running, tmp_path: Path) -> Iterator[str]:
    """Address of the PAC file for the guard of the tests, served by HAProxy with our configuration."""
    program = find("haproxy", "haproxy", Path("/usr/sbin"))
    file = tmp_path / "proxy.pac"
    address = guard.proxy.removeprefix("http://")
    file.write_text(call("pac", "--proxy", address, cwd=tmp_path).stdout)
    (port,) = free_ports(1)
    text = CONFIGURATION.read_text()
    for old, new in (("/etc/schaduwwacht/proxy.pac", str(file)), ("bind :8082", f"bind 127.0.0.1:{port}")):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "haproxy.cfg").write_text(text)
    process = subprocess.Popen([program, "-db", "-f", tmp_path / "haproxy.cfg"])
    url = f"http://127.0.0.1:{port}/proxy.pac"

    def answers() -> bool:
        assert process.poll() is None
        with contextlib.suppress(OSError):
            return bool(fetch(url))
        return False

    wait_until(answers)
    yield url
    process.terminate()
    process.wait(60)


def test_haproxy_serves_the_file(served: str, guard: Running) -> None:
    """Whole, and with the media type that browsers ask for."""
    curl = find("curl", "curl")
    for name, code in (("proxy.pac", "200"), ("wpad.dat", "200"), ("other", "404")):
        done = subprocess.run(
            [curl, "-sS", "-w", "\n%{http_code} %{content_type}", served.replace("proxy.pac", name)],
            capture_output=True,
            text=True,
            check=True,
        )
        body, _, status = done.stdout.rpartition("\n")
        assert status.startswith(code)
        if code == "200":
            assert status.endswith("application/x-ns-proxy-autoconfig")
            assert body.rstrip().endswith("}")
            assert guard.proxy.removeprefix("http://") in body


class _Site(BaseHTTPRequestHandler):
    """An ordinary site: says hello."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>nieuws</title>")

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@needs("chromium", "chromium")
def test_chromium_follows_the_file(served: str, guard: Running, nothing_arrived: StandIn) -> None:
    """A browser with nothing but the PAC address: ChatGPT through the guard, the news past it."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    inspected = guard.metric("schaduwwacht_connections_total", handling="inspected")
    arguments = [
        f"--proxy-pac-url={served}",
        "--host-resolver-rules=MAP www.nieuws.example 127.0.0.1",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-sandbox",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        page = browser.new_context(ignore_https_errors=True).new_page()
        page.goto(f"http://www.nieuws.example:{site.server_port}/")
        assert page.title() == "nieuws"
        assert nothing_arrived.connects == []
        page.goto("https://chatgpt.com/")
        assert page.title() == "stand-in"
        browser.close()
    site.shutdown()
    site.server_close()
    assert set(nothing_arrived.connects) == {"chatgpt.com"}
    assert guard.metric("schaduwwacht_connections_total", handling="inspected") > inspected
