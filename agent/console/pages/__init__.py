"""The pages, one module each: `routes`, and `nav`, its entry in the navigation."""

from agent.console.page import Page
from agent.console.pages import account, overview, provider, sign_in, users, welcome

PAGES: tuple[Page, ...] = (
    overview,
    sign_in,
    provider,
    welcome,
    account,
    users,
)
