"""A service of the catalogue, as the rest of the product sees it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

Category = Literal[
    "chat", "api", "coding", "meeting", "writing", "translation", "image", "voice",
    "recruiting", "hr", "planning", "emotion", "search", "companion", "embedded",
]  # fmt: skip
"""What a service is for. ``image`` holds video too; ``embedded`` is AI inside another product."""

Tier = Literal["prohibited", "high", "limited", "minimal"]
"""Risk tiers of the AI Act; None in a service means that the use decides."""

Kind = Literal["prompt", "upload", "other"]
"""``other`` is traffic that carries no prompt: sign-in, settings, telemetry, static files."""

Reader = Literal[
    "openai_chat", "openai_responses", "openai_completions", "openai_embeddings", "openai_moderations",
    "openai_images", "openai_audio", "openai_files", "openai_assistants", "openai_conversations",
    "openai_realtime", "openai_videos", "anthropic_messages", "anthropic_batches", "anthropic_complete",
    "gemini", "code_assist", "mistral", "cohere", "bedrock", "huggingface", "replicate", "writer", "watsonx",
    "ollama", "mcp", "a2a", "copilot_web", "connect", "jetbrains", "chatgpt_web", "chatgpt_draft",
    "claude_web", "google_form", "copilot_consumer", "signalr", "perplexity_web", "deepseek_web",
    "grok_web", "grok_x", "trpc", "huggingchat", "poe", "character_ai", "meta_ai", "query", "kimi", "ai_sdk",
    "socketio", "lmarena", "notion_ai", "grammarly", "deepl", "google_translate", "midjourney", "elevenlabs",
    "graphql", "multipart", "raw_upload", "generic",
]  # fmt: skip
"""Names of the readers in `detectors.prompts`."""

Reply = Literal[
    "openai", "anthropic", "google", "bedrock", "cohere", "ollama", "mistral",
    "chatgpt_stream", "claude_stream", "page", "jsonrpc", "generic",
]  # fmt: skip
"""Shapes of a refusal that a client understands."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a service does, told by method and path.

    Attributes:
        name: Short name in events and reports, e.g. ``chat``.
        reader: The reader in `detectors.prompts` that knows the body.
        reply: The shape of a refusal that the client understands.
        draft: The client sends it before the user presses send.
        kind: ``prompt``, ``upload``, or ``other``: nothing to read.
    """

    name: str
    reader: Reader = "generic"
    reply: Reply = "generic"
    draft: bool = False
    kind: Kind = "prompt"


@dataclass(frozen=True, slots=True)
class Route:
    """Where an operation is found: one of the methods, and a pattern that is searched in the path."""

    methods: frozenset[str]
    pattern: str
    operation: Operation

    def fits(self, method: str, path: str) -> bool:
        """Whether a request with this method and (decoded) path is this operation."""
        return method in self.methods and compiled(self.pattern).search(path) is not None


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern compiled at its first use; all of them at start-up would slow every command."""
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Signal:
    """One place where a request names its tenant.

    Attributes:
        source: ``header``, ``cookie``, ``path``, ``host``, ``query`` or ``claim`` (of the bearer token).
        key: Name, pattern with one group, or steps into the claims.
    """

    source: str
    key: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TenantRule:
    """How a service's tenant is read, and how its vendor lets a network restrict tenants.

    Attributes:
        signals: Tried in order; the first that holds a value wins.
        consumer_values: Values that mean a personal account, lower case.
        consumer_path: Pattern of paths that only personal or signed-out use takes.
        plan_claim: Steps to the claim that names the plan.
        consumer_plans: Plans that are personal, lower case.
        restrict_header: Header with the allowed tenants that the vendor honours.
        restrict_hosts: Hosts on which the vendor reads that header.
        restrict_context: Header that names who sets the restriction, for a vendor that asks for one.
        plans: Values that are a kind of contract and name no account, such as ``business``.
    """

    signals: tuple[Signal, ...] = ()
    consumer_values: tuple[str, ...] = ()
    consumer_path: str | None = None
    plan_claim: tuple[str, ...] = ()
    consumer_plans: tuple[str, ...] = ()
    restrict_header: str | None = None
    restrict_hosts: tuple[str, ...] = ()
    restrict_context: str | None = None
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about what a vendor does with data, with the page that says so and the day it was read."""

    value: bool
    source: str
    checked: str


@dataclass(frozen=True, slots=True)
class Service:
    """An AI service.

    Attributes:
        id: Stable name in policies, events and the register, e.g. ``chatgpt``.
        name: Name for people.
        vendor: Who offers it.
        category: What it is for.
        risk: Default tier under the AI Act; None when the use decides.
        reason: Why that tier, in a few words.
        article: Article or annex point of the AI Act behind the tier.
        hosts: Hosts where only this AI is: known by name and decrypted.
        passive_hosts: Its static files, telemetry and sign-in: known by name, never decrypted.
        mixed_hosts: Products of which AI is a part: known by name, decrypted only when opted in.
        general_hosts: General sites with AI somewhere: known by path only, decrypted only when opted in.
        ports: Ports where a self-hosted one listens, on any host; known by port and path.
        routes: Its operations with their methods and paths, first match wins.
        tenant: How its tenant is read.
        facts: ``trains_on_input``, ``eu_hosting``, ``dpa`` where a source says so.
        sources: Where the entry comes from.
        checked: Day on which the entry was last looked at, ISO 8601.
    """

    id: str
    name: str
    vendor: str
    category: Category
    risk: Tier | None = None
    reason: str = ""
    article: str = ""
    hosts: tuple[str, ...] = ()
    passive_hosts: tuple[str, ...] = ()
    mixed_hosts: tuple[str, ...] = ()
    general_hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    routes: tuple[Route, ...] = ()
    tenant: TenantRule = TenantRule()
    facts: tuple[tuple[str, Fact], ...] = ()
    sources: tuple[str, ...] = ()
    checked: str = ""

    @property
    def inspect(self) -> bool:
        """Whether any of its hosts is decrypted without an opt-in."""
        return bool(self.hosts)

    @property
    def tells_account(self) -> bool:
        """Whether its requests can name the account they are made with."""
        return bool(self.tenant.signals)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Its operations, each once, in their order."""
        return tuple(dict.fromkeys(route.operation for route in self.routes))


@dataclass(frozen=True, slots=True)
class Recognised:
    """The service a request goes to.

    Attributes:
        service: The service.
        operation: What is asked of it; None on a path that the catalogue does not know.
        tenant: The organisation's account, as the service names it; None means a consumer.
        evidence: By what it was known, where the catalogue does not have it: names of signals, never content.
    """

    service: Service
    operation: Operation | None = None
    tenant: str | None = None
    evidence: tuple[str, ...] = ()
