"""The settings in force, as far as they say what is seen of staff: read from configuration and policy."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from agent.config import Config
from agent.console.dossier.texts import setting_texts
from agent.console.language import locale_of
from agent.console.roles import Role
from agent.record.groups import LEAST
from agent.register.law import Language
from agent.register.reveal import LONGEST
from policies.load import LoadedPolicy
from policies.model import Action

_MANY = 20


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting in force.

    Attributes:
        id: Its name in `settings.yaml`.
        label: How it is called.
        value: What it is, in words.
    """

    id: str
    label: str
    value: str


def in_force(
    config: Config, loaded: LoadedPolicy, services: int, users: Mapping[Role, int], language: Language
) -> list[Setting]:
    """The settings in force.

    Args:
        config: The guard's settings.
        loaded: The policy in force.
        services: How many services the catalogue knows.
        users: Accounts of the console by role.
        language: Of the words.
    """
    texts = setting_texts()
    values = _of_policy(loaded, language) | _of_config(config, services, language)
    values["console"] = _users(users, language)
    return [
        Setting(name, item.label.in_language(language), values[name]) for name, item in texts.settings.items()
    ]


def _of_policy(loaded: LoadedPolicy, language: Language) -> dict[str, str]:
    say, policy = setting_texts().say, loaded.policy
    actions = Counter(rule.action for rule in policy.rules)
    groups = ", ".join(group.id for group in policy.groups)
    return {
        "mode": say(policy.mode, language),
        "policy": say("policy", language, name=policy.name, version=loaded.version),
        "rules": say("rules", language, all=len(policy.rules), block=actions[Action.BLOCK]),
        "answers": say("answers_read" if policy.scans_answers else "answers_not", language),
        "groups": groups or say("none", language),
        "failure": say(
            "failure",
            language,
            failure=say(policy.on_failure, language),
            unreadable=say(policy.unreadable, language),
        ),
    }


def _of_config(config: Config, services: int, language: Language) -> dict[str, str]:
    say = setting_texts().say
    places = "place_fleet" if config.central else "place_server" if config.database else "place_here"
    shared = _some([*sorted(config.inspect_shared), *sorted(config.inspect_also)])
    streams = _some([stream.name for stream in config.streams])
    return {
        "decrypted": say(
            "decrypted", language, services=format_decimal(services, locale=locale_of(language))
        ),
        "shared": shared or say("none", language),
        "least": say("least", language, number=LEAST),
        "pseudonyms": say("pseudonyms", language),
        "naming": say("naming", language, days=LONGEST.days),
        "retention": say("retention", language, months=config.retention_months),
        "streams": say("streams", language, items=streams) if streams else say("none", language),
        "place": say(places, language, node=config.node),
    }


def _users(users: Mapping[Role, int], language: Language) -> str:
    say = setting_texts().say
    words = [say(role, language, number=users[role]) for role in Role if users.get(role)]
    return ", ".join(words) or say("nobody", language)


def _some(items: list[str]) -> str:
    more = len(items) - _MANY
    return ", ".join(items[:_MANY]) + (f" (+{more})" if more > 0 else "")
