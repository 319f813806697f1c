"""`pos-app store`: where the store is at home."""

from __future__ import annotations

import click

from pos_app.composition.adopting import adopt_store
from pos_app.composition.cli.context import Cli, pass_cli, read_secret, refusals_in_words, say


@click.group("store", help="Where the store is at home.")
def command() -> None:
    pass


@command.command()
@click.option("--recovery-code", "code_file", default="", help="A file with it, or - to type it.")
@pass_cli
@refusals_in_words
def adopt(cli: Cli, *, code_file: str) -> None:
    """Go on here with a store whose folder was moved or copied.

    Do so only if it does not sell elsewhere any more. Receipts get a new series of numbers.
    """
    series = adopt_store(cli.folder, read_secret(code_file) if code_file else "")
    say(f"The store goes on in {cli.folder.root}. Receipt numbers go on as {series}-000001.")
