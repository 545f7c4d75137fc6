"""Settings: `schaduwwacht.yaml`, overridden by environment variables, overridden by options.

Every field is optional; an unknown one is an error that names the line.
"""

import ipaddress
import os
import socket
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from agent.console.settings import Web
from agent.errors import FailureError, UsageError
from agent.register.law import Organisation
from agent.reports.settings import ReportSettings
from agent.siem import StreamSettings
from agent.tenants import OwnTenant
from detectors.services.entry import Suffix
from detectors.yaml_file import StrictModel, YamlFileError, read_yaml

LONGEST_TEMPORARY_FOLDER = 68
"""A socket's path has at most 103 bytes on macOS, 107 on Linux; 34 are the names that we and Python add."""


def _address(value: str) -> str:
    """Accepts ``HOST:PORT``, ``[IPV6]:PORT`` and ``:PORT``."""
    host, colon, port = value.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:  # noqa: PLR2004 - the last port there is
        raise ValueError(f"{value!r} is not HOST:PORT")
    if host.startswith("["):
        ipaddress.IPv6Address(host.strip("[]"))
    return value


Address = Annotated[str, AfterValidator(_address)]


def default_data_dir() -> Path:
    """``$XDG_DATA_HOME/schaduwwacht``, as the XDG Base Directory Specification says."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "schaduwwacht"


class Config(StrictModel):
    """Everything that can be set.

    Attributes:
        listen: Where the proxy listens.
        console: Where the console and the health pages listen.
        metrics: Where Prometheus finds the metrics.
        data_dir: Database, keys and CA live here, readable by this user only.
        database: SQLAlchemy URL; absent means SQLite in `data_dir`.
        policy: Name of a pack, or path of a policy file.
        catalogue: The organisation's own catalogue files; they add or override services.
        trusted_proxies: Networks of proxies in front of this one, whose headers tell the user's group.
        inspect_shared: Hosts that AI shares with ordinary use, to be decrypted all the same.
        inspect_also: Other hosts to be decrypted, and everything below them, to look for AI that the
            catalogue does not have; plain HTTP is looked at anyway.
        own_tenants: By service id, the organisation's own accounts; any other account is ``other``.
        mode: mitmproxy proxy modes, e.g. ``regular``, ``transparent``, ``upstream:http://proxy:3128``.
        set: mitmproxy options, for what is not named here.
        language: Language of messages where the client does not say.
        node: Name of this machine in events.
        workers: Scan processes.
        deadline: Seconds that reading and scanning one request may take.
        max_body: Bytes of a request body, on the wire and decoded; more is unreadable.
        known_index: Index of your own people (`match build`); default: `known.index` in `data_dir`, if any.
        spacy_model: Folder or package of your own spaCy pipeline, asked about names and places beside ours.
        grace: Seconds to finish open requests after a stop signal.
        organisation: What the register and its exports need to know of it.
        central: URL of a fleet's PostgreSQL; events go there too, from this machine's own store.
        streams: Events as OCSF to a file, a syslog server or a web address.
        web: How people sign in to the console, and for how long.
        retention_months: How long events are kept; the AI Act (art. 26(6)) asks at least six.
        reports: The HR report of each month, made by the guard into a folder.
    """

    listen: Address = "127.0.0.1:8080"
    console: Address = "127.0.0.1:8081"
    metrics: Address = "127.0.0.1:9464"
    data_dir: Path = Field(default_factory=default_data_dir)
    database: str | None = None
    policy: str = "default"
    catalogue: tuple[Path, ...] = ()
    trusted_proxies: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    inspect_shared: frozenset[str] = frozenset()
    inspect_also: frozenset[Suffix] = frozenset()
    own_tenants: dict[str, OwnTenant] = Field(default_factory=dict)
    mode: tuple[str, ...] = ("regular",)
    set: dict[str, str] = Field(default_factory=dict)
    language: Literal["nl", "en"] = "nl"
    node: str = Field(default_factory=socket.gethostname)
    workers: int = Field(default_factory=lambda: max(1, min(4, os.cpu_count() or 1)), ge=1, le=64)
    deadline: float = Field(default=10.0, gt=0, le=600)
    max_body: int = Field(default=64 * 2**20, ge=1024)
    known_index: Path | None = None
    spacy_model: str | None = None
    grace: float = Field(default=10.0, ge=0)
    organisation: Organisation = Organisation()
    central: str | None = None
    retention_months: int = Field(default=7, ge=6)
    reports: ReportSettings | None = None
    streams: tuple[StreamSettings, ...] = ()
    web: Web = Web()

    @property
    def database_location(self) -> str | Path:
        """Where the events and the register are: a file, or a database server's URL."""
        return self.database or self.data_dir / "schaduwwacht.db"

    @property
    def known_index_file(self) -> Path:
        """Where the index of known people is, or will be."""
        return self.known_index or self.data_dir / "known.index"

    @property
    def known_key_file(self) -> Path:
        """Where the key of that index is, apart from it."""
        return self.data_dir / "keys" / "known.key"

    @property
    def ca_folder(self) -> Path:
        """Where the certificate authority is."""
        return self.data_dir / "ca"


