"""What a module of `agent.console.pages` holds."""

from dataclasses import dataclass
from typing import Protocol

from starlette.routing import Route

from agent.console.roles import Role


@dataclass(frozen=True, slots=True)
class Nav:
    """An entry of the navigation.

    Attributes:
        title: English source text, marked with `N_`.
        path: Where it leads.
        roles: Who sees it; the page itself refuses the others.
        order: Place in the navigation, the lowest first.
    """

    title: str
    path: str
    roles: frozenset[Role]
    order: int


class Page(Protocol):
    """A module with pages.

    Attributes:
        routes: Its addresses.
        nav: Its entry in the navigation, or None.
    """

    routes: list[Route]
    nav: Nav | None
