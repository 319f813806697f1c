"""A terminal that asks says beside it how much it has not sent."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Request

from pos_app.head_office.api.auth import AnyTerminal
from pos_app.head_office.api.parts import parts_of
from pos_app.wire.contact import WAITING_HEADER, WAITING_MAX

_LENGTH_MAX: Final = len(str(WAITING_MAX)) - 1


def _note(request: Request, caller: AnyTerminal) -> None:
    said = request.headers.get(WAITING_HEADER, "")
    # What is no number is as if nothing had been said: the question is answered all the same.
    waiting = (
        int(said) if said.isascii() and said.isdecimal() and len(said) <= _LENGTH_MAX else None
    )
    parts_of(request).contacts.note(terminal_id=caller.terminal_id, waiting=waiting)


NotedContact = Annotated[None, Depends(_note)]
"""For a route that terminals ask often."""
