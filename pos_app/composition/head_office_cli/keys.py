"""`pos-head-office keys`: what tokens and countersigned heads are signed with."""

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
from pos_app.head_office.services.access.ports import Purpose


@click.group("keys", help="What tokens and countersigned heads are signed with.")
def command() -> None:
    pass


@command.command()
@click.option(
    "--of",
    "purpose",
    type=click.Choice([purpose.value for purpose in Purpose]),
    default=Purpose.TOKENS.value,
    help="Of tokens, or of the heads that terminals are told what is held by.",
    show_default=True,
)
@refusals_in_words
@pass_settings
def rotate(settings: Settings, *, purpose: str) -> None:
    """Sign with the next key from now on; nobody has to sign in or enrol again for it."""
    with opened(settings) as office:
        key_id = office.key_making.rotate(purpose=Purpose(purpose), actor=ACTOR)
    say(f"{purpose.capitalize()} are signed with key {key_id} from now on.")
