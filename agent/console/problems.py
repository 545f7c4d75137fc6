"""What the data layer refuses, in the words of the page: its own messages are for the command line."""

from starlette.requests import HTTPConnection

from agent.console.language import N_, translator
from agent.errors import UsageError

BEGINNINGS = {
    "password: at least": N_(
        "The password is too short: use at least 12 characters, for instance a sentence."
    ),
    "user: a name has": N_("A name has at most 100 letters and digits, and . @ + - _"),
    "user: this is the last": N_(
        "This is the last open account of an administrator. Make another one first."
    ),
    "risk: a tier set by people": N_("Say why you judge this risk level so."),
    "status: allowed with conditions": N_("Say under which conditions it is allowed."),
}
ANYWHERE = {
    "there is one of that name": N_("There is an account of that name already."),
    "no such account": N_("There is no account of that name."),
    "give at least one role": N_("Choose at least one role."),
    "not applicable: say why": N_("Say in the note why this does not apply."),
    "say why: give a reason": N_("Say why you decide so."),
    "write a date as": N_("Write the date as 2027-12-31."),
    "say the time zone": N_("Write the time as 2027-12-31 14:00."),
    "write a time as": N_("Write the time as 2027-12-31 14:00."),
    "write a whole number": N_("Write a whole number."),
    "not a likely number": N_("This number is not likely."),
    "at most 2000 characters": N_("A text has at most 2000 characters."),
    "nothing to set": N_("Nothing was changed."),
    "the reason is kept and shown": N_(
        "Say why, in a sentence: the reason is kept and shown to who approves."
    ),
    "nobody is known under it": N_("Nobody is known under this pseudonym, or no longer."),
    "approved already": N_("This request was approved already."),
    "declined already": N_("This request was declined."),
    "why it is declined": N_("Say in a sentence why you decline: who asked reads it."),
    "another person must": N_("Who asks cannot decide: another person must."),
    "only who asked may look": N_("Only who asked may look."),
    "not approved yet": N_("This request was not approved yet."),
    "UTC; ask again": N_("The time to look has ended. Ask again."),
    "no such request": N_("There is no such request."),
    "after it was given": N_("Enter a training after it was given."),
    "say it in one line": N_("Fill in group and subject, each in one line."),
    "no such training": N_("There is no such training."),
    "follows from the register": N_("This point follows from the register; change it there."),
    "no such point": N_("There is no such point."),
    "no decision with this id": N_("There is no such decision, or it was erased."),
    "not the id of an event": N_("This is not the number of a decision."),
}


def in_words(request: HTTPConnection, error: UsageError) -> str:
    """What is wrong, in the user's language; the message itself when it is one that pages do not expect."""
    _ = translator(request)
    message = str(error)
    for begin, text in BEGINNINGS.items():
        if message.startswith(begin):
            return _(text)
    for part, text in ANYWHERE.items():
        if part in message:
            return _(text)
    return message
