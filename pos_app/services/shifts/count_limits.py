"""How far a count may lie over or under what is expected, and who files one beyond that.

Nobody who counts blindly learns from it by how much, or which way: after one count beyond the
limit there is a second one, and whatever is counted after that needs somebody else.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import PosError, RefusedError
from pos_app.domain.money import Money
from pos_app.domain.shift import Shift
from pos_app.domain.staff import (
    Approval,
    ApprovalNeededError,
    Decision,
    NotAllowedError,
    Permission,
    StaffMember,
)
from pos_app.domain.store import StoreProfile

COUNTS_ALONE: Final = 2
"""Counts beyond the limit after which even one within it is filed by nobody alone."""


class CountDiffersError(RefusedError):
    code = "shift.count_differs"
    text = (
        "This is more than {limit} away from what should be in the drawer. The shift is still "
        "open and the count is kept: count once more, then close it again."
    )


class CountBeyondLimitError(ApprovalNeededError):
    code = "shift.count_beyond_limit"
    text = (
        "A count of this shift was more than {limit} away from what should be in the drawer: "
        "only a manager may close it now. The shift is still open and the count is kept."
    )


class CountNeedsNoteError(RefusedError):
    code = "shift.count_needs_note"
    text = (
        "A count of this shift was more than {limit} away from what should be in the drawer: it "
        "is filed only with a note of what may have happened. The shift is still open and the "
        "count is kept: write the note, then close it again."
    )


class CountNotAllowedError(NotAllowedError):
    """Nobody can allow it to this role either: no PIN is asked for."""

    code = "shift.count_not_allowed"
    text = (
        "A count of this shift was more than {limit} away from what should be in the drawer, and "
        "{role} may not close it now: a manager must sign in and close it. The shift is still "
        "open and the count is kept."
    )


def is_beyond(shift: Shift, counted: int, profile: StoreProfile) -> bool:
    """Whether the difference is larger than the store allows."""
    limit = profile.largest_difference
    return bool(limit) and abs(counted - shift.expected) > limit


def refusal(
    shift: Shift, counted: int, note: str, *, before: int, profile: StoreProfile, who: StaffMember
) -> PosError | None:
    """Why this count is not filed by this person alone, or not without a note, if that is so.

    :param before: how many counts of the shift were beyond the limit already
    """
    beyond = is_beyond(shift, counted, profile)
    limit = Money(profile.largest_difference, profile.currency)
    if beyond and not before:
        return CountDiffersError(limit=limit)
    needs_other = beyond or before >= COUNTS_ALONE
    permission = Permission.CLOSE_BEYOND_LIMIT
    decision = who.decide(permission)
    # The right count needs one as well then: else its answer would tell which one that is.
    if needs_other and not note and decision is not Decision.NO:
        return CountNeedsNoteError(limit=limit)
    if not needs_other or decision is Decision.ALLOWED:
        return None
    kind = CountBeyondLimitError if decision is Decision.ASK else CountNotAllowedError
    return kind(role=who.role.value, permission=permission.value, limit=limit)


def allowed_by(who: StaffMember, approval: Approval | None) -> StaffMember | None:
    """Who else has allowed it, if the approval is for this.

    :raises RefusedError: if the approval was used before, or is too old
    """
    permission = Permission.CLOSE_BEYOND_LIMIT
    may_ask = who.decide(permission) is Decision.ASK
    if approval is None or not may_ask or not approval.covers(permission, who):
        return None
    return who.require(permission, approval=approval)
