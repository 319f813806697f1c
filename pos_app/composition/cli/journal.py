"""`pos-app journal`: hand the chain out, and verify it."""

from __future__ import annotations

import os
import sys
from itertools import islice
from pathlib import Path

import click

from pos_app.composition.cli.context import (
    REFUSED,
    Cli,
    as_json,
    pass_cli,
    print_json,
    refusals_in_words,
)
from pos_app.composition.lazy import LazySignatureCheck
from pos_app.services.journal.exporting import (
    LINE_BYTES_MAX,
    ExportHeader,
    export_lines,
    read_entries,
    read_header,
)
from pos_app.services.journal.verifying import JournalVerifier, Verdict

FILE = click.Path(path_type=Path, dir_okay=False)
LIMITS = (
    "What this proves: no entry was changed, removed or put in between by someone without the "
    "key. What it does not: that the newest entries were not cut off, or rewritten by someone "
    "with the key; only a copy elsewhere shows that (head office, receipts, Z reports)."
)


@click.group("journal", help="The record of everything that happened.")
def command() -> None:
    pass


@command.command()
@click.argument("file", type=FILE)
@pass_cli
@refusals_in_words
def export(cli: Cli, *, file: Path) -> None:
    """Write the whole journal to FILE."""
    partial = file.with_name(file.name + ".partial")
    with cli.reading() as queries:
        header = ExportHeader(
            queries.profile.journal_id, queries.profile.terminal, queries.journal.signing_keys()
        )
        with partial.open("wb") as out:
            for line in export_lines(header, queries.journal.entries()):
                out.write(line)
            out.flush()
            os.fsync(out.fileno())
    partial.replace(file)
    click.echo(f"The journal is in {file}.")


@command.command()
@click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=False
)
@as_json
@pass_cli
@refusals_in_words
def verify(cli: Cli, *, file: Path | None, as_json: bool) -> None:
    """Verify FILE, or the store's own journal."""
    verdict = _verify_file(file) if file is not None else _verify_store(cli)
    if as_json:
        print_json(
            {
                "ok": verdict.ok,
                "entries": verdict.entries,
                "head": verdict.head,
                "first_bad": verdict.first_bad,
                "reason": verdict.reason,
            }
        )
    elif verdict.ok:
        click.echo(f"{verdict.entries} entries, all good. Head: {verdict.head}")
        click.echo(LIMITS)
    else:
        click.echo(
            f"Entry {verdict.first_bad} is bad: {verdict.reason}. "
            f"The {verdict.entries} before it are good.",
            err=True,
        )
    if not verdict.ok:
        sys.exit(REFUSED)


def _verify_store(cli: Cli) -> Verdict:
    verifier = JournalVerifier(signatures=LazySignatureCheck())
    with cli.reading() as queries:
        return verifier.verify(queries.journal.entries(), queries.journal.signing_keys())


def _verify_file(file: Path) -> Verdict:
    verifier = JournalVerifier(signatures=LazySignatureCheck())
    with file.open("rb") as lines:
        header = read_header(lines.readline(LINE_BYTES_MAX))
        bounded = iter(lambda: lines.readline(LINE_BYTES_MAX + 1), b"")
        return verifier.verify(read_entries(islice(bounded, None)), header.keys)
