"""What a person types as an amount: the first digit replaces what stands there."""

from __future__ import annotations

from typing import Final

from pos_app.domain.money import Currency, Money

WHOLE_DIGITS_MAX: Final = 9
SEPARATORS: Final = frozenset({".", ","})


def amount_of(digits: str, currency: Currency, *, in_cents: bool) -> Money:
    """What digits mean that were typed before it was known that they are an amount.

    :raises InvalidAmountError: if they mean none
    """
    decimals = currency.minor_digits
    if in_cents and decimals and "." not in digits:
        digits = digits.zfill(decimals + 1)
        digits = f"{digits[:-decimals]}.{digits[-decimals:]}"
    return Money.parse(digits, currency)


class AmountEntry:
    """Typed `50` means 50.00, or 0.50 in cents; both `.` and `,` begin the decimals."""

    def __init__(self, currency: Currency, *, in_cents: bool = False) -> None:
        self._currency = currency
        self._cents = currency.minor_digits if in_cents else 0
        """How many digits are decimals where no separator is typed."""
        self._typed: str | None = None
        self._preset = Money.zero(currency)
        self._base = 0

    @property
    def amount(self) -> Money:
        if self._typed is None:
            return self._preset
        whole, point, decimals = self._typed.partition(".")
        digits = self._currency.minor_digits if point else self._currency.minor_digits - self._cents
        minor = int((whole or "0") + decimals.ljust(digits, "0"))
        return Money(self._base + minor, self._currency)

    @property
    def is_typed(self) -> bool:
        return self._typed is not None

    def preset(self, amount: Money) -> None:
        """Show an amount that the first key replaces."""
        self._preset = amount
        self._typed = None
        self._base = 0

    def press(self, key: str) -> None:
        """Take "0" to "9", "00", or a separator; what makes no amount is ignored."""
        typed = self._typed or ""
        if key in SEPARATORS:
            fits = len(typed) <= WHOLE_DIGITS_MAX and "." not in typed
            if fits and self._currency.minor_digits:
                self._typed = (typed or "0") + "."
            return
        for digit in key:
            whole, point, decimals = typed.partition(".")
            fits = (
                len(decimals) < self._currency.minor_digits
                if point
                else len(whole) < WHOLE_DIGITS_MAX + self._cents
            )
            if digit.isascii() and digit.isdigit() and fits:
                typed = digit if typed == "0" else typed + digit
                self._typed = typed

    def backspace(self) -> None:
        """Take back the last key; when none is left, what lay under a `+` as well."""
        if not self._typed:
            self._base = 0
        self._typed = (self._typed or "")[:-1]

    def plus(self) -> None:
        """`+`: what is typed next is laid on top of what was typed before."""
        if self.is_typed:
            self._base = self.amount.minor
            self._typed = ""

    def add(self, minor: int) -> None:
        """Add to what was typed, as a note laid on top of another."""
        base = self.amount.minor if self.is_typed else 0
        self.set(Money(base + minor, self._currency))

    def set(self, amount: Money) -> None:
        self._base = 0
        self._typed = amount.plain()
