"""The register in the forms that others ask for."""

from collections.abc import Callable, Mapping

from agent.errors import UsageError
from agent.register.exports.algorithm_register import to_algorithm_register, to_algorithm_register_json
from agent.register.exports.cyclonedx import to_cyclonedx
from agent.register.exports.register import Register, read_register
from agent.register.exports.tables import to_annex_viii_c, to_csv, to_gdpr_30, to_json, to_xlsx

FORMATS: Mapping[str, Callable[[Register], bytes]] = {
    "csv": to_csv,
    "xlsx": to_xlsx,
    "json": to_json,
    "algoritmeregister": to_algorithm_register,
    "algoritmeregister-json": to_algorithm_register_json,
    "annex-viii-c": to_annex_viii_c,
    "gdpr-30": to_gdpr_30,
    "cyclonedx": to_cyclonedx,
}


def export_register(register: Register, form: str) -> bytes:
    """The register as a file.

    Args:
        register: From `read_register`.
        form: One of `FORMATS`.

    Raises:
        UsageError: No such form.
    """
    if form not in FORMATS:
        raise UsageError(f"--format: {form!r}: choose from {', '.join(FORMATS)}")
    return FORMATS[form](register)


__all__ = ["FORMATS", "Register", "export_register", "read_register"]
