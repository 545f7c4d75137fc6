"""Policy files: the packs that come with the product, and the organisation's own."""

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from detectors.yaml_file import YamlFileError, line_of, read_yaml
from policies.consistency import problems
from policies.errors import PolicyError
from policies.extend import extended
from policies.identity import read_members
from policies.model import Policy

CASES = ".cases.yaml"
"""How the name of a file with cases ends; it stands next to its policy."""


@dataclass(frozen=True, slots=True)
class LoadedPolicy:
    """A policy in force, with where it came from.

    Attributes:
        policy: The rules, those of the pack that it extends included.
        version: First twelve hex digits of the SHA-256 of the file (and of what it refers to): names the
            policy in events and metrics.
        source: Path of the file, or ``pack:NAME``.
        files: What it was read from, to be watched; none for a pack.
    """

    policy: Policy
    version: str
    source: str
    files: tuple[Path, ...] = ()


def packs() -> list[str]:
    """Names of the packs that come with the product."""
    folder = resources.files("policies") / "packs"
    names = [item.name for item in folder.iterdir()]
    return sorted(
        name.removesuffix(".yaml") for name in names if name.endswith(".yaml") and not name.endswith(CASES)
    )


def read_pack_file(name: str) -> str:
    """Text of a file next to the packs.

    Raises:
        PolicyError: There is none of that name.
    """
    try:
        return (resources.files("policies") / "packs" / name).read_text("utf-8")
    except FileNotFoundError as error:
        raise PolicyError(f"{name}: the product has no such pack file") from error


def load_policy(source: str | Path = "default") -> LoadedPolicy:
    """Load a pack by name or a policy file by path.

    Raises:
        PolicyError: The file is missing, broken, or a field is wrong.
    """
    if str(source) in packs():
        return parse_policy(read_pack_file(f"{source}.yaml"), f"pack:{source}")
    path = Path(source)
    return parse_policy(read_policy_file(path), str(source), path)


def read_policy_file(path: Path) -> str:
    """Text of a policy file, or of one that goes with it.

    Raises:
        PolicyError: It is missing, or not a text.
    """
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise PolicyError(f"{path}: no such policy file or pack (packs: {', '.join(packs())})") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: cannot be read as a policy file: {_reason(error)}") from error


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "not text in UTF-8"


def parse_policy(text: str, source: str, path: Path | None = None) -> LoadedPolicy:
    """A policy from its text.

    Args:
        text: The YAML.
        source: Named in errors.
        path: Where the file is, if it is one: `members` is looked for next to it.

    Raises:
        PolicyError: The text is broken, or a field is wrong.
    """
    try:
        own = read_yaml(Policy, text, source)
    except YamlFileError as error:
        raise PolicyError(str(error)) from error
    base = _base(own, text, source)
    found = [
        f"{source}:{line_of(text, problem.location)}: {_field(problem.location)}: {problem.message}"
        for problem in problems(own, base.policy if base else None)
    ]
    if found:
        raise PolicyError("\n".join(found[:5]))
    policy = extended(base.policy, own) if base else own
    ingredients, files = [text], [path] if path else []
    if base:
        ingredients.append(base.version)
    if own.members:
        members = _members_path(own.members, path, source)
        ingredients.append(_read_members_file(members, source))
        policy = _with_members(policy, ingredients[-1], members)
        files.append(members)
    version = hashlib.sha256("\0".join(ingredients).encode()).hexdigest()[:12]
    return LoadedPolicy(policy, version, source, tuple(files))


def _base(own: Policy, text: str, source: str) -> LoadedPolicy | None:
    """The pack that a file extends."""
    if own.extends is None:
        return None
    if own.extends not in packs():
        line = line_of(text, ("extends",))
        raise PolicyError(f"{source}:{line}: extends: no such pack; packs are {', '.join(packs())}")
    return load_policy(own.extends)


def _field(location: tuple[str | int, ...]) -> str:
    """``rules[2].id`` of a location."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location).lstrip(".")


def _members_path(members: str, path: Path | None, source: str) -> Path:
    if path is None:
        raise PolicyError(f"{source}: members: only a policy file can have one")
    return path.parent / members


def _read_members_file(members: Path, source: str) -> str:
    try:
        return members.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(
            f"{source}: members: {members} cannot be read as a CSV file: {type(error).__name__}"
        ) from error


def _with_members(policy: Policy, text: str, members: Path) -> Policy:
    """The policy with the users of the CSV file in its groups; groups that no policy uses are left alone.

    Raises:
        PolicyError: The file is wrong, or leaves a group of the policy without anybody.
    """
    by_group = read_members(text, str(members))
    groups = tuple(
        group.model_copy(update={"users": group.users | by_group.get(group.id, frozenset())})
        for group in policy.groups
    )
    for group in groups:
        if not (group.users or group.networks or group.headers):
            raise PolicyError(f"{members}: nobody is in group {group.id}")
    return policy.model_copy(update={"groups": groups})
