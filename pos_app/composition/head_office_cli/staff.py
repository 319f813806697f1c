"""`pos-head-office staff`: who may sign in at head office."""

from __future__ import annotations

import click

from pos_app.composition.head_office import opened
from pos_app.composition.head_office_cli.context import (
    ACTOR,
    pass_settings,
    read_secret,
    refusals_in_words,
    say,
)
from pos_app.composition.head_office_settings import Settings
from pos_app.head_office.services.access.roles import Role

PASSWORD_FILE = click.option(
    "--password-file", required=True, help="A file with the password, or - to type it."
)


@click.group("staff", help="Who may sign in at head office.")
def command() -> None:
    pass


@command.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--store", help="The name or id of their store, for a cashier or a manager.")
@PASSWORD_FILE
@refusals_in_words
@pass_settings
def add(settings: Settings, *, name: str, role: str, store: str | None, password_file: str) -> None:
    """Let NAME sign in."""
    password = read_secret(password_file, prompt="Password")
    with opened(settings) as office:
        person = office.access.people.add(
            name=name, role=Role(role), store=store, password=password, actor=ACTOR
        )
    say(f"{person.name} may sign in as {person.role.value}.")


@command.command()
@click.argument("name")
@refusals_in_words
@pass_settings
def disable(settings: Settings, *, name: str) -> None:
    """Keep NAME out, everywhere within half a minute."""
    with opened(settings) as office:
        office.access.people.disable(name=name, actor=ACTOR)
    say(f"{name} may not sign in any more.")


@command.command()
@click.argument("name")
@PASSWORD_FILE
@refusals_in_words
@pass_settings
def password(settings: Settings, *, name: str, password_file: str) -> None:
    """Give NAME a new password, and let NAME in again."""
    new = read_secret(password_file, prompt="Password")
    with opened(settings) as office:
        office.access.people.set_password(name=name, password=new, actor=ACTOR)
    say(f"{name} has a new password.")


@command.command("list")
@refusals_in_words
@pass_settings
def list_people(settings: Settings) -> None:
    """Everybody, with role and store."""
    with opened(settings) as office:
        for one in office.access.people.listed():
            state = "" if one.is_active else "  disabled"
            say(f"{one.name}  {one.role.value}  {one.store_id or 'every store'}{state}")
