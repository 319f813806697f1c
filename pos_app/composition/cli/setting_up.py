"""`pos-app setup`: make a store; the recovery code is printed once."""

from __future__ import annotations

import re

import click

from pos_app.composition.cli.context import (
    Cli,
    pass_cli,
    read_pin,
    refusals_in_words,
    say,
)
from pos_app.composition.making import SetupRequest, make_store
from pos_app.composition.opening import reading
from pos_app.composition.store_settings import fetch_logo
from pos_app.domain.scanner import GAP_MS_DEFAULT, GAP_MS_MAX
from pos_app.domain.tender import BY_HAND, CARD, CASH
from pos_app.services.journal.keys import fingerprints

_TAX = re.compile(r"([A-Z][A-Z_]{0,30})=(\d{1,3})(?:\.(\d{1,4}))?")
_RATE_DECIMALS = 4


def _taxes(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    """Read STANDARD=8.875 as 88,750 millionths."""
    rates = {}
    for value in values:
        found = _TAX.fullmatch(value)
        if found is None:
            raise click.BadParameter(f"{value!r}: write CLASS=PERCENT, such as STANDARD=8.875")
        code, whole, decimals = found.groups()
        rates[code] = int(whole + (decimals or "").ljust(_RATE_DECIMALS, "0"))
    return rates


@click.command("setup", help="Make a store.")
@click.option("--store", required=True, help="The store's name, as receipts show it.")
@click.option("--country", required=True, help="Two letters, such as FR.")
@click.option("--currency", default="", help="Three letters; the country's own by default.")
@click.option("--owner", required=True, help="The owner's name, as the sign-in screen shows it.")
@click.option("--pin-file", required=True, help="A file with the owner's PIN, or - to type it.")
@click.option("--pin-length", default=6, show_default=True)
@click.option("--terminal", default="T01", show_default=True)
@click.option("--timezone", "time_zone", default="")
@click.option("--prices", type=click.Choice(["inclusive", "exclusive"]), default=None)
@click.option("--tax", "taxes", multiple=True, callback=_taxes, help="CLASS=PERCENT; may repeat.")
@click.option("--address", default="")
@click.option("--tax-number", default="")
@click.option("--company-id", default="")
@click.option("--phone", default="")
@click.option("--footer", default="")
@click.option("--logo", default="", help="A PNG or JPEG for the top of every receipt.")
@click.option("--language", default="")
@click.option("--printer", default="", help="A device path such as /dev/usb/lp0; files by default.")
@click.option(
    "--scanner-gap",
    "scanner_gap_ms",
    type=click.IntRange(GAP_MS_DEFAULT, GAP_MS_MAX),
    default=GAP_MS_DEFAULT,
    show_default=True,
    help="How many ms a scanner may wait between two keys; some by radio need 150.",
)
@click.option(
    "--method",
    "methods",
    type=click.Choice([CASH.code, *BY_HAND]),
    multiple=True,
    default=(CARD.code,),
    show_default=True,
    help="A way to pay beside cash; may repeat. `--method cash` is cash and nothing else.",
)
@click.option("--practice", is_flag=True, help="A store for practice: nothing in it is real.")
@click.option(
    "--keys-in-file", is_flag=True, help="Keep keys in the data folder, not in a keyring."
)
@pass_cli
@refusals_in_words
def command(cli: Cli, /, *, pin_file: str, prices: str | None, logo: str, **values: object) -> None:
    request = SetupRequest(
        logo=fetch_logo(logo),
        pin=read_pin(pin_file),
        prices_include_tax=None if prices is None else prices == "inclusive",
        **values,  # type: ignore[arg-type]  # click has checked each option's type
    )
    code = make_store(cli.folder, request)
    with reading(cli.folder) as queries:
        name = queries.profile.name
        notice = queries.profile.fiscal_notice
        signed_by = ", ".join(fingerprints(queries.journal.signing_keys()))
    say(f"{name} is ready in {cli.folder.root}.")
    say(f"Recovery code: {code}")
    say(
        "Write it down and keep it away from this computer. It is shown only now; "
        "a backup can be used on another computer only with it."
    )
    say(f"The journal is signed by: {signed_by}. Write this down too: a copy shows whose it is.")
    if request.keys_in_file and not request.practice:
        say("The keys of this store lie in its folder: whoever copies it can sign for it.")
    if not request.practice:
        say("Every backup once more, on another disk: pos-app backup second-folder PATH.")
    if notice:
        say(f"\nBefore you sell for real: {notice}")
