"""The receipt beside the settings: a made-up order, drawn by the renderer of the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pos_app.composition.opening import OpenStore
from pos_app.composition.receipts import renderer_of
from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order_document import DocumentItem, OrderDocument
from pos_app.domain.order_item import OrderItem
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.pricing import price_order
from pos_app.domain.product import Unit
from pos_app.domain.quantity import THOUSAND, Quantity
from pos_app.domain.store import StoreProfile
from pos_app.domain.tax import TaxClass
from pos_app.domain.tender import CASH
from pos_app.services.ports import Formats
from pos_app.services.store.fields import FIELDS
from pos_app.viewmodels.settings.preview import DrawReceipt
from pos_app.viewmodels.shared.paper import Paper

ITEMS: Final = ((450, 2, "Ground coffee 250 g"), (120, 1, "Baguette"))
"""Prices in minor units, how many, and what it is called."""
NOTE: Final = "Ground for a filter"


def preview_of(store: OpenStore, formats: Formats) -> DrawReceipt:
    queries = store.queries

    def draw(texts: Mapping[str, str]) -> Paper:
        profile = _with(queries.profile, texts)
        renderer = renderer_of(lambda: profile, queries.customers, formats)
        now = store.services.clock.now().astimezone(ZoneInfo(profile.time_zone))
        return Paper.of(renderer.lines(sample_order(profile, queries.tax_classes, now)))

    return draw


def _with(profile: StoreProfile, texts: Mapping[str, str]) -> StoreProfile:
    """What is typed, as far as it can be used."""
    changes: dict[str, Any] = {}
    for name, one in FIELDS.items():
        if name in texts:
            try:
                changes[name] = one.read(texts[name], profile)
            except PosError:  # told beside its field when it is saved
                continue
    return replace(profile, **changes)


def sample_order(
    profile: StoreProfile, tax_classes: dict[str, TaxClass], now: datetime
) -> OrderDocument:
    """Paid in cash, with a note, as no order of the store is."""
    items = [
        OrderItem(
            product_id=0,
            sku="",
            barcode="",
            name=name,
            unit=Unit.EACH,
            unit_price=Money(price, profile.currency),
            quantity=Quantity(count * THOUSAND),
            tax_class=profile.default_tax_class,
            note=NOTE if count > 1 else "",
        )
        for price, count, name in ITEMS
    ]
    totals = price_order(
        [one.line for one in items], tax_classes=tax_classes, policy=profile.policy
    )
    due = profile.cash.of(totals.due)
    return OrderDocument(
        order_id="",
        number=f"{profile.number_prefix}-000000",
        state="paid",
        shift_id=0,
        business_date=now.date(),
        completed_at=now,
        opened_by=0,
        completed_by=0,
        cashier="Ana",
        currency=profile.currency,
        policy=profile.policy,
        items=tuple(map(DocumentItem, items, totals.lines)),
        totals=totals,
        payments=(Payment("sample", CASH.code, due, due, 0, PaymentState.APPROVED),),
        rounding=due - totals.due,
        journal_seq=0,
        journal_hash=bytes(8),
    )
