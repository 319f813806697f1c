"""Use case: the customer's age is checked, once for an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from pos_app.domain.age_check import AgeCheck, born_by
from pos_app.domain.shift import business_date_of
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.orders.order_service import OrderService
from pos_app.services.ports import Clock, ReadProfile
from pos_app.services.shift_records import ShiftQueries


class AgeChecking:
    def __init__(
        self,
        *,
        orders: OrderService,
        shifts: ShiftQueries,
        clock: Clock,
        profile: ReadProfile,
    ) -> None:
        self._orders = orders
        self._shifts = shifts
        self._clock = clock
        self._profile = profile

    def born_by(self, limit: int) -> date:
        """The last date of birth that is early enough, on the business date of this order."""
        return born_by(self._business_date(), limit)

    def confirm(self, *, limit: int, actor: StaffMember) -> None:
        """Somebody has seen it; a lower age needs no second look.

        Not a step of undo: what was looked at stays so, whatever is taken out of the order.
        """
        actor.require(Permission.SELL)
        order = self._orders.order
        order.set_content(replace(order.content, age_check=AgeCheck(limit, actor.staff_id)))

    def _business_date(self) -> date:
        shift = self._shifts.current()
        if shift is not None:
            return shift.business_date
        profile = self._profile()
        local = self._clock.now().astimezone(ZoneInfo(profile.time_zone))
        return business_date_of(local, cut_over_hour=profile.cut_over_hour)
