"""`pos-app smoke`: build everything, show the first window off-screen, quit."""

from __future__ import annotations

import os
from importlib import import_module

import click

from pos_app.composition.cli.context import Cli, pass_cli, refusals_in_words, say


@click.command("smoke", help="Build everything, show the first window off-screen, quit.")
@pass_cli
@refusals_in_words
def command(cli: Cli) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    shown = import_module("pos_app.composition.desktop").smoke(cli)
    say(f"The till starts: {shown}.")
