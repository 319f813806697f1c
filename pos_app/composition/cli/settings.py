"""`pos-app settings`: what the store has chosen, by name, and how it is changed."""

from __future__ import annotations

import click

from pos_app.adapters.devices.finding import find_printers
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.store_settings import read_settings, settings_of
from pos_app.services.store.fields import FIELDS


@click.group("settings", help="What the store has chosen, as on the settings screen.")
def command() -> None:
    pass


@command.command()
@as_json
@pass_cli
@refusals_in_words
def show(cli: Cli, *, as_json: bool) -> None:
    """Every setting with its value; those that head office decides are marked."""
    with cli.reading() as queries:
        found = read_settings(cli.folder, queries)
    values = {name: _told(name, value) for name, value in found.values.items()}
    if as_json:
        print_json({"values": values, "locked": sorted(found.locked)})
        return
    print_table(
        [
            [name, value, f"decided by {found.office}" if name in found.locked else ""]
            for name, value in values.items()
        ]
    )


@command.command()
@as_json
@refusals_in_words
def printers(*, as_json: bool) -> None:
    """The printers on USB, each with the device that the setting `printer` takes."""
    found = find_printers()
    if as_json:
        print_json([{"device": str(one.device), "name": one.name} for one in found])
        return
    print_table([[str(one.device), one.name] for one in found])


@command.command("set")
@click.argument("name")
@click.argument("value")
@pass_cli
@refusals_in_words
def change(cli: Cli, *, name: str, value: str) -> None:
    r"""Change the setting NAME to VALUE, in which \n begins a new line.

    The logo is the path of a PNG or JPEG, which is copied; with "" it is left out.
    """
    text = value.replace("\\n", "\n")
    with cli.writing() as store:
        changed = settings_of(store).change(actor=owner_of(store), texts={name: text})
        shown = _told(name, settings_of(store).read().values[name])
    if not changed:
        say(f"{name} is {shown} already.")
        return
    say(f"{name} is {shown} now. This holds from the next start of the till.")


def _told(name: str, value: str) -> str:
    """A logo by its size: its dots say nothing to anybody."""
    return str(FIELDS[name].told(value)) if name == "logo" else value
