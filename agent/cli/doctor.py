"""`schaduwwacht doctor`."""

import typer

from agent.cli.options import ConfigFile, DataDir, Json
from agent.cli.output import FOUND, print_json, say
from agent.config import load_config

app = typer.Typer()


@app.command()
def doctor(*, config: ConfigFile = None, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Check ports, certificates, policy, database, time, OCR, disk and workers. Exit 1: one is wrong."""
    from agent.doctor import examine  # noqa: PLC0415 - the database takes half a second to import

    wrong = 0
    for check in examine(load_config(config, data_dir=data_dir)):
        wrong += not check.ok
        if as_json:
            print_json({"check": check.name, "ok": check.ok, "text": check.text})
        else:
            say(f"{'ok' if check.ok else 'WRONG':<6} {check.name:<13} {check.text}")
    if wrong:
        raise typer.Exit(FOUND)
