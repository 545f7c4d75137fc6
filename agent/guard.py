"""The guard without the proxy: everything that judges and records, put together from the settings."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.config import Config, make_data_dir
from agent.console.health import Readiness
from agent.knowledge import read_catalogue, read_policy
from agent.metrics import Metrics, Totals
from agent.pipeline import Pipeline
from agent.record.identities import Identities
from agent.record.keys import load_signer
from agent.record.pseudonym import load_pseudonyms
from agent.record.store import Store
from agent.record.totals import finding_totals, request_totals
from agent.record.writer import Writer
from agent.redact import Redactor, Vault
from agent.register.systems import list_systems, statuses
from agent.workers import Workers

REFRESH_SECONDS = 5.0


@dataclass(slots=True)
class Guard:
    """A running guard.

    Attributes:
        config: Its settings.
        pipeline: Judges requests.
        store: Events and register.
        writer: Writes them.
        workers: Scan processes.
        metrics: Counters.
    """

    config: Config
    pipeline: Pipeline
    store: Store
    writer: Writer
    workers: Workers
    metrics: Metrics
    stopping: bool = False

    def readiness(self) -> Readiness:
        """Whether requests can be judged now, and what is in force."""
        policy = self.pipeline.policy
        problems = ("stopping",) if self.stopping else ()
        return Readiness(
            ready=not problems,
            policy=f"{policy.policy.name} {policy.version}",
            mode=policy.policy.mode,
            workers=self.workers.count,
            events_pending=self.writer.pending,
            problems=problems,
        )


@asynccontextmanager
async def open_guard(config: Config) -> AsyncIterator[Guard]:
    """Start everything but the proxy, and stop it in the opposite order: the last event is written last.

    Raises:
        AgentError: A setting is wrong, or something stands in the way; the message says what.
    """
    catalogue, policy = read_catalogue(config), read_policy(config.policy)
    make_data_dir(config.data_dir)
    metrics = Metrics()
    workers = Workers(config.workers, config.deadline, config.max_body)
    try:
        await workers.start()
        signer = load_signer(config.signing_key)
        identities = Identities(load_pseudonyms(config.pseudonym_key))
        with (
            Store.open(config.database_location) as store,
            Writer(store, config.node, signer, identities=identities) as writer,
        ):
            pipeline = Pipeline(
                catalogue=catalogue,
                policy=policy,
                workers=workers,
                record=writer.record,
                seen=lambda used, size: writer.seen(used.service.id, used.tenant, size=size),
                metrics=metrics,
                node=config.node,
                statuses=statuses(store),
                redactor=Redactor(Vault(), workers.call, config.max_body),
                language=config.language,
                pseudonym=lambda user: identities.of(user, datetime.now(UTC)),
            )
            guard = Guard(config, pipeline, store, writer, workers, metrics)
            _show(guard)
            refresher = asyncio.create_task(_refresh(guard))
            try:
                yield guard
            finally:
                refresher.cancel()
    finally:
        workers.stop()


def _show(guard: Guard) -> None:
    """Let the metrics that are looked up at each scrape know where to look."""
    metrics, policy, workers = guard.metrics, guard.pipeline.policy, guard.workers
    metrics.policy.info({"name": policy.policy.name, "version": policy.version})
    metrics.events_pending.set_function(lambda: guard.writer.pending)
    metrics.workers.labels("busy").set_function(lambda: min(workers.busy, workers.count))
    metrics.workers.labels("idle").set_function(lambda: max(workers.count - workers.busy, 0))
    metrics.watch(lambda: _totals(guard))


def _totals(guard: Guard) -> Totals:
    """What the store counts, under the metrics' labels; services that left the catalogue are ``other``."""
    services = guard.pipeline.catalogue.services
    requests: Counter[tuple[str, str, str, str, str]] = Counter()
    for row in request_totals(guard.store):
        service = services.get(row.service)
        name, category = (service.id, service.category) if service else ("other", "other")
        requests[name, category, row.status, row.group or "other", row.action] += row.requests
    findings: Counter[tuple[str, str, str]] = Counter()
    for found in finding_totals(guard.store):
        name = found.service if found.service in services else "other"
        findings[found.type, name, found.action] += found.findings
    systems = Counter(
        (str(system.risk or "unknown"), str(system.status)) for system in list_systems(guard.store, services)
    )
    return Totals(requests, findings, systems)


async def _refresh(guard: Guard) -> None:
    """Take over what people changed in the register meanwhile."""
    while True:
        await asyncio.sleep(REFRESH_SECONDS)
        guard.pipeline.statuses = await asyncio.to_thread(statuses, guard.store)
