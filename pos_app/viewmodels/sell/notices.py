"""Notices that stay on the sell screen until somebody has dealt with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.order import Order, OrderState, is_empty
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import StaffMember
from pos_app.viewmodels.sell.questions import Ringing


@dataclass(frozen=True, slots=True, eq=False)
class Notice:
    """`code` is what was scanned; it may be looked for by name if it is unknown."""

    code: str
    text: str
    is_unknown: bool
    quantity: Quantity | None = None
    """How many the cashier said it was."""
    priceless_id: int | None = None
    """The product that has no price, if that is what it says."""
    about: Ringing | None = None
    """The scan or tap that it tells of."""

    def is_like(self, other: Notice) -> bool:
        return (self.code, self.text) == (other.code, other.text)


def waits_with(order: Order, member: StaffMember) -> str:
    """What notices are laid aside with: the order, or, if it is empty or paid, whoever sells."""
    is_over = is_empty(order) or order.state is OrderState.PAID
    return str(member.staff_id) if is_over else order.order_id


class Notices(QObject):
    """The oldest first; none is dropped unless somebody deals with it, and no scan waits for one.

    `is_same_code`: what is added now is a further line of the code that the last one is about.
    `can_add`: whoever is selling may put on sale what is unknown; if not, `hint` says who may.
    `can_price`: they may sell it once, at a price of their own.

    Signals:
        changed: Emitted with the tuple of Notices.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []
        self._kept: dict[str, tuple[Notice, ...]] = {}
        self._asked_about: tuple[Notice, ...] = ()
        self.is_same_code: Callable[[], bool] = lambda: False
        self.can_add = False
        self.can_price = False
        self.hint = ""

    @property
    def waiting(self) -> tuple[Notice, ...]:
        return tuple(self._notices)

    @property
    def unknown(self) -> tuple[Notice, ...]:
        """The oldest, as often as it was scanned, if it is a code that nothing has."""
        shown = self._shown()
        return shown if shown and shown[0].is_unknown else ()

    @property
    def words(self) -> str:
        """The oldest, how often it was scanned, and how many others wait behind it."""
        if not self._notices:
            return ""
        first = self._notices[0]
        parts = [first.text]
        times = len(self._shown())
        if times > 1:
            parts.append(self.tr("%n times.", "", times))
        if first.is_unknown and not self.can_add:
            parts.append(self.hint)
        others = len({(one.code, one.text) for one in self._notices}) - 1
        if others:
            parts.append(self.tr("(%n more)", "", others))
        return " ".join(parts)

    def add(self, notice: Notice) -> None:
        if notice.is_unknown and self._notices and self.is_same_code():
            return
        self._notices.append(notice)
        self.changed.emit(self.waiting)

    @Slot(int)
    def dismiss(self, index: int) -> None:
        if 0 <= index < len(self._notices):
            del self._notices[index]
            self.changed.emit(self.waiting)

    @Slot()
    def dismiss_shown(self) -> None:
        """The oldest is dealt with, as often as it was scanned."""
        self.deal_with(self._shown())

    def deal_with(self, notices: Iterable[Notice]) -> None:
        """They are dealt with, and what was scanned since is not."""
        done = set(notices)
        self._show(one for one in self._notices if one not in done)

    def keep(self, key: str) -> None:
        """Lay all of them aside, with the order or the person that they wait for."""
        kept = (*self._kept.pop(key, ()), *self._notices)
        if kept:
            self._kept[key] = kept
            self._show(())

    def bring_back(self, key: str) -> None:
        """Show what was laid aside so, and nothing else."""
        self._show(self._kept.pop(key, ()))

    def add_kept(self, key: str) -> None:
        """Show what was laid aside so, before what is shown."""
        self._show((*self._kept.pop(key, ()), *self._notices))

    def ask(self) -> bool:
        """Whether to ask about what waits, before the order is paid without it: once."""
        if not self._notices or self.waiting == self._asked_about:
            return False
        self._asked_about = self.waiting
        return True

    def leave_out(self) -> None:
        """The order is paid: what was asked about is dealt with, and what came later is not."""
        self.deal_with(self._asked_about)

    def _shown(self) -> tuple[Notice, ...]:
        return tuple(one for one in self._notices if one.is_like(self._notices[0]))

    def _show(self, notices: Iterable[Notice]) -> None:
        before, self._notices = self._notices, list(notices)
        if self._notices != before:
            self.changed.emit(self.waiting)
