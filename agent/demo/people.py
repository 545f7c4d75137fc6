"""The made-up organisation of the demo: its people, its groups, and who looks at the console."""

from collections.abc import Iterator
from functools import cache
from importlib import resources

from pydantic import BaseModel, Field

from agent.console.roles import Role
from agent.register.law import Language, Words
from detectors.yaml_file import StrictModel, read_yaml


class Group(StrictModel):
    """Some people who work together.

    Attributes:
        id: Its name in policy, metrics and reports.
        people: Names by which they sign in to the proxy.
    """

    id: Words
    people: tuple[str, ...] = Field(min_length=1)


class Account(StrictModel):
    """An account of the console.

    Attributes:
        role: What it may see.
        name: What it signs in with.
        sees: What it is for, in a few words.
    """

    role: Role
    name: Words
    sees: Words


class Company(StrictModel):
    """Contents of `people.yaml`.

    Attributes:
        organisation: Its name, which says that all of it is made up.
        contact: For questions.
        policy: What its policy is for.
        workspace: Its own workspace with ChatGPT.
        groups: Its people.
        others: People in no group.
        accounts: Those of the console.
    """

    organisation: Words
    contact: str
    policy: Words
    workspace: str
    groups: tuple[Group, ...]
    others: tuple[str, ...]
    accounts: tuple[Account, ...]

    def members(self, language: Language) -> Iterator[tuple[str, str | None]]:
        """Everybody with the group they are in."""
        for group in self.groups:
            yield from ((person, group.id.in_language(language)) for person in group.people)
        yield from ((person, None) for person in self.others)

    def account(self, role: Role, language: Language) -> str:
        """Name of the account with a role."""
        return next(item.name.in_language(language) for item in self.accounts if item.role is role)


@cache
def company() -> Company:
    """The organisation of the demo."""
    return read_demo(Company, "people.yaml")


def read_demo[T: BaseModel](model: type[T], name: str) -> T:
    """A data file of this room."""
    return read_yaml(model, (resources.files("agent.demo") / name).read_text("utf-8"), name)
