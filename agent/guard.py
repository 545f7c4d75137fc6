"""The guard without the proxy: everything that judges and records, put together from the settings."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.catalogue_files import CatalogueFiles, CatalogueReload
from agent.coaching import Desk, Passes
from agent.config import Config, make_data_dir
from agent.console.health import Readiness
from agent.detection import detection_of
from agent.discovery.unknown import Finder
from agent.errors import AgentError
from agent.knowledge import read_catalogue, read_policy
from agent.measuring.teller import Teller
from agent.measuring.totals import read_totals
from agent.metrics import Metrics
from agent.pipeline import Pipeline
from agent.policy_files import PolicyFile, Reload
from agent.policy_history import last_version, policy_event
from agent.recognise import Recogniser
from agent.record.coverage import CoverageKeeper
from agent.record.forward import Forwarder
from agent.record.identities import Identities
from agent.record.keys import load_signer, pseudonym_key, signing_key
from agent.record.pseudonym import load_pseudonyms
from agent.record.purge import purge
from agent.record.store import Store
from agent.record.stream import Stream
from agent.record.writer import Limits, Writer
from agent.redact import Redactor, Vault
from agent.register.privacy import group_names
from agent.register.systems import statuses
from agent.reports.schedule import keep_reports
from agent.tenants import Tenants
from agent.workers import Workers, find_kinds

REFRESH_SECONDS = 5.0
CA_FILE = "mitmproxy-ca-cert.pem"
PURGE_SECONDS = 24 * 3600

logger = logging.getLogger(__name__)


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
        vault: Values behind placeholders.
        desk: Takes the reasons of coached users.
        forwarder: Sends events to a fleet's store, when there is one.
        streams: Send events to a SIEM.
        policy_file: Follows the policy's files.
        catalogue_files: Follows the organisation's own catalogue files.
        proxy_problem: What keeps the proxy from making connections.
        stopping: It has been asked to stop.
        noting: Records that the policy changed.
    """

    config: Config
    pipeline: Pipeline
    store: Store
    writer: Writer
    workers: Workers
    metrics: Metrics
    vault: Vault
    desk: Desk
    forwarder: Forwarder | None = None
    streams: Sequence[Stream] = ()
    policy_file: PolicyFile | None = None
    catalogue_files: CatalogueFiles | None = None
    proxy_problem: str | None = None
    stopping: bool = False
    noting: asyncio.Task[None] | None = None

    @property
    def pending(self) -> int:
        """Events not yet on disk, and those that the fleet's store does not have yet."""
        return self.writer.pending + (self.forwarder.pending() if self.forwarder else 0)

    def take(self, change: Reload) -> None:
        """Put a changed policy in force between two requests; a wrong one leaves the old in force."""
        self.metrics.policy_reloads.labels(change.result).inc()
        changed = self.pipeline.policy.version != change.policy.version
        self.pipeline.policy = change.policy
        self.show_policy(current=change.problem is None)
        if changed:
            self.noting = asyncio.create_task(_note_policy(self))

    def show_policy(self, *, current: bool = True) -> None:
        """Let Prometheus know what is in force."""
        policy = self.pipeline.policy
        self.metrics.show_policy(policy.version, enforcing=policy.policy.mode == "enforce", current=current)

    def take_catalogue(self, change: CatalogueReload) -> None:
        """Put a changed catalogue in force between two requests; a wrong one leaves the old in force."""
        self.metrics.catalogue_reloads.labels(change.result).inc()
        if self.pipeline.recogniser is not None:
            self.pipeline.recogniser.tenants = Tenants(self.config.own_tenants, change.catalogue)
        self.pipeline.catalogue = change.catalogue
        self.metrics.services.set(len(change.catalogue.services))

    def readiness(self) -> Readiness:
        """Whether requests can be judged now, and what is in force."""
        policy = self.pipeline.policy
        notes = [self.proxy_problem]
        notes += [self.policy_file.problem if self.policy_file else None]
        notes += [self.catalogue_files.problem if self.catalogue_files else None]
        notes += [self.forwarder.problem if self.forwarder else None]
        notes += [stream.problem for stream in self.streams]
        problems = tuple(note for note in (*notes, "stopping" if self.stopping else None) if note)
        return Readiness(
            ready=not (self.stopping or self.proxy_problem),
            policy=f"{policy.policy.name} {policy.version}",
            mode=policy.policy.mode,
            workers=self.workers.count,
            events_pending=self.pending,
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
    workers = Workers(config.workers, config.deadline, config.max_body, detection_of(config))
    try:
        await workers.start()
        signer = load_signer(signing_key(config.data_dir))
        limits = Limits(traffic_every=60 if config.central else None)
        identities = Identities(load_pseudonyms(pseudonym_key(config.data_dir)))
        with (
            Store.open(config.database_location) as store,
            _forwarder(config, store) as forwarder,  # outlives the writer, whose last act is to sign
            Writer(store, config.node, signer, limits, identities) as writer,
            ExitStack() as stack,
        ):
            vault, passes = Vault(), Passes()
            finder = Finder(workers.call, metrics, config.max_body)
            recogniser = Recogniser(Tenants(config.own_tenants, catalogue), finder, writer.seen)
            pipeline = Pipeline(
                catalogue=catalogue,
                policy=policy,
                workers=workers,
                record=writer.record,
                seen=recogniser.see,
                metrics=metrics,
                node=config.node,
                statuses=statuses(store),
                redactor=Redactor(vault, workers.call, config.max_body),
                language=config.language,
                pseudonym=lambda user: identities.of(user, datetime.now(UTC)),
                passes=passes,
                trusted=config.trusted_proxies,
                recogniser=recogniser,
            )
            desk = Desk(passes, lambda text: workers.call(find_kinds, text), writer.record, config.node)
            streams = [stack.enter_context(Stream(store, item.name, item.sink())) for item in config.streams]
            guard = Guard(config, pipeline, store, writer, workers, metrics, vault, desk, forwarder, streams)
            files = PolicyFile(policy, guard.take)
            guard.policy_file = files
            own = guard.catalogue_files = CatalogueFiles(config, catalogue, guard.take_catalogue)
            teller = Teller(store, config.data_dir)
            stack.callback(teller.close)
            _show(guard, teller)
            if last_version(store, config.node) != policy.version:
                await _note_policy(guard)
            keeper = CoverageKeeper(store, config.node, metrics.handled)
            tasks = [
                asyncio.create_task(work)
                for work in (
                    _refresh(guard, keeper),
                    _purge(guard),
                    keep_reports(guard.config),
                    files.watch(),
                    own.watch(),
                )
            ]
            try:
                yield guard
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                _keep(keeper)
    finally:
        workers.stop()


def _forwarder(config: Config, store: Store) -> AbstractContextManager[Forwarder | None]:
    """Sends this machine's events to the fleet's store, if any; the guard works on while that is down."""
    central = config.central
    return Forwarder(store, lambda: Store.open(central), config.node) if central else nullcontext()


def _show(guard: Guard, teller: Teller) -> None:
    """Let the metrics that are looked up at each scrape know where to look."""
    metrics, workers, config = guard.metrics, guard.workers, guard.config
    guard.show_policy()
    metrics.services.set(len(guard.pipeline.catalogue.services))
    metrics.problems.set_function(lambda: len(guard.readiness().problems))
    metrics.events_pending.set_function(lambda: _pending(guard, teller))
    metrics.workers.labels("busy").set_function(lambda: min(workers.busy, workers.count))
    metrics.workers.labels("idle").set_function(lambda: max(workers.count - workers.busy, 0))
    metrics.scans_waiting.set_function(lambda: max(workers.busy - workers.count, 0))
    metrics.watch_certificates({"ca": config.ca_folder / CA_FILE})
    metrics.watch(
        lambda: read_totals(guard.store, guard.pipeline.catalogue.services, config.organisation),
        teller.tells,
    )


def _pending(guard: Guard, teller: Teller) -> int:
    """Events that wait; those on their way to a fleet's store are told once by all that share ours."""
    try:
        return guard.pending if teller.tells() else guard.writer.pending
    except (AgentError, OSError):  # `store_readable` tells of it
        return guard.writer.pending


async def _note_policy(guard: Guard) -> None:
    """Record which policy is in force from now on."""
    try:
        await guard.writer.record(policy_event(guard.config.node, guard.pipeline.policy))
    except AgentError as error:
        logger.warning("that the policy changed was not recorded: %s", error)


def _keep(keeper: CoverageKeeper) -> None:
    """Add to the sums a day what was seen and what was not."""
    try:
        keeper.keep()
    except AgentError as error:
        logger.warning("what was not seen is added later: %s", error)


async def _refresh(guard: Guard, keeper: CoverageKeeper) -> None:
    """Take over what people changed in the register meanwhile, and forget old conversations."""
    while True:
        await asyncio.sleep(REFRESH_SECONDS)
        guard.vault.expire()
        await asyncio.to_thread(_keep, keeper)
        try:
            guard.pipeline.statuses = await asyncio.to_thread(statuses, guard.store)
        except AgentError as error:
            logger.warning("the register was not read, its last state holds: %s", error)


async def _purge(guard: Guard) -> None:
    """Once a day: close the months that have ended while their people are known, then remove old events."""
    while True:
        try:
            await asyncio.to_thread(group_names, guard.store)
            await asyncio.to_thread(purge, guard.store, guard.config.node, guard.config.retention_months)
        except AgentError as error:
            logger.warning("old events were not purged: %s", error)
        await asyncio.sleep(PURGE_SECONDS)
