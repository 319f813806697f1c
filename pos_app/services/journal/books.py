"""What the entries so far promise of the next: epochs, receipt numbers, totals and shifts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pos_app.domain.journal import EntryKind, RunningTotals
from pos_app.services.journal.writing import JOURNAL_VERSION

NUMBERED: Final = frozenset({EntryKind.ORDER, EntryKind.REFUND})
ORDERS: Final = NUMBERED | {EntryKind.ORDER_CANCEL}
PAYING: Final = NUMBERED | {EntryKind.TENDER_CHANGE}
MODES: Final = frozenset({"normal", "practice"})
NUMBER_DIGITS: Final = 6

Body = Mapping[str, Any]


class UnsoundError(ValueError):
    """What an entry says cannot be, though its bytes and signature are good."""


@dataclass(slots=True)
class _OpenShift:
    """The open shift as its entries tell it; amounts in minor units."""

    shift_id: int
    number: int
    business_date: str
    expected: int
    orders: int = 0
    sales: int = 0
    refunds: int = 0
    tips: int = 0

    def closed(self) -> dict[str, int]:
        return {
            "number": self.number,
            "orders": self.orders,
            "sales": self.sales,
            "refunds": self.refunds,
            "tips": self.tips,
            "expected": self.expected,
        }


@dataclass(slots=True)
class Books:
    """Kept beside the chain; `epochs` is the first entry of each, where something else says it."""

    epochs: Mapping[int, int] | None = None
    mode: str = ""
    epoch: int = 0
    series: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    totals: RunningTotals = field(default_factory=RunningTotals)
    shift: _OpenShift | None = None
    shift_number: int = 0
    business_date: str = ""

    def enter(self, entry: Body) -> None:
        """Take the next entry in.

        :raises UnsoundError: if it cannot follow the ones before it
        :raises KeyError, TypeError, ValueError: if a field is missing or of another type
        """
        _must(_whole(entry["v"]) == JOURNAL_VERSION, "it is of another version")
        _must(entry["kind"] != "" and isinstance(entry["body"], dict), "it says nothing")
        self._enter_epoch(entry)
        self._enter_number(entry)
        self._enter_amount(entry, _amount(entry))
        self._enter_shift(entry)

    def _enter_epoch(self, entry: Body) -> None:
        _must(entry["mode"] in MODES, "neither real nor practice")
        _must(self.mode in ("", entry["mode"]), "practice and real entries are mixed")
        self.mode = entry["mode"]
        begins = entry["kind"] == EntryKind.EPOCH_START
        epoch = _whole(entry["epoch"])
        # Beginning, it may leave some out: those that another copy of the store has begun.
        _must(epoch > self.epoch if begins else epoch == self.epoch, "its epoch does not follow")
        if self.epochs is not None:
            first = {seq: number for number, seq in self.epochs.items()}.get(entry["seq"])
            _must(first == (epoch if begins else None), "its epoch is not that of the first line")
        if begins:
            self.epoch, self.series = epoch, _new_series(entry, self.numbers)
            self.numbers[self.series] = 0

    def _enter_number(self, entry: Body) -> None:
        number = entry["number"]
        if entry["kind"] in NUMBERED:
            counter = self.numbers[self.series] + 1
            due = f"{self.series}-{counter:0{NUMBER_DIGITS}d}"
            _must(number == due, f"receipt number {number} should be {due}")
            self.numbers[self.series] = counter
        elif number is not None:
            series, _, counter_text = number.rpartition("-")
            given = 0 < int(counter_text) <= self.numbers.get(series, 0)
            _must(
                given and number == f"{series}-{int(counter_text):0{NUMBER_DIGITS}d}",
                f"receipt number {number} was not given out before it",
            )

    def _enter_amount(self, entry: Body, amount: int) -> None:
        opens = entry["kind"] == EntryKind.SHIFT_OPEN
        before = self.totals.new_period() if opens else self.totals
        found = RunningTotals(
            _whole(entry["period_total"]),
            _whole(entry["perpetual_total"]),
            _whole(entry["perpetual_abs_total"]),
        )
        _must(found == before.plus(amount), "the running totals do not add up")
        self.totals = found

    def _enter_shift(self, entry: Body) -> None:
        kind, body = entry["kind"], entry["body"]
        if kind == EntryKind.SHIFT_OPEN:
            self._open_shift(entry)
        elif kind == EntryKind.SHIFT_CLOSE:
            closed = self._shift_of(entry).closed()
            told = {"tips": 0, **body}
            said = {name: _whole(told[name]) for name in closed}
            _must(said == closed, "the shift is not the sum of its orders")
            self.shift = None
        elif kind in ORDERS:
            shift = self._shift_of(entry)
            if kind in NUMBERED:
                given_back = _given_back(body)
                shift.orders += kind == EntryKind.ORDER
                shift.sales += body["total"] + given_back
                shift.refunds += given_back
                shift.tips += _tip(body)
        elif kind in (EntryKind.CASH_IN, EntryKind.CASH_OUT):
            sign = 1 if kind == EntryKind.CASH_IN else -1
            self._shift_of(entry).expected += sign * _whole(body["amount"])
        if kind in PAYING:
            cash = [one for one in _approved(body) if one["method"] == "cash"]
            self._shift_of(entry).expected += _sum(cash, "amount")

    def _open_shift(self, entry: Body) -> None:
        body = entry["body"]
        number, date = _whole(body["number"]), entry["business_date"]
        _must(self.shift is None, "a shift begins while another is open")
        _must(
            number == self.shift_number + 1 and date >= self.business_date,
            "a shift that does not follow the one before it",
        )
        self.shift_number, self.business_date = number, date
        self.shift = _OpenShift(_whole(entry["shift_id"]), number, date, _whole(body["float"]))

    def _shift_of(self, entry: Body) -> _OpenShift:
        shift = self.shift
        if shift is None or (_whole(entry["shift_id"]), entry["business_date"]) != (
            shift.shift_id,
            shift.business_date,
        ):
            raise UnsoundError("it is not of the shift that is open")
        return shift


def _new_series(entry: Body, used: Mapping[str, int]) -> str:
    series = entry["body"]["series"]
    prefix = "X-" if entry["mode"] == "practice" else ""
    own = re.escape(prefix + entry["terminal_id"]) + "[A-Z]*"
    _must(re.fullmatch(own, series) is not None, "its number series is not this terminal's")
    _must(series not in used, "its number series was used before")
    return str(series)


def _amount(entry: Body) -> int:
    """What this entry adds to the running totals, in minor units; parts must make the whole."""
    order = entry["body"]
    if entry["kind"] == EntryKind.TENDER_CHANGE:
        _must(_paid(order) == 0, "a changed tender takes back another amount than it brings")
    if entry["kind"] not in ORDERS:
        return 0
    total = _whole(order["total"])
    _must(_sum(order["items"], "total") == total, "the items do not add up to the total")
    taxes = {_whole(order["tax"]), _sum(order["taxes"], "amount"), _sum(order["items"], "tax")}
    _must(len(taxes) == 1, "the taxes do not add up")
    discount = _whole(order["discount"])
    _must(_sum(order["items"], "discount") == discount, "the discounts do not add up")
    if entry["kind"] == EntryKind.ORDER_CANCEL:
        return 0
    buys = any(_whole(item["quantity"]) > 0 for item in order["items"])
    _must(
        buys == (entry["kind"] == EntryKind.ORDER),
        "it is an order that buys nothing, or a refund that does",
    )
    tip = _tip(order)
    _must(not tip or tip * total > 0, "a tip goes another way than its order")
    due = total + tip + _whole(order["rounding"])
    _must(_paid(order) == due, "the payments do not add up to the total")
    return total


def _given_back(order: Body) -> int:
    """What comes back is worth, in minor units."""
    back = [one for one in order["items"] if _whole(one["quantity"]) < 0]
    return -_sum(back, "total")


def _tip(order: Body) -> int:
    """What is settled beside the total; an order without one says nothing of it."""
    return _whole(order.get("tip", 0))


def _paid(order: Body) -> int:
    paid = _approved(order)
    for one in paid:
        given = _whole(one["tendered"]) - _whole(one["change"])
        _must(given == _whole(one["amount"]), "a payment is not what was given less the change")
    return _sum(paid, "amount")


def _approved(order: Body) -> list[Body]:
    return [one for one in order["payments"] if one["state"] == "approved"]


def _sum(rows: Iterable[Body], name: str) -> int:
    return sum(_whole(row[name]) for row in rows)


def _whole(value: object) -> int:
    """True is 1 and "1" may become it, but neither is what was written."""
    if type(value) is not int:
        raise TypeError(f"{value!r} is no whole number")
    return value


def _must(holds: bool, reason: str) -> None:
    if not holds:
        raise UnsoundError(reason)
