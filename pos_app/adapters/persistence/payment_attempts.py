"""Attempts at payment processors, as rows that a decision closes for good."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select, update

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import payment_attempt
from pos_app.adapters.persistence.values import from_ms, to_ms
from pos_app.domain.attempt import NO_CARD, Attempt, AttemptKind, CardShown, Flow, Step, Wanted
from pos_app.domain.money import Currency
from pos_app.domain.payment import PaymentState

_COLUMNS = payment_attempt.c
_CHANGED = (
    *("state", "step", "wanted", "remote_id", "capture_id", "handed", "sent_at", "decided_at"),
    *("card", "reason", "request_id", "account", "released_by"),
)
_ADD = insert_into(payment_attempt, skip=("attempt_id",))
_SAVE = Statement(
    update(payment_attempt)
    .where(_COLUMNS.uid == bindparam("attempt"), _COLUMNS.decided_at.is_(None))
    .values({name: bindparam(name) for name in _CHANGED})
)
_ALL = select(payment_attempt).order_by(_COLUMNS.attempt_id)
_ONE = Statement(select(payment_attempt).where(_COLUMNS.uid == bindparam("attempt")))
_UNDECIDED = Statement(_ALL.where(_COLUMNS.decided_at.is_(None)))
_OF_ORDER = Statement(_ALL.where(_COLUMNS.order_uid == bindparam("order")))
_REVERSALS = Statement(_ALL.where(_COLUMNS.reverses == bindparam("attempt")))
_later = payment_attempt.alias("later")
_OWED = Statement(
    _ALL.where(
        # Written as its index is, so that it is used.
        _COLUMNS.kind == literal_column("'reversal'"),
        _COLUMNS.state.in_([literal_column("'declined'"), literal_column("'cancelled'")]),
        ~select(_later.c.uid)
        .where(_later.c.reverses == _COLUMNS.reverses, _later.c.attempt_id > _COLUMNS.attempt_id)
        .exists(),
    )
)
_MADE = Statement(
    select(payment_attempt)
    .where(_COLUMNS.created_at >= bindparam("since"), _COLUMNS.created_at < bindparam("until"))
    .order_by(_COLUMNS.created_at)
)


class SqlAttemptRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, attempt: Attempt) -> None:
        row = {
            "uid": attempt.attempt_id,
            "kind": attempt.kind.value,
            "order_uid": attempt.order_id,
            "method": attempt.method,
            "processor": attempt.processor,
            "flow": attempt.flow.value,
            "amount": attempt.amount,
            "currency": attempt.currency.code,
            "staff_id": attempt.staff_id,
            "created_at": to_ms(attempt.created_at),
            "reverses": attempt.reverses or None,
        }
        _ADD.run(self._connection, row | _changed(attempt))

    def get(self, attempt_id: str) -> Attempt | None:
        row = _ONE.one(self._connection, {"attempt": attempt_id})
        return _attempt(row) if row is not None else None

    def save(self, attempt: Attempt) -> bool:
        values = {"attempt": attempt.attempt_id} | _changed(attempt)
        return _SAVE.run(self._connection, values).rowcount == 1

    def of_order(self, order_id: str) -> Sequence[Attempt]:
        return [_attempt(row) for row in _OF_ORDER.all(self._connection, {"order": order_id})]

    def undecided(self) -> Sequence[Attempt]:
        return [_attempt(row) for row in _UNDECIDED.all(self._connection)]


class SqlAttemptQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def get(self, attempt_id: str) -> Attempt | None:
        return next(iter(self._found(_ONE, {"attempt": attempt_id})), None)

    def undecided(self) -> Sequence[Attempt]:
        return self._found(_UNDECIDED, {})

    def owed(self) -> Sequence[Attempt]:
        return self._found(_OWED, {})

    def of_order(self, order_id: str) -> Sequence[Attempt]:
        return self._found(_OF_ORDER, {"order": order_id})

    def reversals(self, attempt_id: str) -> Sequence[Attempt]:
        return self._found(_REVERSALS, {"attempt": attempt_id})

    def made(self, since: datetime, until: datetime) -> Sequence[Attempt]:
        return self._found(_MADE, {"since": to_ms(since), "until": to_ms(until)})

    def _found(self, statement: Statement, values: dict[str, Any]) -> Sequence[Attempt]:
        with self._readers.connect() as connection:
            return [_attempt(row) for row in statement.all(connection, values)]


def _changed(attempt: Attempt) -> dict[str, Any]:
    return {
        "state": attempt.state.value,
        "step": attempt.step.value,
        "wanted": attempt.wanted.value,
        "remote_id": attempt.remote_id or None,
        "capture_id": attempt.capture_id or None,
        "handed": attempt.handed,
        "sent_at": to_ms(attempt.sent_at) if attempt.sent_at else None,
        "decided_at": to_ms(attempt.decided_at) if attempt.decided_at else None,
        "card": _card_to_text(attempt.card),
        "reason": attempt.reason or None,
        "request_id": attempt.request_id or None,
        "account": attempt.account or None,
        "released_by": attempt.released_by,
    }


def _attempt(row: Any) -> Attempt:
    return Attempt(
        attempt_id=row.uid,
        kind=AttemptKind(row.kind),
        order_id=row.order_uid,
        method=row.method,
        processor=row.processor,
        flow=Flow(row.flow),
        amount=row.amount,
        currency=Currency.of(row.currency),
        staff_id=row.staff_id,
        created_at=from_ms(row.created_at),
        state=PaymentState(row.state),
        step=Step(row.step),
        wanted=Wanted(row.wanted),
        remote_id=row.remote_id or "",
        capture_id=row.capture_id or "",
        handed=row.handed,
        reverses=row.reverses or "",
        sent_at=from_ms(row.sent_at) if row.sent_at is not None else None,
        decided_at=from_ms(row.decided_at) if row.decided_at is not None else None,
        card=_card_from_text(row.card),
        reason=row.reason or "",
        request_id=row.request_id or "",
        account=row.account or "",
        released_by=row.released_by,
    )


def _card_to_text(card: CardShown) -> str | None:
    if card == NO_CARD:
        return None
    return json.dumps([card.brand, card.last4, card.lines], ensure_ascii=False)


def _card_from_text(text: str | None) -> CardShown:
    if text is None:
        return NO_CARD
    brand, last4, lines = json.loads(text)
    return CardShown(brand, last4, tuple((name, value) for name, value in lines))
