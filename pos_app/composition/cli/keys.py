"""`pos-app keys`: the card of all keys, as text or as a page to print for the wall."""

from __future__ import annotations

from pathlib import Path

import click

from pos_app.composition.cli.context import Cli, pass_cli, refusals_in_words, say
from pos_app.composition.key_cards import card_text, write_card
from pos_app.composition.targets import refuse_own_file
from pos_app.viewmodels.key_choices import NAME, keys_from
from pos_app.views.input import keymap
from pos_app.views.input.remapping import sound


@click.command("keys")
@click.option(
    "--pdf",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Write one page for the wall into this file.",
)
@pass_cli
@refusals_in_words
def command(cli: Cli, *, pdf: Path | None) -> None:
    """Print what every key does; with the keys that the store has changed, where there is one."""
    if cli.folder.store.exists():
        with cli.reading() as queries:
            keymap.remap(sound(keys_from(queries.settings.get(NAME) or "")))
    try:
        if pdf is None:
            say(card_text())
            return
        refuse_own_file(cli.folder, pdf)
        write_card(pdf)
        say(f"The card of the keys is in {pdf}.")
    finally:
        keymap.remap({})
