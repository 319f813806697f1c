"""What somebody is asked to allow, and what its sheet shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pos_app.domain.staff import ALWAYS_ALLOWED, WHOLE, Permission


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """In words, for whoever allows it: "Line discount 25 % on Coffee beans", "-3.47", why.

    `limit` is what the person who asks may do alone, where there is such a thing; `share` is how
    much of a price is left out, where it is a discount.
    """

    permission: Permission
    what: str
    how_much: str = ""
    why: str = ""
    limit: str = ""
    share: Fraction = WHOLE

    @property
    def takes_own(self) -> bool:
        """Whether the PIN of who asks will do: it says that who stands here works here."""
        return self.permission in ALWAYS_ALLOWED


@dataclass(frozen=True, slots=True)
class ApproverTile:
    staff_id: int
    name: str
    role: str
