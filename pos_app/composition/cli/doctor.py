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
    say,
)
from pos_app.composition.health import examine, examine_anything


@click.command("doctor", help="Examine the store and this computer.")
@click.option("--network", is_flag=True, help="Ask the payment processors for an answer too.")
@as_json
@pass_cli
@refusals_in_words
def command(cli: Cli, *, network: bool, as_json: bool) -> None:
    look = examine_anything if as_json else examine
    findings = look(cli.folder, asks=network)
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
            say(f"{'ok ' if one.ok else 'ILL'}  {one.name}: {one.detail}")
            if one.what_to_do:
                say(f"       {one.what_to_do}")
    if not all(one.ok for one in findings):
        sys.exit(REFUSED)
