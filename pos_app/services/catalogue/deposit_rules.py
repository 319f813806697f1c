"""Refuses a row after which an order could not charge a deposit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.domain.product import Unit
from pos_app.services.catalogue.ports import (
    ProductRow,
    RowOutcome,
    deposit_has_deposit,
    measured_with_deposit,
    needed_as_deposit,
    no_such_deposit,
    own_deposit,
)


@dataclass(frozen=True, slots=True)
class DepositLink:
    """A row beside what is stored: of its product, and of the deposit that it names."""

    row: ProductRow
    stored_unit: str
    has_deposit: bool
    is_deposit: Callable[[], bool]
    """Whether it is charged with another product; asked only where it matters."""
    is_found: bool
    """Whether the named one is on sale, by the piece."""
    is_itself: bool
    is_chained: bool
    """Whether the named one has a deposit itself."""

    def refusal(self) -> RowOutcome | None:
        """A deposit is a piece, charged with a piece, and has none itself."""
        row, named = self.row, self.row.deposit
        if named and not self.is_found:
            return no_such_deposit(named)
        if named and self.is_itself:
            return own_deposit(named)
        if named and self.is_chained:
            return deposit_has_deposit(named)
        is_measured = (row.unit or self.stored_unit) != Unit.EACH.value
        if is_measured and (named or (named is None and self.has_deposit)):
            return measured_with_deposit(named or "")
        if (named or is_measured) and self.is_deposit():
            column, value = ("deposit", named) if named else ("unit", row.unit)
            return needed_as_deposit(column, value or "")
        return None
