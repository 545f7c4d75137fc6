"""The first page: what is used, what was stopped, and what needs a person now."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from agent.console.access import Role, allowed
from agent.console.language import N_
from agent.console.page import Nav
from agent.console.render import render


@allowed()
def show(request: Request) -> Response:
    """The overview."""
    return render(request, "overview.html")


nav: Nav | None = Nav(N_("Overview"), "/", frozenset(Role), 10)
routes = [Route("/", show)]
