"""`pos-app staff`: who may sign in."""

from __future__ import annotations

import click

from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    read_pin,
    read_secret,
    refusals_in_words,
    say,
)
from pos_app.composition.cli.roles import list_roles, role_command
from pos_app.composition.recovering import recover
from pos_app.domain.staff import Role


@click.group("staff", help="Who may sign in.")
def command() -> None:
    pass


command.add_command(list_roles)
command.add_command(role_command)


@command.command("list")
@as_json
@pass_cli
@refusals_in_words
def list_staff(cli: Cli, *, as_json: bool) -> None:
    """Everybody, with role, the last to sign in first."""
    with cli.reading() as queries:
        people = queries.staff.listed()
    if as_json:
        print_json(
            [
                {
                    "id": one.staff_id,
                    "name": one.name,
                    "role": one.role.value,
                    "active": one.active,
                }
                for one in people
            ]
        )
        return
    print_table([[one.name, one.role.value, "" if one.active else "disabled"] for one in people])


@command.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--pin-file", required=True, help="A file with the PIN, or - for standard input.")
@pass_cli
@refusals_in_words
def add(cli: Cli, *, name: str, role: str, pin_file: str) -> None:
    """Let NAME sign in, with a role and a PIN."""
    pin = read_pin(pin_file)
    with cli.writing() as store:
        member = store.services.staff.add(
            actor=owner_of(store), name=name, role=Role(role), pin=pin
        )
    say(f"{member.name} may sign in as {member.role.value}.")


@command.command()
@click.argument("name")
@pass_cli
@refusals_in_words
def disable(cli: Cli, *, name: str) -> None:
    """Keep NAME from signing in; what NAME sold stays."""
    with cli.writing() as store:
        store.services.staff.disable(actor=owner_of(store), name=name)
    say(f"{name} cannot sign in any more.")


@command.command()
@click.argument("name")
@pass_cli
@refusals_in_words
def enable(cli: Cli, *, name: str) -> None:
    """Let NAME, who was disabled, sign in again with the PIN and badge from before."""
    with cli.writing() as store:
        store.services.staff.enable(actor=owner_of(store), name=name)
    say(f"{name} may sign in again.")


@command.command()
@click.argument("name")
@click.argument("new_name")
@pass_cli
@refusals_in_words
def rename(cli: Cli, *, name: str, new_name: str) -> None:
    """Call NAME otherwise; printed receipts keep the old name, the journal keeps both."""
    with cli.writing() as store:
        store.services.staff.rename(actor=owner_of(store), name=name, new_name=new_name)
    say(f"{name} is called {new_name} now.")


@command.command("set-role")
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@pass_cli
@refusals_in_words
def set_role(cli: Cli, *, name: str, role: str) -> None:
    """Give NAME another role."""
    with cli.writing() as store:
        store.services.staff.set_role(actor=owner_of(store), name=name, role=Role(role))
    say(f"{name} is {role} now.")


@command.command()
@click.argument("name")
@click.option("--code", "code_file", default="", help="A file with it, or - to scan or type it.")
@click.option("--remove", is_flag=True, help="The badge opens nothing any more.")
@pass_cli
@refusals_in_words
def badge(cli: Cli, *, name: str, code_file: str, remove: bool) -> None:
    """Let NAME sign in by scanning a badge, whose code begins with the store's prefix (B-)."""
    if remove == bool(code_file):
        raise click.UsageError("Say either --code or --remove.")
    code = read_secret(code_file, prompt="Badge") if code_file else ""
    with cli.writing() as store:
        staff, owner = store.services.staff, owner_of(store)
        if remove:
            staff.remove_badge(actor=owner, name=name)
        else:
            staff.set_badge(actor=owner, name=name, code=code)
    say(f"{name} signs in by PIN only." if remove else f"{name} may sign in with this badge.")


@command.command()
@click.argument("name")
@click.option("--pin-file", required=True, help="A file with the new PIN, or - to type it.")
@click.option("--recovery-code", "code_file", default="", help="A file with it, or - to type it.")
@pass_cli
@refusals_in_words
def reset(cli: Cli, *, name: str, pin_file: str, code_file: str) -> None:
    """Give NAME a new PIN; with the recovery code, bring lost keys back first."""
    code = read_secret(code_file) if code_file else ""
    pin = read_pin(pin_file)
    if code:
        recover(cli.folder, code)
    with cli.writing() as store:
        store.services.staff.set_pin(actor=owner_of(store), name=name, pin=pin)
    say(f"{name} has a new PIN.")
