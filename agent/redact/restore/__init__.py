"""An answer with its placeholders turned back into values, as it streams by."""

from agent.redact.restore.bodies import is_restorable
from agent.redact.restore.restorer import MessageRestorer, Restorer

__all__ = ["MessageRestorer", "Restorer", "is_restorable"]
