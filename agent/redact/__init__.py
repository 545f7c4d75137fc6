"""Placeholders in the place of personal data, and the values back in the answer."""

from agent.redact.redactor import Origin, Redacted, Redactor, Restoring, ask_plain, plain_answer
from agent.redact.thread import Thread
from agent.redact.vault import Vault

__all__ = ["Origin", "Redacted", "Redactor", "Restoring", "Thread", "Vault", "ask_plain", "plain_answer"]
