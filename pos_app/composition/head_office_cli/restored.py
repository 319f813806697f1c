"""`pos-head-office restored`: the database was put back, and terminals must be told."""

from __future__ import annotations

import click

from pos_app.composition.head_office import opened
from pos_app.composition.head_office_cli.context import pass_settings, refusals_in_words, say
from pos_app.composition.head_office_settings import Settings


@click.command("restored")
@refusals_in_words
@pass_settings
def command(settings: Settings) -> None:
    """After a copy of the SQLite file was put back: every terminal reads everything again.

    PostgreSQL is seen to be another by itself. More often does no harm, it only takes time.
    """
    with opened(settings) as office:
        office.prepare()
        office.renew_incarnation(reason="restored")
    say("Every terminal reads everything again that is edited here.")
