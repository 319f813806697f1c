"""The view-models that change the lines of an order, in one hand."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.viewmodels.sell.act_keeper import ActKeeper
from pos_app.viewmodels.sell.custom_item import CustomItem
from pos_app.viewmodels.sell.line_commands import LineCommands
from pos_app.viewmodels.sell.line_modes import LineModes
from pos_app.viewmodels.sell.notes import OrderNotes
from pos_app.viewmodels.sell.order_discount import OrderDiscount
from pos_app.viewmodels.sell.undoing import Undoing


@dataclass(frozen=True, slots=True)
class EditingModels:
    line: LineCommands
    modes: LineModes
    discount: OrderDiscount
    custom: CustomItem
    notes: OrderNotes
    undoing: Undoing
    acts: ActKeeper
