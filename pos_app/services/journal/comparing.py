"""Compare what is stored with what was journalled, both ways: rows can be changed, links cannot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from pos_app.domain.order_document import OrderDocument
from pos_app.services.journal.bodies import order_body, payment_body
from pos_app.services.ports import Entry, JournalQueries
from pos_app.wire import canonical

DOCUMENTED: Final = frozenset({"order", "refund", "order_cancel"})

UNREADABLE: Final = "a journal entry cannot be compared"
NO_ENTRY: Final = "an order has no journal entry of its own"
NO_ORDER: Final = "a journalled order is not stored"
ILLEGIBLE: Final = "an order's rows cannot be read"
OTHER: Final = "an order differs from its journal entry in {part}"
CHANGED: Final = "a payment was changed otherwise than its journal entry says"
NUMBERS: Final = "a series has not counted to the last number that was journalled"
STAFF: Final = "a person is not who the journal says"


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """The rows of one order; `document` is None if they make none."""

    order_id: str
    journal_seq: int
    document: OrderDocument | None


@dataclass(frozen=True, slots=True)
class StoredState:
    """One moment of the store: its last entry, each series' counter, everybody's role and place."""

    head: int
    last_numbers: Mapping[str, int]
    staff: Mapping[int, tuple[str, bool]]
    """(role, active) by staff id."""


class StoredRows(Protocol):
    def state(self) -> StoredState: ...
    def orders(self, *, until: int) -> Iterator[StoredOrder]:
        """Those of entries up to this one, in the order in which they were stored."""
        ...


@dataclass(slots=True)
class _Comparison:
    """What the entries read so far say, and the first place of each kind of difference."""

    rows: Iterator[StoredOrder]
    waiting: StoredOrder | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    staff: dict[int, tuple[str, bool]] = field(default_factory=dict)
    found: dict[str, object] = field(default_factory=dict)
    changes: dict[int, tuple[str, list[object]]] = field(default_factory=dict)
    """Order id and payments added afterwards, by the entry that they name, until it is read."""

    def note(self, problem: str, place: object) -> None:
        self.found.setdefault(problem, place)

    def step(self) -> None:
        self.waiting = next(self.rows, None)


def differences(journal: JournalQueries, stored: StoredRows) -> list[str]:
    """Everything in which rows and entries differ, each with the first place that shows it.

    Both are walked once, side by side, so that a million orders need no more memory than ten.
    Whether the entries themselves are genuine is the verifier's question.
    """
    state = stored.state()
    comparison = _Comparison(rows=stored.orders(until=state.head))
    comparison.step()
    for entry in journal.entries():
        # What a till beside this one has sold since then is for the next time.
        if entry.seq > state.head:
            break
        try:
            _hear(entry.seq, _read(entry), comparison)
        except (KeyError, TypeError, ValueError, RecursionError):
            comparison.note(UNREADABLE, entry.seq)
    _pass_over(state.head + 1, comparison)
    for seq in sorted(seq for seq in comparison.changes if seq <= state.head):
        comparison.note(CHANGED, comparison.changes[seq][0])
    _compare_maps(NUMBERS, comparison.numbers, state.last_numbers, comparison)
    _compare_maps(STAFF, comparison.staff, state.staff, comparison)
    return [f"{problem} ({place})" for problem, place in comparison.found.items()]


def _read(entry: Entry) -> dict[str, Any]:
    values = json.loads(entry.raw)
    if not isinstance(values, dict):
        raise TypeError(entry.seq)
    return values


def _hear(seq: int, said: dict[str, Any], comparison: _Comparison) -> None:
    kind, body = said["kind"], said["body"]
    if kind == "epoch_start":
        comparison.numbers.setdefault(body["series"], 0)
        if body["reason"] == "setup":
            comparison.staff[said["user_id"]] = (said["role"], True)
    elif kind == "config_change":
        _hear_of_staff(body, comparison.staff)
    elif kind in DOCUMENTED:
        _hear_of_order(seq, said, comparison)
    elif kind == "tender_change":
        order_id, added = comparison.changes.pop(seq, ("", []))
        if order_id != said["order_id"] or _differ(added, body["payments"]):
            comparison.note(CHANGED, said["number"])


def _hear_of_staff(body: dict[str, Any], staff: dict[int, tuple[str, bool]]) -> None:
    if "staff_added" in body:
        staff[body["staff_added"]] = (body["role"], True)
    for what, is_here in (("staff_disabled", False), ("staff_enabled", True)):
        if what in body:
            role, _ = staff[body[what]]
            staff[body[what]] = (role, is_here)
    if "role_set" in body:
        _, is_here = staff[body["role_set"]]
        staff[body["role_set"]] = (body["role"], is_here)
    for one in body.get("people", ()):  # as head office has them
        staff[one["id"]] = (one["role"], one["active"])


def _hear_of_order(seq: int, said: dict[str, Any], comparison: _Comparison) -> None:
    number, name = said["number"], said["number"] or said["order_id"]
    if number is not None:
        series, _, counter = number.rpartition("-")
        comparison.numbers[series] = max(comparison.numbers.get(series, 0), int(counter))
    _pass_over(seq, comparison)
    order = comparison.waiting
    if order is None or order.journal_seq != seq:
        comparison.note(NO_ORDER, name)
        return
    comparison.step()
    if order.document is None:
        comparison.note(ILLEGIBLE, name)
        return
    for part in _other_parts(order.document, said):
        comparison.note(OTHER.format(part=part), name)
    for one in order.document.payments:
        if one.change_seq is not None:
            _, added = comparison.changes.setdefault(one.change_seq, (order.order_id, []))
            added.append(payment_body(one))


def _pass_over(seq: int, comparison: _Comparison) -> None:
    """Every stored order whose entry should have come before this one has none."""
    while comparison.waiting is not None and comparison.waiting.journal_seq < seq:
        comparison.note(NO_ENTRY, comparison.waiting.order_id)
        comparison.step()


def _other_parts(document: OrderDocument, said: dict[str, Any]) -> list[str]:
    """The names of the fields that differ, as the journal calls them."""
    stored: dict[str, Any] = {
        "order_id": document.order_id,
        "number": document.number,
        "shift_id": document.shift_id,
        "business_date": document.business_date.isoformat(),
        "user_id": document.completed_by,
        **order_body(document),
    }
    expected = {name: said[name] for name in ("order_id", "number", "shift_id", "business_date")}
    expected |= {"user_id": said["user_id"], **said["body"]}
    expected.pop("reason", None)  # why it was cancelled stands in the journal alone
    for values in (stored, expected):
        values["taxes"] = sorted(values["taxes"], key=lambda one: (one["tax_class"], one["tax"]))
    return [
        name
        for name in sorted(stored.keys() | expected.keys())
        if name not in stored or name not in expected or _differ(stored[name], expected[name])
    ]


def _differ(stored: object, expected: object) -> bool:
    # Rows keep a name as it was given; the journal composes its letters.
    return stored != expected and canonical.encode(stored) != canonical.encode(expected)


def _compare_maps(
    problem: str, said: Mapping[Any, object], stored: Mapping[Any, object], found: _Comparison
) -> None:
    for key in sorted(said.keys() | stored.keys()):
        if key not in said or key not in stored or said[key] != stored[key]:
            found.note(problem, key)