def load_config(path: Path | None, **overrides: object) -> Config:
    """Read the file (none: `schaduwwacht.yaml` in this folder if there is one) and lay the options over it.

    Args:
        path: The configuration file, or None.
        overrides: Fields set by option or environment; None means not given.

    Raises:
        UsageError: The file is missing or wrong, or an option is.
    """
    local = Path("schaduwwacht.yaml")
    source = path or (local if local.is_file() else None)
    try:
        config = read_yaml(Config, source.read_text("utf-8"), source) if source else Config()
        given = {name: value for name, value in overrides.items() if value is not None}
        return Config.model_validate(config.model_dump() | given)
    except FileNotFoundError as error:
        raise UsageError(f"{source}: no such configuration file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{source}: cannot be read as a configuration file: {type(error).__name__}"
        ) from error
    except YamlFileError as error:
        raise UsageError(str(error)) from error
    except ValueError as error:
        raise UsageError(f"options: {_option_problem(error)}") from error


def _option_problem(error: ValueError) -> str:
    """The first of pydantic's problems, as ``--listen: 'x' is not HOST:PORT``."""
    if not isinstance(error, ValidationError):
        return str(error)
    problems = error.errors()
    name = str(problems[0]["loc"][0]).replace("_", "-")
    return f"--{name}: {str(problems[0]['msg']).removeprefix('Value error, ')}"


def host_and_port(address: str) -> tuple[str, int]:
    """``("127.0.0.1", 8080)`` of ``127.0.0.1:8080``; an empty host means all addresses."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def make_data_dir(path: Path) -> Path:
    """Create the data directory for this user alone, and check that it can be written.

    Raises:
        FailureError: It cannot be made or written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.chmod(0o700)
        probe = path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        problem = "is a file" if isinstance(error, FileExistsError) else error.strerror
        raise FailureError(f"data directory {path}: {problem}; choose another with --data-dir") from error
    return path


def check_temporary_folder() -> None:
    """The scan processes and `/readyz` are reached through sockets in it, of which the path has a limit.

    Raises:
        FailureError: A socket would not fit; it must be said here, for `multiprocessing` would not say it.
    """
    folder = tempfile.gettempdir()
    if (length := len(os.fsencode(folder))) > LONGEST_TEMPORARY_FOLDER:
        raise FailureError(
            f"temporary folder {folder}: its path is {length} bytes long, and sockets in it can be made "
            f"up to {LONGEST_TEMPORARY_FOLDER}: choose a shorter one, for example with TMPDIR=/tmp"
        )


def check_ports(config: Config) -> None:
    """Find a taken port before anything is started.

    Raises:
        FailureError: A port is in use or may not be opened.
    """
    for option, address in (
        ("listen", config.listen),
        ("console", config.console),
        ("metrics", config.metrics),
    ):
        host, port = host_and_port(address)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (OSError, UnicodeError) as error:
                problem = error.strerror if isinstance(error, OSError) else "not a host name"
                raise FailureError(
                    f"{address}: {problem}; choose another with --{option} HOST:PORT"
                ) from error
