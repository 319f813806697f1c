"""How much each role gives back in a day, and leaves out of a price, without asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QObject

from pos_app.domain.money import Currency, Money
from pos_app.domain.pricing import BASIS_POINTS, MILLIONTHS_PER_BASIS_POINT
from pos_app.domain.staff import Approval, Role, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import Formats
from pos_app.services.staff.roles import Roles
from pos_app.viewmodels.staff.permission_words import limit_name, refund_limit_name

DISCOUNT_STEP: Final = 500
"""In basis points: 5 %."""
REFUND_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)
"""By the least that is offered; beyond the last it is any amount."""


class Change(Protocol):
    def __call__(self, *, actor: StaffMember, approval: Approval | None) -> None: ...


class RoleLimits(QObject):
    """Its places are 0, the refunds, and 1, the discounts."""

    def __init__(
        self,
        *,
        roles: Roles,
        profile: Callable[[], StoreProfile],
        formats: Formats,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._roles = roles
        self._profile = profile
        self._formats = formats
        self._left: dict[Role, set[int]] = {}
        """The limits of refunds that were stepped away from, some of them no round ones."""

    @property
    def rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What each is called, and how much it is, in the order of the roles."""
        rights = self._roles.rights
        refunds = tuple(self._amount(self._roles.refund_limit(role)) for role in Role)
        discounts = tuple(self._percent(rights.discount_limit(role)) for role in Role)
        return (refund_limit_name(), refunds), (limit_name(), discounts)

    def help(self, place: int) -> str:
        if place == 0:
            return self.tr("What one person with this role may give back a day without asking.")
        return self.tr("How much of a price this role may leave out without asking.")

    def step(self, place: int, role: Role, by: int) -> tuple[Change, str] | None:
        """What makes it the next one, 1 above or -1 below, and how much that is; None at an end."""
        if place == 0:
            before = self._roles.refund_limit(role)
            known = self._left.setdefault(role, set())
            known.add(before)
            steps = {*_round_ones(self._profile().currency), *known, self._profile().refund_limit}
            limit = _next_refund(before, by, sorted(steps - {0}))
            change: Change = partial(self._roles.limit_refunds, role=role, limit=limit)
            return None if limit == before else (change, self._amount(limit))
        before = self._roles.rights.discount_limit(role)
        limit = max(0, min(BASIS_POINTS, before + by * DISCOUNT_STEP))
        change = partial(self._roles.limit_discount, role=role, limit=limit)
        return None if limit == before else (change, self._percent(limit))

    def _amount(self, limit: int) -> str:
        if not limit:
            return self.tr("No limit")
        return self._formats.money(Money(limit, self._profile().currency))

    def _percent(self, limit: int) -> str:
        return self._formats.percent(limit * MILLIONTHS_PER_BASIS_POINT)


def _round_ones(currency: Currency) -> list[int]:
    least = 10 ** max(currency.minor_digits + 1, 3)
    return [step * least for step in REFUND_STEPS]


def _next_refund(limit: int, by: int, steps: Sequence[int]) -> int:
    """The nearest step above or below; above all of them is any amount, which is 0."""
    if by > 0:
        return next((step for step in steps if limit and step > limit), 0)
    return max((step for step in steps if not limit or step < limit), default=limit)
