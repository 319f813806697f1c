"""`pos-head-office migrate`: bring the database to this program's schema."""

from __future__ import annotations

import click

from pos_app.composition.head_office import opened
from pos_app.composition.head_office_cli.context import pass_settings, refusals_in_words, say
from pos_app.composition.head_office_settings import Settings


@click.command("migrate")
@refusals_in_words
@pass_settings
def command(settings: Settings) -> None:
    """Make or upgrade the database, and the keys that are missing; more often does no harm."""
    with opened(settings) as office:
        office.prepare()
    say("The database has this program's schema, and keys to sign with.")
