"""A clock that is set a year wrong, and back, under a whole guard."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import time_machine

from agent.config import Config
from agent.demo.stand_in import StandIn
from agent.guard import open_guard
from agent.proxy.addon import GuardAddon
from agent.proxy.interception import Interception
from agent.proxy.master import GuardMaster, make_ca, serve
from agent.record.export import export
from agent.record.keys import Keyring, load_signer, signing_key
from agent.record.verify import verify

CHAT = "https://api.openai.com/v1/chat/completions"
LEAK = {"model": "m", "messages": [{"role": "user", "content": "BSN 111222333"}]}
HARMLESS = {"model": "m", "messages": [{"role": "user", "content": "Hallo"}]}


@pytest.mark.parametrize("days", [400, -400])
async def test_a_clock_that_jumps_lets_nothing_through(tmp_path: Path, days: int) -> None:
    """A year ahead or back a leak stays inside; with the clock right again all works, the record too."""
    with StandIn(tmp_path) as internet:
        config = Config(
            listen="127.0.0.1:0",
            data_dir=tmp_path / "data",
            workers=1,
            mode=(f"upstream:http://127.0.0.1:{internet.port}",),
            set={"ssl_verify_upstream_trusted_ca": str(internet.ca_file)},
        )
        async with open_guard(config) as guard:
            ca = make_ca(config.ca_folder)
            interception = Interception(lambda: guard.pipeline.catalogue, guard.metrics)
            addon = GuardAddon(guard.pipeline, interception, "nl", guard.desk)
            master = GuardMaster(config, addon, config.ca_folder)
            running = asyncio.create_task(serve(master))
            server = master.addons.get("proxyserver")
            while not server.listen_addrs():  # noqa: ASYNC110 - mitmproxy has no event for it
                await asyncio.sleep(0.02)
            proxy = f"http://127.0.0.1:{server.listen_addrs()[0][1]}"
            context = ssl.create_default_context(cafile=ca)
            async with httpx.AsyncClient(proxy=proxy, verify=context, timeout=60) as client:
                assert (await client.post(CHAT, json=HARMLESS)).status_code == 200
                with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
                    assert (await client.post(CHAT, json=LEAK)).status_code == 403
                    assert (await client.post(CHAT, json=HARMLESS)).status_code == 200
                assert (await client.post(CHAT, json=LEAK)).status_code == 403
                assert (await client.post(CHAT, json=HARMLESS)).status_code == 200
            await master.stop()
            await running
            signer = load_signer(signing_key(config.data_dir))
            keys = Keyring([signer.key.public_key()])
            assert verify(export(guard.store, signer, config.node), keys).problem is None
        assert b"111222333" not in internet.bodies()
        assert len(internet.arrived) == 3
