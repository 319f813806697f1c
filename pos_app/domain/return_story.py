"""What has become of a paid order, and what it did to another: told on lists and receipts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class CameBack(Enum):
    """How much of an order came back by now."""

    NOTHING = "nothing"
    PARTLY = "partly"
    ALL = "all"
    VOIDED = "voided"


class GaveBack(Enum):
    """What an order gave back of another itself."""

    NOTHING = "nothing"
    REFUND = "refund"
    EXCHANGE = "exchange"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class ReturnStory:
    came_back: CameBack = CameBack.NOTHING
    gave_back: GaveBack = GaveBack.NOTHING


NO_STORY: Final = ReturnStory()


def story_of(
    *, bought: int, returned: int, gives: bool, is_void: bool, was_voided: bool
) -> ReturnStory:
    """From what was bought and what of it came back, in thousandths of all lines together."""
    came = CameBack.ALL if returned >= bought else CameBack.PARTLY
    gave = GaveBack.EXCHANGE if bought else GaveBack.REFUND
    return ReturnStory(
        came_back=CameBack.VOIDED if was_voided else came if returned else CameBack.NOTHING,
        gave_back=GaveBack.VOID if is_void else gave if gives else GaveBack.NOTHING,
    )
