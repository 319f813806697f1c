"""`pos-head-office enrol-code`: a code by which one till becomes known."""

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


@click.command("enrol-code")
@click.option("--terminal", required=True, help="The till's code, such as T01.")
@click.option("--store", required=True, help="The store's name or id.")
@click.option("--quiet", is_flag=True, help="Print the code and nothing else.")
@refusals_in_words
@pass_settings
def command(settings: Settings, *, terminal: str, store: str, quiet: bool) -> None:
    """Make a code for one till, good once and for ten minutes."""
    with opened(settings) as office:
        made = office.access.enrolling.make_code(terminal=terminal, store=store, actor=ACTOR)
    if quiet:
        say(made.code)
        return
    say(f"Type this at {made.terminal} of {made.store} within ten minutes:")
    say(f"  pos-app sync enrol {settings.addresses[0]} {made.code}")
