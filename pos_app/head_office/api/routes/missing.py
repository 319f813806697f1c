"""A terminal whose store was put back asks here for what it has lost since the backup."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from pos_app.head_office.api.auth import OwnTerminal, guarded_router
from pos_app.head_office.api.fields import WHOLE_MAX, Sent, Told, Whole, text
from pos_app.head_office.api.parts import TradeParts
from pos_app.wire.missing import EPOCHS_MAX

router = guarded_router(tags=["records"])

AFTER_LENGTH_MAX = 40
Epoch = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,14}$"), Field(examples=["1"])]


class MissingAsked(Sent):
    """What the store has, and what it knows to be lost; without `knows` all is added up."""

    holds: dict[Epoch, Whole | None] = Field(
        max_length=EPOCHS_MAX,
        description="The last entry of each epoch; null for the one that it goes on in.",
        examples=[{"1": 100, "2": None}],
    )
    knows: dict[Epoch, Whole] | None = Field(
        None,
        max_length=EPOCHS_MAX,
        description="How many entries of each; where there are as many, nothing is added up.",
        examples=[{"1": 3}],
    )
    after: Annotated[str, text(AFTER_LENGTH_MAX)] = ""


class LostEpochTold(Told):
    epoch: int
    entries: int = Field(description="How many are held here and not there, of this epoch.")
    moved: dict[str, int] = Field(description="By sku, in thousandths: what some of them moved.")
    opened: dict[str, int] = Field(description="How much of that came in as opening stock.")
    off: dict[str, int] = Field(description="How much of what was booked again was taken off.")
    counted: dict[str, int] = Field(description="What was there when it was counted last.")
    since: dict[str, int] = Field(description="What was sold and received after that.")


class MissingTold(Told):
    epochs: list[LostEpochTold] = Field(description="Each epoch that has lost any.")
    after: str = Field(description="Ask on from here; empty where no more follow.")


@router.post(
    "/v1/terminals/{terminal_id}/missing",
    summary="What is held of this terminal's journal that its store has lost",
)
def missing(asked: MissingAsked, caller: OwnTerminal, trade: TradeParts) -> MissingTold:
    """Nothing is changed: the store's epochs may be more than an address has room for."""
    told = trade.missing.page(
        terminal_id=caller.terminal_id,
        holds={
            int(epoch): WHOLE_MAX if last is None else last for epoch, last in asked.holds.items()
        },
        after=asked.after,
        knows=None if asked.knows is None else {int(one): n for one, n in asked.knows.items()},
    )
    return MissingTold.model_validate(told)
