"""`pos-app store`: where the store is at home, and its habits."""

from __future__ import annotations

import click

from pos_app.composition.adopting import adopt_store
from pos_app.composition.cli.context import (
    Cli,
    owner_of,
    pass_cli,
    read_secret,
    refusals_in_words,
    say,
)
from pos_app.composition.store_settings import settings_of
from pos_app.domain.money import Money
from pos_app.domain.store import Receipts, StoreProfile


@click.group("store", help="Where the store is at home, and its habits.")
def command() -> None:
    pass


@command.command()
@click.option("--recovery-code", "code_file", default="", help="A file with it, or - to type it.")
@pass_cli
@refusals_in_words
def adopt(cli: Cli, *, code_file: str) -> None:
    """Go on here with a store whose folder was moved or copied.

    Do so only if it does not sell elsewhere any more. Receipts get a new series of numbers.
    """
    series = adopt_store(cli.folder, read_secret(code_file) if code_file else "")
    say(f"The store goes on in {cli.folder.root}. Receipt numbers go on as {series}-000001.")


@command.command()
@click.argument("when", type=click.Choice([one.value for one in Receipts]))
@pass_cli
@refusals_in_words
def receipts(cli: Cli, *, when: str) -> None:
    """Whether a paid order prints its receipt by itself: always, ask, or never."""
    _change(cli, receipts=when)
    say(f"Receipts are printed: {when}. This holds from the next start of the till.")


def _change(cli: Cli, **texts: str) -> StoreProfile:
    """Change these settings, and return all of them as they are then."""
    with cli.writing() as store:
        settings = settings_of(store)
        settings.change(actor=owner_of(store), texts=texts)
        return settings.profile()


@command.command()
@click.argument("taken", type=click.Choice(["on", "off"]))
@pass_cli
@refusals_in_words
def tips(cli: Cli, *, taken: str) -> None:
    """Whether the payment screen offers a tip: on or off."""
    _change(cli, tips=taken)
    say(f"Tips are {taken}. This holds from the next start of the till.")


@command.command("returns")
@click.option("--within", "days", type=click.IntRange(0, 36_500), help="DAYS; 0 is for ever.")
@click.option("--limit", "amount", help="What one person gives back in a day; 0 is no limit.")
@pass_cli
@refusals_in_words
def returns(cli: Cli, *, days: int | None, amount: str | None) -> None:
    """What comes back only with somebody else's approval: too late, or too much for one day."""
    texts = {} if days is None else {"return_days": str(days)}
    texts |= {} if amount is None else {"refund_limit": amount}
    changed = _change(cli, **texts)
    within = f"{changed.return_days} days" if changed.return_days else "for ever"
    most = Money(changed.refund_limit, changed.currency)
    say(
        f"Comes back without asking: {within}, "
        f"{f'{most} a person and day' if changed.refund_limit else 'any amount'}. "
        "This holds from the next start of the till."
    )


@command.command("counts")
@click.option("--limit", "amount", help="The largest difference; 0 is no limit.")
@click.option("--usual", is_flag=True, help="The usual limit of the currency again.")
@pass_cli
@refusals_in_words
def counts(cli: Cli, *, amount: str | None, usual: bool) -> None:
    """How far a count at the close may differ, until it takes a second count and a manager."""
    wanted = "" if usual else amount
    changed = _change(cli, **({} if wanted is None else {"count_limit": wanted}))
    most = Money(changed.largest_difference, changed.currency)
    what = f"may differ by {most}" if changed.largest_difference else "may differ by any amount"
    say(f"A count {what} at the close. This holds from the next start of the till.")


@command.command("auto-lock")
@click.argument("minutes", type=click.IntRange(0, 240))
@pass_cli
@refusals_in_words
def auto_lock(cli: Cli, *, minutes: int) -> None:
    """Lock the till after so many MINUTES without a key or a touch; 0 is never."""
    _change(cli, auto_lock_minutes=str(minutes))
    say(f"The till locks itself after {minutes} min." if minutes else "It never locks itself.")
