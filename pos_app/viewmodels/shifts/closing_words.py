"""What the screen that closes a shift says of it, in words."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pos_app.domain.money import Currency, Money
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Permission
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.request import ApprovalRequest


class ClosingWords(QObject):
    def __init__(self, formats: Formats, currency: Currency) -> None:
        super().__init__()
        self._formats = formats
        self._currency = currency

    def money(self, minor: int) -> str:
        return self._formats.money(Money(minor, self._currency))

    def summary(self, shift: Shift | None) -> str:
        """Which shift it is, and what happened in it that a count may have to do with."""
        if shift is None:
            return ""
        words = [
            self.tr("Shift {number}, {day}: %n orders", "", shift.orders).format(
                number=shift.number, day=self._formats.date(shift.business_date)
            )
        ]
        if shift.no_sales:
            words.append(self.tr("drawer opened %n times without a sale", "", shift.no_sales))
        if shift.tips:
            words.append(self.tr("tips of {amount}").format(amount=self.money(shift.tips)))
        return ", ".join(words)

    def stays(self, left: int) -> str:
        """What a button leaves in the drawer; what goes to the safe would not fit beside it."""
        return self.tr("Leave {left} in the drawer").format(left=self.money(left))

    def division(self, counted: int, left: int) -> str:
        """What becomes of the counted cash."""
        words = self.tr("{left} stays in the drawer, {taken} goes to the safe")
        return words.format(left=self.money(left), taken=self.money(counted - left))

    def counted(self, shift: Shift) -> str:
        counted = shift.counted or 0
        words = self.tr("Counted {counted}").format(counted=self.money(counted))
        if shift.left is None:
            return words
        return f"{words}: {self.division(counted, shift.left)}"

    def difference(self, shift: Shift) -> str:
        """With its side in words: a sign is easily overlooked."""
        minor = shift.difference or 0
        words = (
            self.tr("{amount} over")
            if minor > 0
            else self.tr("{amount} short")
            if minor
            else "{amount}"
        )
        return words.format(amount=self.money(abs(minor)))

    def to_see(self, shift: Shift) -> ApprovalRequest:
        """To see what should have been there, after the close."""
        return ApprovalRequest(
            Permission.SEE_EXPECTED,
            self.tr("See the cash that was expected"),
            why=self._about(shift.number, shift.counted or 0),
        )

    def to_file(self, number: int, counted: int) -> ApprovalRequest:
        """To file a count beyond the limit; nothing here says by how much, or which way."""
        return ApprovalRequest(
            Permission.CLOSE_BEYOND_LIMIT,
            self.tr("Close the shift with this count"),
            why=self._about(number, counted),
        )

    def _about(self, number: int, counted: int) -> str:
        words = self.tr("Shift {number}, counted {counted}")
        return words.format(number=number, counted=self.money(counted))
