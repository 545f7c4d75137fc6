"""mitmproxy forwards a request when an add-on raises: ours must not, whatever goes wrong inside it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from mitmproxy import http
from mitmproxy.test import tflow, tutils

from agent.config import Config
from agent.demo.stand_in import StandIn
from agent.errors import FailureError, UsageError
from agent.examination import Examination
from agent.metrics import Metrics
from agent.pipeline import Pipeline
from agent.proxy.addon import GuardAddon
from agent.proxy.interception import Interception
from agent.proxy.master import REFUSED, GuardMaster, check_settings, make_ca, serve
from agent.record.event import Event
from agent.workers import ScanFailure
from detectors.prompts.part import Part
from detectors.services import load_catalogue
from policies.load import load_policy

CATALOGUE = load_catalogue()
CHAT = "https://api.openai.com/v1/chat/completions"
PROMPT = {"model": "m", "messages": [{"role": "user", "content": "Hallo"}]}


class Examiners:
    """In the place of the scan processes: does what a test wants to go wrong."""

    def __init__(self, fault: Callable[[], object]) -> None:
        self.fault = fault

    async def request(self, *_: object) -> Examination:
        self.fault()
        return Examination(parts=(Part("messages[0].content", "user", ""),), chars=(5,))

    message = request


def fail(error: BaseException) -> Callable[..., object]:
    def raise_it(*_: object) -> object:
        raise error

    return raise_it


def addon(fault: Callable[[], object] = Examination, **more: object) -> GuardAddon:
    """Our add-on around a pipeline that has the fault."""

    async def record(_: Event) -> None:
        if more.get("unrecorded"):
            raise FailureError("disk full")

    metrics = Metrics()
    pipeline = Pipeline(
        catalogue=CATALOGUE,
        policy=load_policy(),
        workers=Examiners(fault),  # type: ignore[arg-type]
        record=record,
        seen=more.get("seen", lambda *_: None),  # type: ignore[arg-type]
        metrics=metrics,
        node="test",
    )
    return GuardAddon(pipeline, Interception(lambda: CATALOGUE, metrics), "nl")


@asynccontextmanager
async def proxy(
    folder: Path, internet: StandIn, fault: Callable[[], object] = Examination, **more: object
) -> AsyncIterator[tuple[httpx.AsyncClient, Metrics, GuardMaster]]:
    """A real proxy with that add-on."""
    config = Config(
        listen="127.0.0.1:0",
        mode=(f"upstream:http://127.0.0.1:{internet.port}",),
        grace=1,
        set={"ssl_verify_upstream_trusted_ca": str(internet.ca_file)},
    )
    ca = make_ca(folder / "ca")
    master = GuardMaster(config, addon(fault, **more), folder / "ca")
    running = asyncio.create_task(serve(master))
    server = master.addons.get("proxyserver")
    while not server.listen_addrs():  # noqa: ASYNC110 - mitmproxy has no event for it
        await asyncio.sleep(0.02)
    port = server.listen_addrs()[0][1]
    context = ssl.create_default_context(cafile=ca)
    async with httpx.AsyncClient(proxy=f"http://127.0.0.1:{port}", verify=context, timeout=60) as client:
        try:
            yield client, master.guard.metrics, master
        finally:
            await master.stop()
            await running


@pytest.fixture
def internet(tmp_path: Path) -> object:
    with StandIn(tmp_path) as stand_in:
        yield stand_in


def counted(metrics: Metrics, reason: str) -> float:
    return metrics.registry.get_sample_value("schaduwwacht_unscanned_total", {"reason": reason}) or 0.0


async def test_a_harmless_request_passes(tmp_path: Path, internet: StandIn) -> None:
    """The twin of every test below: without a fault the request arrives."""
    async with proxy(tmp_path, internet) as (client, _, _):
        assert (await client.post(CHAT, json=PROMPT)).status_code == 200
    assert len(internet.arrived) == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RuntimeError("a fault of ours"), "guard-error"),
        (MemoryError(), "guard-error"),
        (asyncio.CancelledError(), "cancelled"),
        (GeneratorExit(), "guard-error"),
        (ScanFailure("deadline"), "deadline"),
        (ScanFailure("worker-died"), "worker-died"),
    ],
)
async def test_what_is_raised_never_lets_a_request_pass(
    tmp_path: Path, internet: StandIn, error: BaseException, reason: str
) -> None:
    """Whatever is raised inside a hook, the client is answered, nothing arrives, and it is counted."""
    async with proxy(tmp_path, internet, fail(error)) as (client, metrics, _):
        answer = await client.post(CHAT, json=PROMPT)
        assert answer.status_code == 403
        assert counted(metrics, reason) == 1
    assert internet.arrived == []
    assert internet.connects == []


async def test_an_event_that_cannot_be_stored_stops_the_request(tmp_path: Path, internet: StandIn) -> None:
    """No evidence, no forwarding."""
    async with proxy(tmp_path, internet, unrecorded=True) as (client, metrics, _):
        assert (await client.post(CHAT, json=PROMPT)).status_code == 403
        assert counted(metrics, "not-recorded") == 1
    assert internet.arrived == []


async def test_a_fault_in_counting_traffic_without_content_stops_it(
    tmp_path: Path, internet: StandIn
) -> None:
    """Requests that are not read are guarded by the same net."""
    async with proxy(tmp_path, internet, seen=fail(KeyError("x"))) as (client, _, _):
        assert (await client.get("https://api.openai.com/v1/models")).status_code == 403
    assert internet.arrived == []


async def test_a_stopping_guard_refuses_new_requests_and_ends(tmp_path: Path, internet: StandIn) -> None:
    """While open requests finish, new ones get 503 and do not arrive."""
    async with proxy(tmp_path, internet) as (client, _, master):
        master.guard.stopping = True
        assert (await client.post(CHAT, json=PROMPT)).status_code == 503
    assert internet.arrived == []


async def test_request_trailers_do_not_leave(tmp_path: Path, internet: StandIn) -> None:
    """Trailers come after the body and would leave unread, so they are taken off."""
    async with proxy(tmp_path, internet) as (_, _, master):
        flow = tflow.tflow(req=tutils.treq(host="api.openai.com", path=b"/v1/chat/completions"))
        flow.request.trailers = http.Headers(x_leak="111222333")
        master.guard.requestheaders(flow)
        await master.guard.request(flow)
        assert flow.response is None
        assert flow.request.trailers is None


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_options_that_would_open_the_guard_are_refused(name: str) -> None:
    """Options of mitmproxy that hide traffic or store it are a usage error that says why."""
    with pytest.raises(UsageError, match=f"--set {name}: refused, since "):
        check_settings({name: "true"})


@pytest.mark.parametrize("setting", [{"no_such_option": "1"}, {"ssl_insecure": "perhaps"}])
async def test_unknown_options_are_explained(tmp_path: Path, setting: dict[str, str]) -> None:
    """A name or value that mitmproxy does not know is a usage error."""
    config = Config(set=setting)
    with pytest.raises(UsageError, match="option"):
        GuardMaster(config, addon(), tmp_path)
