"""What returns need from the store, as narrow protocols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from pos_app.domain.errors import RefusedError
from pos_app.domain.payment import Payment
from pos_app.domain.quantity import Quantity
from pos_app.domain.return_item import ReturnItem
from pos_app.domain.returned import ReturnReason


class ReturnedMeanwhileError(RefusedError):
    code = "return.meanwhile"
    text = "{name} of {number} came back meanwhile. Nothing was given back: look at it again."


class GivenBackMeanwhileError(RefusedError):
    code = "refund.meanwhile"
    text = (
        "This payment has less left than is given back of it. "
        "Nothing was given back: look at the order again."
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """The order that a payment settled, and whether the payment is still in force."""

    number: str
    method: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One line of a later order that gave something back; `at` carries the store's offset."""

    number: str
    at: datetime
    position: int
    quantity: Quantity
    total: int
    reason: ReturnReason = ReturnReason.CHANGED_MIND


class ReturnRepository(Protocol):
    """Works inside the transaction of the order that gives back."""

    def take_back(self, items: Sequence[ReturnItem]) -> None:
        """Count what comes back of the lines that these name.

        :raises ReturnedMeanwhileError: if more has come back than their amounts count from
        """
        ...

    def give_back(self, payments: Sequence[Payment]) -> None:
        """Count what these give back of the payments that they name.

        :raises GivenBackMeanwhileError: if it is more than that payment took
        """
        ...

    def origin(self, payment_id: str) -> Origin | None: ...
    def was_given_back(self, payment_id: str) -> bool:
        """Whether anything of a payment was."""
        ...

    def is_under_way(self, number: str, *, but: str) -> bool:
        """Whether a processor gives back, or gave, for a document that is not recorded yet.

        :param number: of the order whose payments it goes back to
        :param but: the id of a document that does not count
        """
        ...

    def shift_of(self, number: str) -> int | None: ...
    def exchanged_for(self, number: str) -> str:
        """The number of the order that this one gave something back of, if it did."""
        ...

    def given_back_by(self, staff_id: int, day: date) -> int:
        """As `ReturnQueries` has it, in this transaction."""
        ...


class ReturnQueries(Protocol):
    def returned(self, number: str) -> Mapping[int, int]:
        """Thousandths by position, of an order by its number."""
        ...

    def given_back(self, number: str) -> Mapping[str, int]:
        """Minor units by the id of its payments."""
        ...

    def given_back_by(self, staff_id: int, day: date) -> int:
        """What one person gave back on a business date, tips too, in minor units."""
        ...

    def restored_after(self, number: str) -> datetime | None:
        """When the store was last copied or put back from a backup, if that is after this order.

        What came back in between is lost to it, as far as it was not in the backup.
        """
        ...

    def of(self, number: str) -> Sequence[ReturnRow]:
        """What has come back of it, oldest first."""
        ...
