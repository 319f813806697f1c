"""`pos-head-office records`: what terminals recorded, brought as a file."""

from __future__ import annotations

from pathlib import Path

import click

from pos_app.composition.head_office import opened
from pos_app.composition.head_office_cli.context import (
    ACTOR,
    pass_settings,
    refusals_in_words,
    say,
)
from pos_app.composition.head_office_settings import Settings
from pos_app.composition.head_office_trade import make_trade
from pos_app.head_office.services.ingest.importing import import_journal
from pos_app.wire.records import Answer


@click.group("records", help="What terminals recorded.")
def command() -> None:
    pass


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@refusals_in_words
@pass_settings
def import_file(settings: Settings, *, file: Path) -> None:
    """Take in FILE, the journal of a till that cannot or may not send it.

    FILE is what `pos-app journal export` writes. Every signature is checked with the keys that the
    till enrolled with. More often does no harm: what is here already is left as it is.
    """
    with opened(settings) as office:
        trade = make_trade(office.stand(), noticed=lambda _what, _count: None)
        done = import_journal(
            lambda: file.open("rb"),
            ingest=trade.ingest,
            of_journal=office.access.terminals.of_journal,
        )
        office.access.terminals.note_import(
            terminal=done.terminal, accepted=done.answers[Answer.ACCEPTED], actor=ACTOR
        )
    aside = done.answers[Answer.CONFLICT] + done.answers[Answer.REJECTED]
    say(
        f"{done.terminal.code}: {done.answers[Answer.ACCEPTED]} entries taken in, "
        f"{done.answers[Answer.DUPLICATE]} were here already, {aside} put aside."
    )
    if aside:
        say("What was put aside is kept and shown on the page, under To look at.", err=True)
