"""A request that the console refuses."""

from agent.console.language import N_, Translate

TEXTS = {
    "role": N_("Your role may not see this page."),
    "csrf": N_("This form did not come from a page of the console, or the page was too old. Open it again."),
    "size": N_("This is larger than the console takes."),
    "header": N_("This machine may not say who the user is."),
    "path": N_("There is no such page."),
    "file": N_("There is no such file."),
    "locked": N_("Too many failed attempts. Wait a while and try again."),
    "link": N_("This link has been used, or is too old. Ask for a new one."),
    "provider": N_("The identity provider did not confirm who you are. Try again."),
}


class RefusedError(Exception):
    """The console refuses a request; the refusal is recorded.

    Args:
        what: What is refused; a key of `TEXTS`.
        status: HTTP status.
        detail: More for the record; nothing that somebody typed.
    """

    def __init__(self, what: str, status: int, **detail: str) -> None:
        super().__init__(what)
        self.what = what
        self.status = status
        self.detail = detail

    def text(self, translate: Translate) -> str:
        """What the page says."""
        return translate(TEXTS[self.what])
