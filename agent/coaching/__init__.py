"""Coaching: a user who is stopped learns why, gives a reason, and may send the same content for a while."""

from agent.coaching.desk import Answer, Desk, is_for_desk, link
from agent.coaching.passes import Case, Content, Passes

__all__ = ["Answer", "Case", "Content", "Desk", "Passes", "is_for_desk", "link"]
