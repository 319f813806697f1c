"""The command of head office: it serves, and it administers who may come in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pos_app import __version__
from pos_app.composition.lazy_commands import LazyCommands

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


@click.group(cls=LazyCommands, package=__package__, modules=COMMANDS)
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
