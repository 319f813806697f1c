"""The view-models of the sheets that are about one product."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.viewmodels.sell.age_prompt import AgePrompt
from pos_app.viewmodels.sell.arranging import Arranging
from pos_app.viewmodels.sell.open_price import OpenPrice
from pos_app.viewmodels.sell.price_check import PriceCheck
from pos_app.viewmodels.sell.ringing_up import RingingUp
from pos_app.viewmodels.sell.thumbnails import Thumbnails
from pos_app.viewmodels.sell.tile_marks import TileMarks
from pos_app.viewmodels.sell.variants import VariantChoice
from pos_app.viewmodels.sell.weighing import Weighing


@dataclass(frozen=True, slots=True)
class ProductSheets:
    ringing: RingingUp
    age: AgePrompt
    open_price: OpenPrice
    weighing: Weighing
    variants: VariantChoice
    look: PriceCheck
    arranging: Arranging
    marks: TileMarks
    thumbnails: Thumbnails
