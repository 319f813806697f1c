"""`pos-head-office keys`: what tokens are signed with."""

from __future__ import annotations

import click

from pos_app.composition.head_office import opened
from pos_app.composition.head_office_cli.context import (
    ACTOR,
    pass_settings,
    refusals_in_words,
    say,
)
from pos_app.composition.head_office_settings import Settings


@click.group("keys", help="What tokens are signed with.")
def command() -> None:
    pass


@command.command()
@refusals_in_words
@pass_settings
def rotate(settings: Settings) -> None:
    """Sign with the next key from now on; nobody has to sign in again for it."""
    with opened(settings) as office:
        key_id = office.key_making.rotate(actor=ACTOR)
    say(f"Tokens are signed with key {key_id} from now on.")
