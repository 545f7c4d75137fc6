"""What the guard knows before it sees anything: the catalogue and the policy that the settings name."""

from agent.config import Config
from agent.errors import UsageError
from detectors.errors import CatalogueError
from detectors.services import Catalogue, load_catalogue
from policies.errors import PolicyError
from policies.load import LoadedPolicy, load_policy


def read_catalogue(config: Config) -> Catalogue:
    """The catalogue, with the organisation's own entries.

    Raises:
        UsageError: A file is missing or wrong, or a setting names what it does not have.
    """
    try:
        catalogue = load_catalogue(
            *config.catalogue,
            inspect_shared=config.inspect_shared,
            inspect_also=config.inspect_also,
            restricted=frozenset(name for name, own in config.own_tenants.items() if own.restrict),
        )
    except CatalogueError as error:
        raise UsageError(str(error)) from error
    if unknown := sorted(config.own_tenants.keys() - catalogue.services.keys()):
        raise UsageError(f"own_tenants: {unknown[0]}: no such service; see `schaduwwacht services list`")
    return catalogue


def read_policy(source: str) -> LoadedPolicy:
    """A policy, by the name of a pack or the path of a file.

    Raises:
        UsageError: It is missing or wrong.
    """
    try:
        return load_policy(source)
    except PolicyError as error:
        raise UsageError(str(error)) from error
