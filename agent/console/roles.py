"""Who may see what: a user has one or more roles, a page names those that may open it."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is for."""

    ADMIN = "admin"
    SECURITY = "security"
    HR = "hr"
    DPO = "dpo"
    COUNCIL = "council"
