"""Build the sheets about one product: their view-models, and what makes their widgets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

from PySide6.QtWidgets import QWidget

from pos_app.adapters.documents.thumbnails import thumbnail
from pos_app.adapters.files.product_images import ProductImages
from pos_app.composition.lanes import Lanes
from pos_app.composition.lookups import lookup_of
from pos_app.composition.opening import OpenStore
from pos_app.composition.picturing import images_of, picturing_of
from pos_app.services.orders.age_checking import AgeChecking
from pos_app.services.ports import Formats
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.sell.age_prompt import AgePrompt
from pos_app.viewmodels.sell.arranging import ArrangeDesk, Arranging
from pos_app.viewmodels.sell.open_price import OpenPrice
from pos_app.viewmodels.sell.price_check import LookDesk, PriceCheck
from pos_app.viewmodels.sell.product_sheets import ProductSheets
from pos_app.viewmodels.sell.questions import Ask
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.sell.thumbnails import Thumbnails
from pos_app.viewmodels.sell.tile_marks import TileMarks
from pos_app.viewmodels.sell.variants import VariantChoice
from pos_app.viewmodels.sell.weighing import Weighing
from pos_app.views.main_window import MainWindow
from pos_app.views.sell.age_sheet import AgeSheet
from pos_app.views.sell.arrange_sheet import ArrangeSheet
from pos_app.views.sell.open_price_sheet import OpenPriceSheet
from pos_app.views.sell.price_check_sheet import PriceCheckSheet
from pos_app.views.sell.sell_view import SellView
from pos_app.views.sell.variant_sheet import VariantSheet
from pos_app.views.sell.waiting_label import WaitingLabel
from pos_app.views.sell.weight_sheet import WeightSheet
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

THUMBNAIL: Final = (200, 96)
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
                profile=queries.live,
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
        arranging=Arranging(
            sell=sell,
            desk=ArrangeDesk(
                shelf=queries.shelf,
                search=store.services.search,
                lookup=lookup_of(queries),
                picturing=picturing_of(store),
                reader=lanes.reader,
                writer=lanes.writer,
            ),
            formats=formats,
        ),
        marks=TileMarks(sell=sell, orders=orders, formats=formats),
        thumbnails=Thumbnails(load=partial(_thumbnail, images_of(store.folder)), tasks=lanes.files),
    )


def _thumbnail(images: ProductImages, name: str) -> object:
    return thumbnail(images.path_of(name), width=THUMBNAIL[0], height=THUMBNAIL[1])


def sheets_about_products(
    models: ProductSheets, window: MainWindow, theme: Theme, owner: QWidget
) -> list[MakeSheet]:
    def waiting(name: str) -> WaitingLabel:
        return WaitingLabel(models.ringing.waiting, name=f"{name}_waiting")

    return [
        lambda: AgeSheet(models.age, waiting=waiting("age"), theme=theme, owner=owner),
        lambda: OpenPriceSheet(
            models.open_price, waiting=waiting("open_price"), theme=theme, owner=owner
        ),
        lambda: WeightSheet(models.weighing, waiting=waiting("weight"), theme=theme, owner=owner),
        lambda: VariantSheet(models.variants, waiting=waiting("variant"), theme=theme, owner=owner),
        lambda: ArrangeSheet(
            models.arranging, shape=partial(_grid_shape, window), theme=theme, owner=owner
        ),
        lambda: PriceCheckSheet(models.look, theme=theme, owner=owner),
    ]


def _grid_shape(window: MainWindow) -> tuple[int, int]:
    page = window.page(PageName.SELL)
    assert isinstance(page, SellView)
    return page.products.tiles.shape
