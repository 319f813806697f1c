"""`pos-app doctor`: one line for everything a store depends on, and what to do if it is ill."""

from __future__ import annotations

import sys

import click

from pos_app.composition.cli.context import (
    REFUSED,
    Cli,
    as_json,
    pass_cli,
    print_json,
    refusals_in_words,
)
from pos_app.composition.health import examine


@click.command("doctor", help="Examine the store and this computer.")
@as_json
@pass_cli
@refusals_in_words
def command(cli: Cli, *, as_json: bool) -> None:
    findings = examine(cli.folder)
    if as_json:
        print_json(
            [
                {
                    "name": one.name,
                    "ok": one.ok,
                    "detail": one.detail,
                    "what_to_do": one.what_to_do,
                }
                for one in findings
            ]
        )
    else:
        for one in findings:
            click.echo(f"{'ok ' if one.ok else 'ILL'}  {one.name}: {one.detail}")
            if one.what_to_do:
                click.echo(f"       {one.what_to_do}")
    if not all(one.ok for one in findings):
        sys.exit(REFUSED)
