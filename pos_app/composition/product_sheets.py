"""Build the sheets about one product: their view-models, and what makes their widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from pos_app.composition.lanes import Lanes
from pos_app.composition.lookups import lookup_of
from pos_app.composition.opening import OpenStore
from pos_app.services.orders.age_checking import AgeChecking
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.age_prompt import AgePrompt
from pos_app.viewmodels.sell.open_price import OpenPrice
from pos_app.viewmodels.sell.price_check import LookDesk, PriceCheck
from pos_app.viewmodels.sell.product_sheets import ProductSheets
from pos_app.viewmodels.sell.questions import Ask
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.sell.variants import VariantChoice
from pos_app.viewmodels.sell.weighing import Weighing
from pos_app.views.sell.age_sheet import AgeSheet
from pos_app.views.sell.open_price_sheet import OpenPriceSheet
from pos_app.views.sell.price_check_sheet import PriceCheckSheet
from pos_app.views.sell.variant_sheet import VariantSheet
from pos_app.views.sell.waiting_label import WaitingLabel
from pos_app.views.sell.weight_sheet import WeightSheet
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

MakeSheet: TypeAlias = Callable[[], Sheet]


def product_sheets_of(
    store: OpenStore, lanes: Lanes, formats: Formats, sell: SellViewModel
) -> ProductSheets:
    queries, orders, ringing = store.queries, store.services.orders, sell.ringing
    currency = queries.profile.currency
    ringing.answerable = frozenset(Ask)
    return ProductSheets(
        ringing=ringing,
        age=AgePrompt(
            ringing=ringing,
            checking=AgeChecking(
                orders=orders,
                shifts=queries.shifts,
                clock=store.services.clock,
                profile=queries.profile,
            ),
            formats=formats,
        ),
        open_price=OpenPrice(ringing=ringing, formats=formats, currency=currency),
        weighing=Weighing(
            sell=sell,
            orders=orders,
            products=queries.products,
            formats=formats,
            currency=currency,
        ),
        variants=VariantChoice(
            ringing=ringing, kinds=queries.shelf, tasks=lanes.reader, formats=formats
        ),
        look=PriceCheck(
            sell=sell,
            desk=LookDesk(
                lookup=lookup_of(queries),
                products=queries.products,
                kinds=queries.shelf,
                stock=queries.stock,
                orders=orders,
                tax_classes=queries.tax_classes,
            ),
            tasks=lanes.reader,
            formats=formats,
        ),
    )


def sheets_about_products(models: ProductSheets, theme: Theme, owner: QWidget) -> list[MakeSheet]:
    def waiting(name: str) -> WaitingLabel:
        return WaitingLabel(models.ringing.waiting, name=f"{name}_waiting")

    return [
        lambda: AgeSheet(models.age, waiting=waiting("age"), theme=theme, owner=owner),
        lambda: OpenPriceSheet(
            models.open_price, waiting=waiting("open_price"), theme=theme, owner=owner
        ),
        lambda: WeightSheet(models.weighing, waiting=waiting("weight"), theme=theme, owner=owner),
        lambda: VariantSheet(models.variants, waiting=waiting("variant"), theme=theme, owner=owner),
        lambda: PriceCheckSheet(models.look, theme=theme, owner=owner),
    ]
