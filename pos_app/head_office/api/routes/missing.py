"""A terminal whose store was put back asks here for what it has lost since the backup."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field, StringConstraints

from pos_app.head_office.api.auth import OwnTerminal, guarded_router
from pos_app.head_office.api.fields import WHOLE_MAX, Told, text
from pos_app.head_office.api.parts import TradeParts
from pos_app.wire.missing import SPANS_MAX

router = guarded_router(tags=["records"])

AFTER_LENGTH_MAX = 40
Counted = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{0,14}:[1-9][0-9]{0,14}$"),
    Field(examples=["1:3"]),
]
Held = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{0,14}:([0-9]{1,15})?$"),
    Field(examples=["1:100"]),
]


class LostEpochTold(Told):
    epoch: int
    entries: int = Field(description="How many are held here and not there, of this epoch.")
    moved: dict[str, int] = Field(description="By sku, in thousandths: what some of them moved.")
    opened: dict[str, int] = Field(description="How much of that came in as opening stock.")
    off: dict[str, int] = Field(description="How much of what was booked again was taken off.")
    counted: dict[str, int] = Field(description="What was there when it was counted last.")
    since: dict[str, int] = Field(description="What was sold and received after that.")


class MissingTold(Told):
    entries: int = Field(description="How many are held here and not there, in all.")
    moved: dict[str, int] = Field(description="By sku, in thousandths: what some of them moved.")
    after: str = Field(description="Ask on from here; empty where no more follow.")
    epochs: list[LostEpochTold] = Field(description="The same of each epoch that has lost any.")


@router.get(
    "/v1/terminals/{terminal_id}/missing",
    summary="What is held of this terminal's journal that its store has lost",
)
def missing(
    caller: OwnTerminal,
    trade: TradeParts,
    holds: Annotated[list[Held], Query(max_length=SPANS_MAX)],
    after: Annotated[str, text(AFTER_LENGTH_MAX), Query()] = "",
    known: Annotated[int | None, Query(ge=0, le=WHOLE_MAX)] = None,
    knows: Annotated[list[Counted] | None, Query(max_length=SPANS_MAX)] = None,
) -> MissingTold:
    """`holds` says up to which entry the store has each of its epochs, as `1:100`.

    Of the one that it goes on in nothing stands behind the colon. `knows` says how many entries
    of each epoch the store knows to be lost, as `1:3`; where there are as many, nothing is added
    up. A terminal of an earlier release says only the sum, as `known`.
    """
    told = trade.missing.page(
        terminal_id=caller.terminal_id,
        holds=dict(map(_span, holds)),
        after=after,
        known=known,
        knows=None if knows is None else dict(map(_span, knows)),
    )
    return MissingTold.model_validate(told)


def _span(held: str) -> tuple[int, int]:
    epoch, _, last = held.partition(":")
    return int(epoch), int(last) if last else WHOLE_MAX
