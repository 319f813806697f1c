"""`pos-app backup`: a whole copy while the till runs, its proof, and the way back."""

from __future__ import annotations

from pathlib import Path

import click

from pos_app.adapters.persistence.backup import copy_store, verify_file
from pos_app.composition.cli.context import Cli, pass_cli, read_secret, refusals_in_words, say
from pos_app.composition.opening import reading
from pos_app.composition.proving import note_proof, prove_code, require_true
from pos_app.composition.restoring import journal_of, restore_store
from pos_app.composition.targets import refuse_own_file
from pos_app.domain.errors import PosError

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
    refuse_own_file(cli.folder, file)
    with reading(cli.folder):
        copy_store(cli.folder.store, file)
    verify_file(file)
    say(f"The backup is in {file}, and the file is undamaged.")
    say("What its journal proves, and whether it can be opened elsewhere: pos-app backup verify.")


@command.command()
@click.argument("file", type=FILE)
@click.option("--recovery-code", "code_file", default="", help="A file with it, or - to type it.")
@pass_cli
@refusals_in_words
def verify(cli: Cli, *, file: Path, code_file: str) -> None:
    """Prove that FILE is undamaged, that its journal verifies, and that its rows say the same.

    With the recovery code also that another computer could go on with it.
    """
    code = read_secret(code_file) if code_file else ""
    verify_file(file)
    verdict = journal_of(file)
    require_true(file)
    say(f"{file} is whole: {verdict.entries} journal entries, all good, and the rows say the same.")
    if code:
        _prove(cli, file, code)


def _prove(cli: Cli, file: Path, code: str) -> None:
    journal_id = prove_code(file, code)
    say("The recovery code opens its keys, and they sign its journal.")
    try:
        note_proof(cli.folder, journal_id)
    except PosError as error:
        say(f"This was not noted for doctor: {error}")


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
    say("The backup is restored. Receipt numbers go on in a new series.")
    if kept is not None:
        say(f"What was there before is kept in {kept}.")
