"""`pos-app practice`: the practice copy of the store."""

from __future__ import annotations

import click

from pos_app.composition.cli.context import Cli, pass_cli, refusals_in_words, say
from pos_app.composition.holding import require_store
from pos_app.composition.practice import reset_practice


@click.group("practice", help="The copy of the store that is practised in: pos-app --practice.")
def command() -> None:
    pass


@command.command("reset")
@pass_cli
@refusals_in_words
def reset(cli: Cli) -> None:
    """Throw away what was practised: the next practice begins with a new copy."""
    require_store(cli.folder)
    if reset_practice(cli.folder):
        say("What was practised is gone. The next practice begins with a new copy of the store.")
    else:
        say("Nobody has practised here yet: there was no copy of the store.")
