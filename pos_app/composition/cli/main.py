"""The one executable: without a command it opens the till, with one it administers the store."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from pos_app import __version__
from pos_app.composition.cli.context import Cli, refusals_in_words
from pos_app.composition.lazy_commands import LazyCommands

COMMANDS = {
    "setup": "setting_up",
    "products": "products",
    "store": "store",
    "settings": "settings",
    "staff": "staff",
    "orders": "orders",
    "email": "email",
    "shift": "shift",
    "report": "report",
    "activity": "activity",
    "time": "time",
    "stock": "stock",
    "customers": "customers",
    "payments": "payments",
    "sync": "sync",
    "journal": "journal",
    "backup": "backup",
    "keys": "keys",
    "doctor": "doctor",
    "practice": "practice",
    "rehearse": "rehearse",
    "smoke": "smoke",
}


# The till itself needs none of them.
@click.group(cls=LazyCommands, package=__package__, modules=COMMANDS, invoke_without_command=True)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="POS_APP_DATA_DIR",
    help="The folder of the store.",
)
@click.option("--demo", is_flag=True, help="A practice store with 200 products to look around in.")
@click.option("--practice", is_flag=True, help="The practice copy of the store, made when needed.")
@click.option("--beside", type=int, default=0, hidden=True)  # whom a till lets over; see practising
@click.option("--theme", type=click.Choice(["light", "dark", "auto"]), default="auto")
@click.option("--lang", "language", default="", help="The language of the screens, such as en.")
@click.option("--fullscreen", is_flag=True)
@click.version_option(__version__)
@click.pass_context
@refusals_in_words
def pos_app(
    ctx: click.Context,
    *,
    data_dir: Path | None,
    demo: bool,
    practice: bool,
    beside: int,
    theme: str,
    language: str,
    fullscreen: bool,
) -> None:
    """Ring up orders; without a command, open the till."""
    # Resolved once: "." must stay the same folder whatever happens to it.
    root = None if data_dir is None else data_dir.resolve()
    cli = Cli(root, demo, theme, language, fullscreen, practice, beside)
    ctx.obj = cli
    if demo and practice:
        raise click.UsageError("The demo store is for practice already.")
    if demo:
        import_module("pos_app.composition.demo").ensure_demo(cli.folder)
    if practice:
        import_module("pos_app.composition.practice").ensure_practice(cli.folder.original)
    if ctx.invoked_subcommand is None:
        sys.exit(import_module("pos_app.composition.desktop").run(cli))


def main() -> None:
    # What this program writes is for its owner alone.
    os.umask(0o077)
    pos_app(prog_name="pos-app")
