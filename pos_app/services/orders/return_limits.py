"""Which return somebody else must allow: bought too long ago, or too much for one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pos_app.domain.return_item import ReturnItem
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import ShiftQueries
from pos_app.services.return_records import ReturnQueries


@dataclass(frozen=True, slots=True)
class ReturnLimits:
    """Those of one store, which has none unless its owner has said so."""

    profile: StoreProfile
    records: ReturnQueries
    shifts: ShiftQueries

    def permission(
        self,
        usual: Permission,
        returns: Sequence[ReturnItem],
        *,
        bought: date | None,
        actor: StaffMember,
    ) -> Permission:
        """What is needed for an order with these: what is usual, or more where a limit is passed.

        :param bought: the business date of the receipt, if there is one
        """
        profile, shift = self.profile, self.shifts.current()
        if shift is None or not (profile.return_days or profile.refund_limit):
            return usual
        today = shift.business_date
        is_late = bought is not None and (today - bought).days > profile.return_days > 0
        if is_late or self._is_too_much(returns, today, actor):
            return Permission.REFUND_OVER_LIMIT
        return usual

    def _is_too_much(self, returns: Sequence[ReturnItem], today: date, actor: StaffMember) -> bool:
        if not self.profile.refund_limit:
            return False
        before = self.records.given_back_by(actor.staff_id, today)
        wanted = -sum(one.totals.total for one in returns)
        return before + wanted > self.profile.refund_limit
