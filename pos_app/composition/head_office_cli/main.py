"""The command of head office: it serves, and it administers who may come in."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import click

from pos_app import __version__

COMMANDS = {
    "serve": "serve",
    "migrate": "migrate",
    "store": "store",
    "staff": "staff",
    "enrol-code": "enrol_code",
    "terminal": "terminal",
    "keys": "keys",
    "seed": "seed",
    "records": "records",
    "restored": "restored",
}


class LazyCommands(click.Group):
    """Loads a command's module when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"pos_app.composition.head_office_cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command


@click.group(cls=LazyCommands)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the SQLite database lies, unless POS_HEAD_OFFICE_DATABASE_URL names another.",
)
@click.version_option(__version__)
def pos_head_office(data_dir: Path | None) -> None:
    """Collect every store's orders, and hand out the catalogue."""


def main() -> None:
    # What this program writes is for its owner alone.
    os.umask(0o077)
    pos_head_office(prog_name="pos-head-office")
