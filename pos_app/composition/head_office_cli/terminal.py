"""`pos-head-office terminal`: which tills there are, and one may not speak any more."""

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


@click.group("terminal", help="The tills that are known.")
def command() -> None:
    pass


@command.command("list")
@refusals_in_words
@pass_settings
def list_terminals(settings: Settings) -> None:
    """Each till with its id, its store and whether it may speak."""
    with opened(settings) as office:
        names = {store.store_id: store.name for store in office.access.stores.listed()}
        for one in office.access.terminals.listed():
            store = names.get(one.store_id, one.store_id)
            say(f"{one.terminal_id}  {one.code}  {one.state.value}  epoch {one.epoch}  {store}")


@command.command()
@click.argument("terminal")
@click.option("--store", help="Its store's name or id, where TERMINAL is a code such as T01.")
@refusals_in_words
@pass_settings
def revoke(settings: Settings, *, terminal: str, store: str | None) -> None:
    """Keep TERMINAL (its id, or its code with --store) out; what it sent stays."""
    with opened(settings) as office:
        terminals = office.access.terminals
        terminal_id = terminal
        if store is not None:
            terminal_id = terminals.find(code=terminal, store=store).terminal_id
        terminals.revoke(terminal_id=terminal_id, actor=ACTOR)
    say(f"{terminal} may not speak any more, on every replica within half a minute.")
