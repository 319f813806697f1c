"""`pos-app backup`: a whole copy while the till runs, its proof, and the way back."""

from __future__ import annotations

from pathlib import Path

import click

from pos_app.adapters.persistence.backup import copy_store, verify_file
from pos_app.composition.cli.context import Cli, pass_cli, read_secret, refusals_in_words
from pos_app.composition.opening import reading
from pos_app.composition.restoring import journal_of, restore_store

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("backup", help="Copies of the store.")
def command() -> None:
    pass


@command.command()
@click.argument("file", type=FILE)
@pass_cli
@refusals_in_words
def create(cli: Cli, *, file: Path) -> None:
    """Copy the store to FILE; the till may go on selling."""
    with reading(cli.folder):
        copy_store(cli.folder.store, file)
    verify_file(file)
    click.echo(f"The backup is in {file}, and it was verified.")


@command.command()
@click.argument("file", type=FILE)
@refusals_in_words
def verify(*, file: Path) -> None:
    """Prove that FILE can be restored: pages, rows and the whole journal."""
    verify_file(file)
    verdict = journal_of(file)
    click.echo(f"{file} is whole: {verdict.entries} journal entries, all good.")


@command.command()
@click.argument("file", type=FILE)
@click.option("--recovery-code", "code_file", default="", help="A file with it, or - to type it.")
@click.option("--keys-in-file", is_flag=True, help="Keep the keys in the data folder.")
@click.option("--discard-later", is_flag=True, help="Give up orders that the backup lacks.")
@pass_cli
@refusals_in_words
def restore(
    cli: Cli, *, file: Path, code_file: str, keys_in_file: bool, discard_later: bool
) -> None:
    """Put FILE in the place of the store; what was there is kept under backups/."""
    code = read_secret(code_file) if code_file else ""
    kept = restore_store(
        cli.folder, file, code=code, keys_in_file=keys_in_file, discard_later=discard_later
    )
    click.echo("The backup is restored. Receipt numbers go on in a new series.")
    if kept is not None:
        click.echo(f"What was there before is kept in {kept}.")
