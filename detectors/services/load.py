"""From catalogue files to a `Catalogue`: the packaged ones, and the organisation's own laid over them."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from detectors.errors import CatalogueError
from detectors.services.catalogue import Catalogue, OptedIn
from detectors.services.entry import OperationEntry, ProtocolsFile, ServiceEntry, VendorFile
from detectors.services.model import Service
from detectors.yaml_file import StrictModel, YamlFileError, line_of, read_yaml

PROTOCOLS = "_protocols.yaml"
COMMON = "common"
"""The protocol whose operations are tried on every service's own hosts."""

_FOLDER = files("detectors").joinpath("catalogue")

Protocols = dict[str, tuple[OperationEntry, ...]]


def load_catalogue(
    *extra: Path,
    inspect_shared: frozenset[str] = frozenset(),
    inspect_also: frozenset[str] = frozenset(),
    restricted: frozenset[str] = frozenset(),
) -> Catalogue:
    """The packaged catalogue with the organisation's own files laid over it.

    Args:
        extra: Files in the same shape. A service with a known id changes the fields it gives; a new one is
            added, and comes before the packaged ones where both claim a host. Later files win.
        inspect_shared: Hosts shared with other things than AI that are to be decrypted all the same.
        inspect_also: Other hosts that are to be decrypted, to look for unknown AI.
        restricted: Services whose vendor's restriction header is to be added, for which it must be decrypted.

    Raises:
        CatalogueError: A file is missing or wrong; names file, line and field.
    """
    protocols, packaged = packaged_entries()
    own: dict[str, ServiceEntry] = {}
    for path in extra:
        _add(own, packaged, str(path), _text(path), protocols)
    services = _services(own, packaged, protocols)
    common = tuple(entry.route("generic") for entry in protocols[COMMON])
    return Catalogue(services, common, OptedIn(inspect_shared, inspect_also, restricted))


def _add(
    entries: dict[str, ServiceEntry],
    packaged: dict[str, ServiceEntry],
    source: str,
    text: str,
    protocols: Protocols,
) -> None:
    """Read one file into `entries`; an organisation's file is laid over what is known already."""
    for number, entry in enumerate(_read(VendorFile, text, source).entries()):
        if entries is packaged and entry.id in packaged:
            raise CatalogueError(
                _problem(source, text, number, "id", f"{entry.id} is already in the catalogue")
            )
        base = entries.get(entry.id) or packaged.get(entry.id)
        entries[entry.id] = entry.over(base) if base else entry
        _check(entries[entry.id], protocols, source, text, number)


def _services(
    own: dict[str, ServiceEntry], packaged: dict[str, ServiceEntry], protocols: Protocols
) -> list[Service]:
    """New services of the organisation, then the packaged ones with its changes."""
    new = [entry for key, entry in own.items() if key not in packaged]
    return [entry.service(protocols) for entry in (*new, *({**packaged, **own}[key] for key in packaged))]


@cache
def packaged_entries() -> tuple[Protocols, dict[str, ServiceEntry]]:
    """What comes with the product; read once, since a reload must not hold up the traffic."""
    text = _FOLDER.joinpath(PROTOCOLS).read_text(encoding="utf-8")
    protocols = _read(ProtocolsFile, text, PROTOCOLS).protocols
    packaged: dict[str, ServiceEntry] = {}
    for source, content in _vendor_files():
        _add(packaged, packaged, source, content, protocols)
    return protocols, packaged


def _vendor_files() -> list[tuple[str, str]]:
    """Name and text of each packaged vendor file, in the order of their names."""
    found = (item for item in _FOLDER.iterdir() if item.name.endswith(".yaml") and item.name != PROTOCOLS)
    return sorted((f"catalogue/{item.name}", item.read_text(encoding="utf-8")) for item in found)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path}: not a text file in UTF-8") from error


def _read[M: StrictModel](model: type[M], text: str, source: str) -> M:
    try:
        return read_yaml(model, text, source)
    except YamlFileError as error:
        raise CatalogueError(str(error)) from error


def _check(entry: ServiceEntry, protocols: Protocols, source: str, text: str, number: int) -> None:
    """What only shows once the files are read together."""
    if field := entry.lacks():
        raise CatalogueError(_problem(source, text, number, field, f"a new service ({entry.id}) needs it"))
    if unknown := [name for name in entry.protocols if name not in protocols]:
        known = ", ".join(sorted(protocols))
        raise CatalogueError(
            _problem(source, text, number, "protocols", f"{unknown[0]}: choose from {known}")
        )


def _problem(source: str, text: str, number: int, field: str, words: str) -> str:
    line = line_of(text, ("services", number, field))
    return f"{source}:{line}: services[{number}].{field}: {words}"
