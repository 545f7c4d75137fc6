"""Policy files: the packs that come with the product, and the organisation's own."""

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from detectors.yaml_file import YamlFileError, read_yaml
from policies.errors import PolicyError
from policies.model import Policy


@dataclass(frozen=True, slots=True)
class LoadedPolicy:
    """A policy in force, with where it came from.

    Attributes:
        policy: The rules.
        version: First twelve hex digits of the SHA-256 of the file: names the policy in events and metrics.
        source: Path of the file, or ``pack:NAME``.
    """

    policy: Policy
    version: str
    source: str


def packs() -> list[str]:
    """Names of the packs that come with the product."""
    folder = resources.files("policies") / "packs"
    return sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml"))


def load_policy(source: str | Path = "default") -> LoadedPolicy:
    """Load a pack by name or a policy file by path.

    Raises:
        PolicyError: The file is missing, broken, or a field is wrong.
    """
    if str(source) in packs():
        text = (resources.files("policies") / "packs" / f"{source}.yaml").read_text("utf-8")
        return _parse(text, f"pack:{source}")
    try:
        text = Path(source).read_text("utf-8")
    except FileNotFoundError as error:
        raise PolicyError(f"{source}: no such policy file or pack (packs: {', '.join(packs())})") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{source}: cannot be read as a policy file: {type(error).__name__}") from error
    return _parse(text, str(source))


def _parse(text: str, source: str) -> LoadedPolicy:
    try:
        policy = read_yaml(Policy, text, source)
    except YamlFileError as error:
        raise PolicyError(str(error)) from error
    return LoadedPolicy(policy, hashlib.sha256(text.encode()).hexdigest()[:12], source)
