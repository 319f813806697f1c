"""`pos-app smoke`: build everything, show the first window off-screen, quit."""

from __future__ import annotations

import logging
import os
from importlib import import_module

import click

from pos_app.composition.cli.context import Cli, pass_cli, refusals_in_words, say
from pos_app.domain.errors import UnavailableError


class SmokeError(UnavailableError):
    code = "smoke.failed"
    text = "The till starts, but something behind its screens failed: {what}"


class _Complaints(logging.Handler):
    """What the till would only have written to its log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.heard.append(record.getMessage() + (f" ({error})" if error else ""))


@click.command("smoke", help="Build everything, show the first window off-screen, quit.")
@click.option(
    "--tell",
    type=int,
    default=None,
    help="A file descriptor that gets a line once the first window is painted.",
)
@pass_cli
@refusals_in_words
def command(cli: Cli, *, tell: int | None) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

    def told() -> None:
        if tell is not None:
            os.write(tell, b"painted\n")

    complaints = _Complaints()
    logging.getLogger().addHandler(complaints)
    try:
        shown = import_module("pos_app.composition.desktop").smoke(cli, told)
    finally:
        logging.getLogger().removeHandler(complaints)
    if complaints.heard:
        raise SmokeError(what=complaints.heard[0])
    say(f"The till starts: {shown}.")
