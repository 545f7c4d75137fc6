"""What is slow the first time is done once before anybody asks for it."""

import logging

from agent.console.charts import Bar, columns
from agent.console.console import Console
from agent.console.language import LANGUAGES
from agent.console.render import environment
from agent.errors import AgentError

logger = logging.getLogger(__name__)


def warm_up(console: Console) -> None:
    """Read the policy and the sums, the texts of both languages, and draw a first chart."""
    try:
        console.policy()
        console.figures.get()
        console.lessons.get()
    except AgentError as error:
        logger.warning("the console starts without its first sums: %s", error)
    for language in LANGUAGES:
        environment(language, console.config.web.timezone).get_template("base.html")
    columns([Bar("a", "", 1, "1")])
