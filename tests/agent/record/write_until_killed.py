"""A program for `test_kill.py`: record events without end, and print each id once it is acknowledged.

Arguments: database, signing key, and the URL of a central store or nothing.
"""

import asyncio
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from agent.record.event import Event, FindingCount
from agent.record.forward import Forwarder
from agent.record.keys import load_signer
from agent.record.store import Store
from agent.record.writer import Writer

WORKERS = 40


async def work(writer: Writer) -> None:
    """Record events one after another."""
    while True:
        event = Event(
            kind="decision",
            node="n1",
            service="chatgpt",
            action="block",
            findings=(FindingCount("NL_BSN", "messages[].content"),),
        )
        await writer.record(event)
        os.write(1, f"{event.id}\n".encode())


async def main(database: str, key: str, central: str = "") -> None:
    """Run the workers until the kill comes."""
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(database))
        writer = stack.enter_context(Writer(store, "n1", load_signer(Path(key))))
        if central:
            stack.enter_context(Forwarder(store, lambda: Store.open(central), "n1"))
        await asyncio.gather(*(work(writer) for _ in range(WORKERS)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
