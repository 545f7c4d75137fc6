"""The pages, one module each: `routes`, and `nav`, its entry in the navigation."""

from agent.console.page import Page
from agent.console.pages import overview, sign_in

PAGES: tuple[Page, ...] = (overview, sign_in)
