"""Whose orders are open while a shift is closed: nobody is kept from it, and nothing is lost."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject

from pos_app.domain.staff import StaffMember
from pos_app.services.orders.held_orders import HeldOrders
from pos_app.services.ports import StaffQueries


class OthersOrders(QObject):
    def __init__(self, *, orders: HeldOrders, staff: StaffQueries) -> None:
        super().__init__()
        self._orders = orders
        self._staff = staff

    def words(self, member: StaffMember) -> str:
        """A sentence for each person who has some, whoever closes the shift last."""
        counts = Counter(one.keeper for one in self._orders.kept())
        mine = counts.pop(member.staff_id, 0)
        names = {one.staff_id: one.name for one in self._staff.listed()} if counts else {}
        said = [
            self.tr("{name} has %n open orders; they are kept.", "", count).format(
                name=names.get(staff_id, "?")
            )
            for staff_id, count in counts.items()
        ]
        if mine:
            said.append(self.tr("You have %n open orders; they are kept.", "", mine))
        return " ".join(said)
