"""What a policy file may say. One class a level of the YAML; an unknown field is an error.

Words are in `policies.terms`, conditions in `policies.conditions`, groups in `policies.groups`, what a
coached user reads in `policies.coaching`. What holds between parts of a file is in `policies.consistency`.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from policies.coaching import Coach, Reason
from policies.conditions import Condition, FileKind, Files, Finds, Services, Window
from policies.groups import Group, Header
from policies.terms import (
    Action,
    Direction,
    EntityType,
    EntityTypes,
    Language,
    Name,
    PolicyModel,
    Status,
    Text,
)

__all__ = [
    "Action",
    "AllowEntry",
    "AlwaysEntry",
    "Coach",
    "Condition",
    "Direction",
    "FileKind",
    "Files",
    "Finds",
    "Group",
    "Header",
    "Language",
    "Policy",
    "Reason",
    "Rule",
    "Services",
    "Status",
    "Text",
    "Window",
]

Blind = Literal[Action.ALLOW, Action.LOG, Action.COACH, Action.BLOCK]
"""What can be done with a request that nobody could read: there is nothing to redact."""

RELEASED: frozenset[str] = frozenset(
    {"PERSON", "LOCATION", "ADDRESS", "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "NL_VAT"}
)
"""What an organisation's own details and public figures are found as."""


class Rule(PolicyModel):
    """One rule: when it speaks, what it does, and why."""

    id: Name
    """Short name, shown to the user and used in metrics and events."""
    action: Action
    """What the rule asks for; of all rules that speak, the strictest action wins."""
    when: Condition = Condition()
    """The rule speaks where this holds; absent means always."""
    unless: Condition | None = None
    """... but not where this holds."""
    message: Text
    """What the user reads."""
    why: Text | None = None
    """Why the rule is there, for whoever reads the policy."""
    legal: str = ""
    """The legal basis, e.g. `UAVG art. 46`."""
    on_failure: Blind | None = None
    """Action when reading or scanning failed and this rule might have spoken; absent means the policy's."""
    unreadable: Blind | None = None
    """The same where part of the request could not be read."""
    coach: Coach | None = None
    """How the user is coached, for `action: coach`; absent means the policy's."""
    replace: frozenset[EntityType] = frozenset()
    """What is replaced, for `action: redact`; absent means everything named under `finds`."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.unless is not None and self.unless == Condition():
            raise ValueError("an empty `unless` would switch the rule off; say when it does not apply")
        if self.action is Action.REDACT and not self.when.finds:
            raise ValueError("`redact` replaces what was found, so `when` needs `finds`")
        if self.replace and self.action is not Action.REDACT:
            raise ValueError("`replace` is for `action: redact`")
        if self.coach and Action.COACH not in {self.action, self.on_failure, self.unreadable}:
            raise ValueError("`coach` is for `action: coach`")
        if "answer" in self.when.direction and self.action not in {Action.ALLOW, Action.LOG}:
            raise ValueError("an answer is shown while it comes in, so a rule about answers can only log")
        return self

    @property
    def replaces(self) -> tuple[Finds, ...]:
        """What `redact` replaces: the types, and from which score on."""
        if not self.replace:
            return self.when.finds
        score = min(finds.score for finds in self.when.finds)
        return (Finds(types=self.replace, score=score),)


class ListEntry(PolicyModel):
    """Words of a list. Capitals and accents do not matter.

    A `*` at the end or the beginning of a word stands for any letters and digits that go on there.
    """

    words: frozenset[str] = Field(min_length=1)
    """Words or names, each whole: `Zon` does not stand for `Zonder`."""
    groups: frozenset[str] = frozenset()
    """Only for these groups; absent means for everybody."""

    @model_validator(mode="after")
    def _words_have_letters(self) -> Self:
        if empty := [word for word in self.words if not any(map(str.isalnum, word))]:
            raise ValueError(f"{empty[0]!r} has no letter or digit in it")
        return self


class AllowEntry(ListEntry):
    """Names that are no personal data here: the organisation, its products, public figures."""

    types: EntityTypes = RELEASED
    """Findings of these types are dropped when they are one of the words. A type that is not named stays."""


class AlwaysEntry(ListEntry):
    """Words that must never leave: code names of projects, customers, takeovers."""

    type: EntityType = "CONFIDENTIAL_MARK"
    """They are found as this type; a rule says what happens then."""


class Policy(PolicyModel):
    """A whole policy file."""

    name: str
    """Shown in reports."""
    description: str = ""
    """What the policy is for."""
    extends: str | None = None
    """Name of a pack whose rules hold too. A rule with the same id takes the place of the pack's."""
    without: frozenset[str] = frozenset()
    """Ids of rules of that pack that do not hold here."""
    mode: Literal["enforce", "monitor"] = "enforce"
    """`enforce`, or `monitor`: record what would have happened and change nothing."""
    default: Literal[Action.ALLOW, Action.LOG, Action.COACH, Action.BLOCK] = Action.ALLOW
    """Action when no rule speaks."""
    on_failure: Blind = Action.BLOCK
    """Action when reading or scanning failed or took too long."""
    unreadable: Blind = Action.BLOCK
    """Action when part of the request cannot be read."""
    coach: Coach = Coach()
    """How users are coached where a rule does not say so itself."""
    groups: tuple[Group, ...] = ()
    """Groups of people; the first that fits a request is its group."""
    members: str | None = None
    """CSV file with the columns `user` and `group`, next to this file: who is in which group."""
    allow_list: tuple[AllowEntry, ...] = ()
    """Names that are no personal data here."""
    always_list: tuple[AlwaysEntry, ...] = ()
    """Words that must never leave."""
    rules: tuple[Rule, ...] = ()
    """The strictest one that speaks wins."""

    @property
    def scans_answers(self) -> bool:
        """Whether a rule is about answers, so that they must be read."""
        return any("answer" in rule.when.direction for rule in self.rules)
