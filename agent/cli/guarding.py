"""Running the guard: `run`, `demo`, `ca`, `pac`."""

import asyncio
import sys
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import typer

from agent.cli.options import ConfigFile, DataDir, option, prepared
from agent.cli.output import print_rows, say
from agent.config import load_config
from agent.errors import UsageError
from agent.knowledge import read_catalogue

app = typer.Typer()
ca_app = typer.Typer(no_args_is_help=True, help="The certificate authority that clients must trust.")
app.add_typer(ca_app, name="ca")


@app.command()
def run(  # noqa: PLR0913 - the options of the command
    *,
    config: ConfigFile = None,
    data_dir: DataDir = None,
    listen: Annotated[str | None, option("--listen", text="Proxy address. [127.0.0.1:8080]")] = None,
    console: Annotated[str | None, option("--console", text="Console address. [127.0.0.1:8081]")] = None,
    metrics: Annotated[str | None, option("--metrics", text="Metrics address. [127.0.0.1:9464]")] = None,
    mode: Annotated[
        list[str] | None,
        option("--mode", text="mitmproxy mode, e.g. transparent, upstream:http://host:port."),
    ] = None,
    policy: Annotated[str | None, option("--policy", text="Pack name or policy file. [default]")] = None,
    settings: Annotated[
        list[str] | None, option("--set", text="mitmproxy option as KEY=VALUE; may be given more than once.")
    ] = None,
) -> None:
    """Start the guard: proxy, console and metrics."""
    from agent.log import set_up_logging  # noqa: PLC0415 - keep the module's imports next to their use
    from agent.serve import run as serve  # noqa: PLC0415 - mitmproxy takes a second to import

    loaded = load_config(
        config,
        data_dir=data_dir,
        listen=listen,
        console=console,
        metrics=metrics,
        mode=tuple(mode) if mode else None,
        policy=policy,
        set=_pairs(settings) if settings else None,
    )
    set_up_logging()
    asyncio.run(serve(loaded))


@app.command()
def demo(
    *,
    lang: Annotated[Literal["nl", "en"], option("--lang", text="Language. [nl]")] = "nl",
    keep: Annotated[
        bool | None, option("--keep/--no-keep", text="Leave it running until Ctrl-C; default: in a terminal.")
    ] = None,
) -> None:
    """Show the whole job on this machine, without internet: a guard, people at work, a filled console."""
    from agent.demo.show import demo as play  # noqa: PLC0415 - mitmproxy takes a second to import

    def tell(text: str) -> None:
        say(text)
        sys.stdout.flush()  # also when somebody reads along through a pipe

    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    try:
        play(tell, lang, keep=is_terminal if keep is None else keep)
    except KeyboardInterrupt as error:
        raise typer.Exit(130) from error


@ca_app.command("show")
def ca_show(*, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Path, name, fingerprint and end date of the CA's certificate."""
    from agent.ca import describe_ca  # noqa: PLC0415 - mitmproxy takes a second to import

    loaded = prepared(config, data_dir)
    print_rows([describe_ca(loaded.ca_folder)], as_json=False)


@ca_app.command("export")
def ca_export(*, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """The CA's certificate (never its key), as PEM."""
    from agent.ca import read_certificate  # noqa: PLC0415 - mitmproxy takes a second to import

    loaded = prepared(config, data_dir)
    say(read_certificate(loaded.ca_folder).rstrip())


@app.command()
def pac(
    *,
    config: ConfigFile = None,
    proxy: Annotated[str | None, option("--proxy", text="Address for clients. [the proxy's own]")] = None,
) -> None:
    """A proxy auto-configuration file: AI services through the guard, everything else direct."""
    from agent.pac import pac_file  # noqa: PLC0415 - keep the module's imports next to their use

    loaded = load_config(config)
    say(pac_file(read_catalogue(loaded), proxy or loaded.listen).rstrip())


def _pairs(settings: Iterable[str]) -> Mapping[str, str]:
    """``{"ssl_insecure": "true"}`` of ``ssl_insecure=true``."""
    pairs = [setting.partition("=") for setting in settings]
    for key, sign, _ in pairs:
        if not sign:
            raise UsageError(f"--set {key}: write it as KEY=VALUE")
    return {key: value for key, _, value in pairs}
