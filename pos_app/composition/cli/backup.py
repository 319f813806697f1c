"""`pos-app backup`: a whole copy while the till runs, its proof, and the way back."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

from pos_app.adapters.persistence.backup import copy_store, verify_file
from pos_app.composition.backing_up import (
    BackupReport,
    back_up,
    choose_second_folder,
    kept_backups,
)
from pos_app.composition.cli.context import (
    REFUSED,
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    read_secret,
    refusals_in_words,
    say,
)
from pos_app.composition.drilling import drill, note_drill
from pos_app.composition.opening import reading
from pos_app.composition.proving import journal_of, note_proof, prove_code, require_true, untrue
from pos_app.composition.restoring import restore_store
from pos_app.composition.targets import refuse_own_file
from pos_app.domain.errors import PosError
from pos_app.services.backup.keeping import BackupKind

NICE: Final = 10
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
    wrong = untrue(cli.folder.store)
    if wrong:
        say("Its journal is whole, but what it shows is not what the journal says:", err=True)
        for words in wrong:
            say(f"  {words}", err=True)
        say("It can be opened and sells. Show this to an expert; doctor repeats it.", err=True)


@command.command()
@click.option("--shift", "is_shift", is_flag=True, help="Name it after a shift that was closed.")
@click.option("--if-due", is_flag=True, help="Only if none was made today.")
@click.option("--gently", is_flag=True, help="Let every other program come first.")
@as_json
@pass_cli
@refusals_in_words
def run(cli: Cli, *, is_shift: bool, if_due: bool, gently: bool, as_json: bool) -> None:
    """Make the automatic backup now, as the till does daily and at each close of a shift."""
    if gently:
        os.nice(NICE)
    kind = BackupKind.SHIFT if is_shift else BackupKind.DAILY
    tell_of(back_up(cli.folder, kind, if_due=if_due), as_json=as_json)


def tell_of(report: BackupReport, *, as_json: bool = False) -> None:
    """Say what was made, and exit 1 if anything failed."""
    failures = [str(one) for one in report.failures]
    if as_json:
        print_json({"made": [str(one) for one in report.made], "failures": failures})
    else:
        for path in report.made:
            say(f"A verified backup is in {path}.")
        for words in failures:
            say(words, err=True)
    if failures:
        sys.exit(REFUSED)


@command.command("drill")
@click.argument("file", required=False, type=FILE)
@click.option("--gently", is_flag=True, help="Let every other program come first.")
@as_json
@pass_cli
@refusals_in_words
def try_restore(cli: Cli, *, file: Path | None, gently: bool, as_json: bool) -> None:
    """Restore FILE, or the newest backup, into a folder of its own, prove it, and remove it."""
    if gently:
        os.nice(NICE)
    result = drill(cli.folder, file)
    if as_json:
        print_json(asdict(result))
        return
    say(f"{result.file} was restored, verified and written to: it works as a store.")
    try:
        with cli.writing() as store:
            note_drill(store.services.new_uow, result)
    except PosError as error:
        say(f"This was not noted for the settings screen: {error}")


@command.command("list")
@as_json
@pass_cli
@refusals_in_words
def list_backups(cli: Cli, *, as_json: bool) -> None:
    """Every backup in backups/ and in the second folder, the newest first."""
    with reading(cli.folder) as queries:
        zone = ZoneInfo(queries.profile.time_zone)
        found = kept_backups(cli.folder, queries)
    shown = [
        {
            "file": str(one.path),
            "kind": one.kind,
            "made_at": one.made_at.astimezone(zone).isoformat(timespec="seconds"),
            "bytes": one.size,
            "is_verified": one.is_verified,
        }
        for one in found
    ]
    if as_json:
        print_json(shown)
        return
    print_table([[str(row["made_at"]), str(row["kind"]), str(row["file"])] for row in shown])


@command.command("second-folder")
@click.argument("path", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--none", "is_none", is_flag=True, help="Keep no second copies any more.")
@pass_cli
@refusals_in_words
def second_folder(cli: Cli, *, path: Path | None, is_none: bool) -> None:
    """Keep every automatic backup in PATH too: another disk, or a share."""
    if (path is None) != is_none:
        raise click.UsageError("Name a folder, or say --none.")
    with cli.writing() as store:
        choose_second_folder(store, path, actor=owner_of(store))
    if path is None:
        say("Backups are kept in backups/ alone.")
        return
    say(f"Every automatic backup is kept in {path} too.")
    tell_of(back_up(cli.folder))
