"""When a rule of the policy speaks, in plain words: what HR, DPO and works council read instead of YAML."""

from collections.abc import Iterator

from agent.console.formats import term
from agent.console.language import N_, translate
from agent.register.law import Language
from agent.register.notification import kind_name
from agent.register.said import service_name
from detectors.services import Service
from detectors.services.found import EMBEDDED, UNKNOWN
from policies.conditions import DAYS, Condition, Files, Finds, Services, Window
from policies.model import Rule

KINDS = {
    "SECRET": N_("password or key"),
    "LOCATION": N_("place"),
    "CONFIDENTIAL_MARK": N_("mark of confidentiality"),
    "NL_VAT": N_("Dutch VAT number"),
}
DIRECTIONS = {"prompt": N_("a message"), "upload": N_("a file"), "answer": N_("an answer of the service")}
TENANTS = {
    "any": N_("an account of the organisation"),
    "none": N_("any other account"),
    "other": N_("an account of somebody else"),
}
OUTSIDE = {
    UNKNOWN: N_("every AI that the catalogue does not know"),
    EMBEDDED: N_("every AI inside another product"),
}
_DAYS = dict(
    zip(DAYS, (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")), strict=True)
)
NO_GROUP = N_("people in no group")


def kind(name: str, language: Language) -> str:
    """A kind of data, in the words of a sentence."""
    return translate(language, KINDS[name]) if name in KINDS else kind_name(name, language)


def when(rule: Rule, services: dict[str, Service], language: Language) -> list[str]:
    """What must hold before the rule speaks, a line each; empty for a rule that always does."""
    return list(_condition(rule.when, services, language))


def unless(rule: Rule, services: dict[str, Service], language: Language) -> list[str]:
    """What makes an exception; all lines together."""
    return list(_condition(rule.unless, services, language)) if rule.unless else []


def _condition(condition: Condition, services: dict[str, Service], language: Language) -> Iterator[str]:
    for finds in condition.finds:
        yield _finds(finds, language)
    if condition.services:
        yield from _services(condition.services, services, language)
    if condition.groups:
        names = [translate(language, NO_GROUP) if group == "none" else group for group in condition.groups]
        yield translate(language, N_("it is sent by: %(groups)s"), groups=_either(names, language))
    if condition.direction:
        words = [translate(language, DIRECTIONS[item]) for item in condition.direction]
        yield translate(language, N_("it is %(what)s"), what=_either(words, language))
    if condition.files:
        yield _files(condition.files, language)
    if condition.chars:
        yield translate(language, N_("it has at least %(number)s characters"), number=condition.chars)
    if condition.times:
        windows = [_window(window, language) for window in condition.times]
        yield translate(language, N_("it is sent at: %(times)s"), times="; ".join(windows))
    if condition.draft is not None:
        text = N_("it has not been sent yet") if condition.draft else N_("it has been sent")
        yield translate(language, text)


def _finds(finds: Finds, language: Language) -> str:
    kinds = _either([kind(name, language) for name in finds.types], language)
    if finds.count == 1:
        return translate(language, N_("it holds: %(kinds)s"), kinds=kinds)
    text = N_("it holds at least %(number)s of: %(kinds)s")
    if finds.distinct:
        text = N_("it holds at least %(number)s different of: %(kinds)s")
    return translate(language, text, number=finds.count, kinds=kinds)


def _services(wanted: Services, services: dict[str, Service], language: Language) -> Iterator[str]:
    if wanted.ids:
        names = [_service(item, services, language) for item in wanted.ids]
        yield translate(language, N_("the service is: %(what)s"), what=_either(names, language))
    if wanted.categories:
        words = [term(item, language).lower() for item in wanted.categories]
        yield translate(language, N_("the kind of service is: %(what)s"), what=_either(words, language))
    if wanted.risks:
        words = [term(item, language).lower() for item in wanted.risks]
        yield translate(language, N_("the AI Act calls the service: %(what)s"), what=_either(words, language))
    if wanted.statuses:
        words = [term(item, language).lower() for item in wanted.statuses]
        yield translate(language, N_("the AI register says: %(what)s"), what=_either(words, language))
    if wanted.tenants:
        words = [translate(language, TENANTS[item]) if item in TENANTS else item for item in wanted.tenants]
        yield translate(language, N_("it goes to: %(what)s"), what=_either(words, language))


def _service(item: str, services: dict[str, Service], language: Language) -> str:
    return translate(language, OUTSIDE[item]) if item in OUTSIDE else service_name(item, services, language)


def _files(files: Files, language: Language) -> str:
    kinds = ", ".join(sorted(files.kinds))
    if kinds:
        text = N_("it brings %(number)s or more files of kind %(kinds)s")
        return translate(language, text, number=files.count, kinds=kinds)
    return translate(language, N_("it brings %(number)s or more files"), number=files.count)


def _window(window: Window, language: Language) -> str:
    days = " ".join(translate(language, _DAYS[day]) for day in DAYS if day in window.days)
    return f"{days} {window.after}-{window.before}"


def _either(words: list[str], language: Language) -> str:
    """``a, b or c``."""
    *most, last = sorted(words)
    if not most:
        return last
    return translate(language, N_("%(most)s or %(last)s"), most=", ".join(most), last=last)
