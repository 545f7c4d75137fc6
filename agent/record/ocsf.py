"""Events as OCSF 1.8.0 (https://schema.ocsf.io/1.8.0), for a SIEM.

| event | class |
| --- | --- |
| a decision on a request in which something was found | Data Security Finding (2006) |
| a decision on a request that could not be read | Detection Finding (2004) |
| any other decision | HTTP Activity (4002), profile security_control |
| a change of the record, the register or the policy | Base Event (0) |

What OCSF has no place for stands in `unmapped`, under the names of OpenTelemetry's generative AI conventions
where there are any, else our own with a prefix. Never `pattern_match`, never text: events hold none.
"""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from agent.record.event import Event
from agent.record.schema import microseconds

OCSF_VERSION = "1.8.0"
GEN_AI = {"service": "gen_ai.provider.name", "operation": "gen_ai.operation.name"}
"""OpenTelemetry's names for what our events call otherwise."""

_ACTIVITIES = {
    "CONNECT": 1, "DELETE": 2, "GET": 3, "HEAD": 4, "OPTIONS": 5, "POST": 6, "PUT": 7, "TRACE": 8, "PATCH": 9,
}  # fmt: skip
_GOVERNMENTAL = frozenset({"NL_BSN", "BE_NATIONAL_NUMBER", "NL_ID_DOCUMENT", "NL_BIG_NUMBER", "NL_VAT"})
_FINANCIAL = frozenset({"IBAN_CODE", "CREDIT_CARD"})
_BUSINESS = frozenset({"SALARY", "EMPLOYEE_NUMBER", "CONFIDENTIAL_MARK"})
_OTHER_TYPE, _IN_TRANSIT, _SECURE_WEB_GATEWAY = 99, 2, 5
_DISPOSITIONS = {"block": 2, "coach": 23, "redact": 12, "log": 17, "allow": 1}
_ALLOWED, _DENIED = 1, 2
_OWN = (
    "kind", "tenant", "group", "draft", "status", "mode", "would", "parts", "chars", "files", "scan_ms",
    "outcome", "actor",
)  # fmt: skip
_INFORMATIONAL, _LOW, _MEDIUM, _HIGH = 1, 2, 3, 4


def to_ocsf(event: Event) -> dict[str, Any]:
    """The event in OCSF's form."""
    if event.kind != "decision":
        made = _base(event, 0, 0, 99) | {"activity_name": event.kind, "status_detail": event.kind}
        return made | {
            "unmapped": _unmapped(event),
            "message": f"{event.kind} by {event.actor or event.node}",
        }
    if event.findings:
        made = _base(event, 2, 2006, 1) | _finding(event, "Personal data or secrets in a prompt")
        made["data_security"] = _data_security(event)
    elif event.unread or event.rule in ("on-failure", "unreadable"):
        made = _base(event, 2, 2004, 1) | _finding(event, "A prompt that could not be read")
    else:
        activity = _ACTIVITIES.get(event.method or "", 99)
        made = _base(event, 4, 4002, activity)
        made["http_request"] = {"http_method": event.method or "", "length": event.bytes}
    made["dst_endpoint"] = {"hostname": event.host or "", "svc_name": event.service or ""}
    made |= _security_control(event)
    if event.pseudonym:
        made["actor"] = {"user": {"uid": event.pseudonym, "type_id": 99, "type": "pseudonym"}}
    return made | {"unmapped": _unmapped(event)}


def _base(event: Event, category: int, class_uid: int, activity: int) -> dict[str, Any]:
    """What every class requires."""
    metadata = {
        "version": OCSF_VERSION,
        "uid": event.id,
        "product": {"name": "Schaduwwacht", "vendor_name": "Schaduwwacht", "version": _product_version()},
        "profiles": ["security_control"] if class_uid else [],
        "log_provider": event.node,
    }
    return {
        "activity_id": activity,
        "category_uid": category,
        "class_uid": class_uid,
        "type_uid": class_uid * 100 + activity,
        "severity_id": _severity(event),
        "time": microseconds(event.time) // 1000,
        "metadata": metadata,
    }


def _product_version() -> str:
    try:
        return version("schaduwwacht")
    except PackageNotFoundError:
        return "unknown"


def _severity(event: Event) -> int:
    """High when data left that should not have; medium when it was stopped; else low or informational."""
    if event.kind != "decision":
        return _INFORMATIONAL
    left = event.outcome == "forwarded" and event.action != "redact"
    if event.findings and left and event.would:
        return _HIGH
    if event.findings:
        return _LOW if event.action in ("allow", "redact") else _MEDIUM
    return _LOW if event.action == "block" or event.unread else _INFORMATIONAL


def _finding(event: Event, title: str) -> dict[str, Any]:
    kinds = sorted({item.type for item in event.findings})
    info: dict[str, Any] = {"uid": event.id, "title": title, "created_time": microseconds(event.time) // 1000}
    if kinds:
        info["types"] = kinds
    return {"finding_info": info, "status_id": 1, "is_alert": event.action != "allow"}


def _data_security(event: Event) -> dict[str, Any]:
    types = {_data_type(item.type) for item in event.findings}
    made: dict[str, Any] = {
        "data_type_id": types.pop() if len(types) == 1 else _OTHER_TYPE,
        "data_lifecycle_state_id": _IN_TRANSIT,
        "detection_system_id": _SECURE_WEB_GATEWAY,
        "detection_pattern": ", ".join(sorted({item.type for item in event.findings})),
    }
    if event.policy_version:
        made["policy"] = {"uid": event.policy_version, "name": event.rule or ""}
    return made


def _data_type(kind: str) -> int:
    """OCSF's `data_type_id`: governmental, financial, business, security, else personal."""
    if kind in _GOVERNMENTAL:
        return 2
    if kind in _FINANCIAL:
        return 3
    if kind in _BUSINESS:
        return 4
    return 6 if kind == "SECRET" else 1


def _security_control(event: Event) -> dict[str, Any]:
    stopped = event.outcome != "forwarded"
    made: dict[str, Any] = {
        "action_id": _DENIED if stopped else _ALLOWED,
        "disposition_id": _DISPOSITIONS.get(event.action, 0),
    }
    if event.rule:
        made["firewall_rule"] = {"uid": event.rule, "name": event.rule}
    return made


def _unmapped(event: Event) -> dict[str, Any]:
    """Our own facts. Values that are absent are left out."""
    facts: dict[str, Any] = {name: getattr(event, field) for field, name in GEN_AI.items()}
    facts |= {f"schaduwwacht.{name}": getattr(event, name) for name in _OWN}
    facts["schaduwwacht.unread"] = list(event.unread)
    facts["schaduwwacht.detail"] = dict(event.detail)
    facts["schaduwwacht.findings"] = [
        {"type": item.type, "place": item.place, "count": item.count, "max_score": item.max_score}
        for item in event.findings
    ]
    return {name: value for name, value in facts.items() if value not in (None, "", [], {}, False, 0, 0.0)}
