"""The draft of a notification to the authority: what the record knows filled in, the rest left to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pydantic import Field

from agent.register.law import Language, Organisation, Words
from agent.register.system import ServiceFacts
from detectors.yaml_file import StrictModel, read_yaml

if TYPE_CHECKING:
    from agent.register.incidents import Incident

TO_BE_COMPLETED: Mapping[Language, str] = {"nl": "nog in te vullen", "en": "to be completed"}


class _Question(StrictModel):
    id: str
    text: Words


class _Field(StrictModel):
    section: Words
    label: Words
    fact: str | None = None


class _Texts(StrictModel):
    """Contents of `breach_notification.yaml`."""

    sources: tuple[str, ...]
    checked: date
    questions: tuple[_Question, ...] = Field(min_length=1)
    fields: tuple[_Field, ...] = Field(min_length=1)
    nature: Words
    people: Words
    ways: Mapping[str, Words]
    kinds: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class DraftField:
    """One field of the draft.

    Attributes:
        section: Part of the form.
        label: What is asked.
        value: What the record knows, or the words "to be completed".
        known: Whether the record knew it.
    """

    section: str
    label: str
    value: str
    known: bool

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON."""
        return asdict(self)


@cache
def _texts() -> _Texts:
    text = (resources.files("agent.register") / "breach_notification.yaml").read_text("utf-8")
    return read_yaml(_Texts, text, "breach_notification.yaml")


def questions() -> dict[str, Words]:
    """The questions that people answer to judge the risk, by id."""
    return {item.id: item.text for item in _texts().questions}


def kind_name(kind: str, language: Language) -> str:
    """A kind of personal data in plain words."""
    words = _texts().kinds.get(kind)
    return words.in_language(language) if words else kind


def draft(
    incident: Incident,
    organisation: Organisation,
    service: ServiceFacts | None = None,
    language: Language = "nl",
) -> list[DraftField]:
    """The fields of the notification, in the order of the form."""
    facts = _facts(incident, organisation, service, language)
    made = []
    for item in _texts().fields:
        value = facts.get(item.fact or "")
        made.append(
            DraftField(
                item.section.in_language(language),
                item.label.in_language(language),
                value or TO_BE_COMPLETED[language],
                bool(value),
            )
        )
    return made


def _facts(
    incident: Incident, organisation: Organisation, service: ServiceFacts | None, language: Language
) -> dict[str, str | None]:
    texts = _texts()
    low, high = incident.people_range
    people = str(incident.people) if incident.people is not None else None
    name = service.name if service else incident.service
    if service and service.vendor:
        name = f"{name} ({service.vendor})"
    ways = (texts.ways[way].in_language(language) for way in incident.ways if way in texts.ways)
    kinds = (f"{kind_name(kind, language)} ({number})" for kind, number in incident.kinds.items())
    return {
        "organisation": organisation.name,
        "contact": organisation.contact,
        "first": _time(incident.first),
        "last": _time(incident.last),
        "aware": _time(incident.aware),
        "deadline": _time(incident.deadline),
        "nature": texts.nature.in_language(language),
        "recipient": name,
        "country": incident.country,
        "way": "; ".join(ways),
        "kinds": ", ".join(kinds),
        "requests": str(incident.requests),
        "people": people or texts.people.in_language(language).format(low=low, high=high),
        "measures": incident.measures,
    }


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
