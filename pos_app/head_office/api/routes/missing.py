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
Held = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{0,14}:([0-9]{1,15})?$"),
    Field(examples=["1:100"]),
]


class MissingTold(Told):
    entries: int = Field(description="How many are held here and not there, in all.")
    moved: dict[str, int] = Field(description="By sku, in thousandths: what some of them moved.")
    after: str = Field(description="Ask on from here; empty where no more follow.")


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
) -> MissingTold:
    """`holds` says up to which entry the store has each of its epochs, as `1:100`.

    Of the one that it goes on in nothing stands behind the colon.
    """
    told = trade.missing.page(
        terminal_id=caller.terminal_id,
        holds=dict(map(_span, holds)),
        after=after,
        known=known,
    )
    return MissingTold.model_validate(told)


def _span(held: str) -> tuple[int, int]:
    epoch, _, last = held.partition(":")
    return int(epoch), int(last) if last else WHOLE_MAX
