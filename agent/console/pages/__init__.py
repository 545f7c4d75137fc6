"""The pages, one module each: `routes`, and `nav`, its entry in the navigation."""

from agent.console.page import Page
from agent.console.pages import (
    account,
    ai_scan,
    council,
    coverage,
    discovery,
    incidents,
    literacy,
    naming,
    obligations,
    overview,
    policy,
    provider,
    register,
    report,
    sign_in,
    users,
    welcome,
)

PAGES: tuple[Page, ...] = (
    overview,
    register,
    obligations,
    incidents,
    ai_scan,
    policy,
    literacy,
    report,
    discovery,
    coverage,
    naming,
    council,
    sign_in,
    provider,
    welcome,
    account,
    users,
)
