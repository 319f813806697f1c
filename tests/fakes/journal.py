"""Journals to verify, and what a forger would do to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.services.journal.exporting import ExportHeader, export_lines
from pos_app.services.journal.writing import SIGNED_PREFIX
from pos_app.services.ports import Entry, Signer
from pos_app.wire import canonical
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop

TEA = "4006381333931"
Body = dict[str, Any]


def shop_with_tea(**profile: Any) -> FakeShop:
    shop = FakeShop(**profile)
    shop.sells(Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD"), TEA, stock=99_000)
    return shop


def a_days_journal() -> FakeShop:
    """Eight links: set up, staff, shift, two orders, a cancelled one, an order, and the close."""
    shop = shop_with_tea()
    shop.open_shift(opening_float=5_000)
    shop.sell(TEA)
    shop.sell(TEA, TEA)
    shop.cancelling.cancel(order=shop.order_of(TEA), actor=shop.cashier, reason="left")
    shop.sell(TEA)
    shop.shifts.close(actor=shop.cashier, counted=6_800)
    return shop


def exported(shop: FakeShop) -> list[bytes]:
    queries, profile = shop.journal_queries, shop.profile
    header = ExportHeader(
        profile.journal_id, profile.terminal, queries.signing_keys(), queries.epochs()
    )
    return list(export_lines(header, queries.entries()))


def body_of(entry: Entry) -> Body:
    body: Body = json.loads(entry.raw)
    return body


def with_raw(entry: Entry, raw: bytes) -> Entry:
    """The entry with other bytes and their right hash, under the old signature."""
    return replace(entry, raw=raw, hash=hashlib.sha256(raw).digest())


def hashed(entry: Entry, body: Body) -> Entry:
    return with_raw(entry, canonical.encode(body))


def signed(entry: Entry, signer: Signer) -> Entry:
    return replace(entry, signature=signer.sign(SIGNED_PREFIX + entry.hash))


def relinked(entries: Iterable[Entry], signer: Signer) -> list[Entry]:
    """The bodies as they are, numbered, chained and signed anew: what only the key allows."""
    chain: list[Entry] = []
    for seq, entry in enumerate(entries, start=1):
        prev = chain[-1].hash.hex() if chain else ""
        body = body_of(entry) | {"seq": seq, "prev_sha256": prev, "key_id": signer.key_id}
        chain.append(signed(hashed(replace(entry, seq=seq), body), signer))
    return chain


def changed(
    entries: Sequence[Entry], seq: int, change: Callable[[Body], None], signer: Signer
) -> list[Entry]:
    """One body changed by somebody who has the key, and everything after it signed again."""
    body = body_of(entries[seq - 1])
    change(body)
    other = hashed(entries[seq - 1], body)
    return relinked([*entries[: seq - 1], other, *entries[seq:]], signer)
