"""What one person may do in this store, in plain words: alone, after asking, and not at all.

It is decided by what the acts themselves ask: StaffMember, and the limits of the store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from pos_app.domain.money import Money
from pos_app.domain.pricing import BASIS_POINTS, MILLIONTHS_PER_BASIS_POINT
from pos_app.domain.refund_limit import refund_limit
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import Formats
from pos_app.viewmodels.shared.roles import role_name
from pos_app.viewmodels.shared.sheet_model import SheetModel
from pos_app.viewmodels.staff.permission_words import permission_name


@dataclass(frozen=True, slots=True)
class MayDo:
    """`groups` has a line for each action, by the value of what is decided about it."""

    title: str
    words: str
    groups: dict[str, tuple[str, ...]]


class MayDoSheetModel(SheetModel):
    """What its sheet shows.

    Signals:
        opened: Emitted with a MayDo.
    """

    opened = Signal(object)

    def __init__(
        self, *, profile: Callable[[], StoreProfile], formats: Formats, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._profile = profile
        self._formats = formats

    def open(self, person: StaffMember) -> None:
        self.is_open = True
        self.opened.emit(self.of(person))

    def of(self, person: StaffMember) -> MayDo:
        words = (
            self.tr("As {role}, in this store as it is set now.")
            if person.active
            else self.tr("Has left: as {role} of this store, {name} may do nothing any more.")
        )
        groups = {
            decision.value: tuple(
                self._line(person, permission)
                for permission in Permission
                if person.decide(permission) is decision
            )
            for decision in Decision
        }
        return MayDo(
            self.tr("What {name} may do").format(name=person.name),
            words.format(role=role_name(person.role), name=person.name),
            groups,
        )

    def _line(self, person: StaffMember, permission: Permission) -> str:
        name = permission_name(permission)
        limit = self._limit(person, permission) if person.active else ""
        return f"{name}: {limit}" if limit else name

    def _limit(self, person: StaffMember, permission: Permission) -> str:
        """How far it goes; nothing where the store sets no limit."""
        alone = person.discount_limit
        millionths = int(alone * BASIS_POINTS) * MILLIONTHS_PER_BASIS_POINT
        percent = self._formats.percent(millionths)
        match permission:
            case Permission.DISCOUNT if alone:
                return percent
            case Permission.DISCOUNT_OVER_LIMIT if 0 < alone < 1:
                return self.tr("more than {percent}").format(percent=percent)
            case Permission.REFUND:
                return self._joined(
                    person, self.tr("within {days} days"), self.tr("up to {amount} a day")
                )
            case Permission.REFUND_OVER_LIMIT:
                return self._joined(
                    person, self.tr("after {days} days"), self.tr("more than {amount} a day")
                )
            case Permission.CLOSE_BEYOND_LIMIT if self._profile().largest_difference:
                amount = self._money(self._profile().largest_difference)
                return self.tr("by more than {amount}").format(amount=amount)
        return ""

    def _joined(self, person: StaffMember, days: str, amount: str) -> str:
        profile = self._profile()
        limit = refund_limit(person.rights.now, person.role, profile.refund_limit)
        said = [
            days.format(days=profile.return_days) if profile.return_days else "",
            amount.format(amount=self._money(limit)) if limit else "",
        ]
        return ", ".join(one for one in said if one)

    def _money(self, minor: int) -> str:
        return self._formats.money(Money(minor, self._profile().currency))
