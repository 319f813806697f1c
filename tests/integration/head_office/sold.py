"""Two stores that sold, as head office keeps them: written straight into its tables."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, insert

from pos_app.adapters.system.ids import UuidV7
from pos_app.adapters.system.signing import Ed25519Signer
from pos_app.head_office.services.access.moments import ms_of
from pos_app.head_office.storage.catalogue_tables import product
from pos_app.head_office.storage.tables import (
    order,
    quarantine,
    record,
    sales_by_day,
    terminal,
    terminal_head,
)
from tests.cluster.rung import Day, rung_day

STATES: Final = {"order": "paid", "refund": "refund", "order_cancel": "cancelled"}
BEGIN: Final = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)
SEED: Final = 26


def rung(code: str, orders: int) -> Day:
    return rung_day(
        code=code,
        signer=Ed25519Signer(code.encode().ljust(32, b"\0")),
        orders=orders,
        chance=random.Random(f"{SEED}{code}"),
        begin=BEGIN,
    )


def add_terminal(
    connection: Connection, *, store_id: str, code: str, day: Day, waiting: int | None = None
) -> str:
    """With all that it sent; the last of it came at half past nine."""
    terminal_id = UuidV7().new()
    base = {"terminal_id": terminal_id, "epoch": 1}
    now = ms_of(BEGIN.replace(hour=8, minute=30))
    connection.execute(
        insert(terminal).values(
            **base,
            store_id=store_id,
            code=code,
            journal_id=UuidV7().new(),
            currency="EUR",
            enrolled_at=now,
        )
    )
    last = day.entries[-1]
    connection.execute(
        insert(terminal_head).values(
            **base, seq=last.seq, hash=last.hash, last_contact_at=now, waiting=waiting
        )
    )
    hours: Counter[tuple[Any, int, str]] = Counter()
    for entry in day.entries:
        body = json.loads(entry.raw)
        connection.execute(
            insert(record).values(
                **base,
                seq=entry.seq,
                kind=entry.kind,
                hash=entry.hash,
                signature=entry.signature,
                raw=entry.raw,
                received_at=now,
            )
        )
        if entry.kind in STATES:
            _add_order(connection, {**base, "seq": entry.seq, "store_id": store_id}, body, hours)
    for date, hour in {place[:2] for place in hours}:
        connection.execute(
            insert(sales_by_day).values(
                store_id=store_id,
                terminal_id=terminal_id,
                business_date=date,
                hour=hour,
                orders=hours[date, hour, "orders"],
                gross=hours[date, hour, "gross"],
                quantity=0,
                tax=0,
            )
        )
    return terminal_id


def _add_order(
    connection: Connection,
    place: dict[str, Any],
    entry: dict[str, Any],
    hours: Counter[tuple[Any, int, str]],
) -> None:
    body = entry["body"]
    at = datetime.fromisoformat(body["completed_at"])
    connection.execute(
        insert(order).values(
            **place,
            business_date=at.date(),
            order_id=entry["order_id"],
            number=entry["number"],
            state=STATES[entry["kind"]],
            completed_at=ms_of(at),
            currency=body["currency"],
            total=body["total"],
            tax=body["tax"],
            rounding=body["rounding"],
            tip=0,
        )
    )
    if entry["number"] is not None:
        hours[at.date(), at.hour, "orders"] += 1
        hours[at.date(), at.hour, "gross"] += body["total"]


def refuse(connection: Connection, terminal_id: str, seq: int, *, reason: str) -> None:
    """An entry that head office keeps and did not take in."""
    connection.execute(
        insert(quarantine).values(
            terminal_id=terminal_id,
            epoch=1,
            seq=seq,
            digest=bytes([seq]),
            answer="conflict" if reason == "" else "rejected",
            reason=reason,
            detail="",
            kind="order",
            hash="",
            signature="",
            raw=b'{"total":"<b>7</b>"}',
            holds_place=0,
            received_at=ms_of(BEGIN),
        )
    )


def add_product(
    connection: Connection, *, sku: str, name: str, price: int, scope: str = ""
) -> None:
    connection.execute(
        insert(product).values(
            scope=scope,
            sku=sku,
            name=name,
            category="Drinks",
            price=price,
            tax_class="STANDARD",
            unit="each",
            oversell="warn",
            active=1,
        )
    )
