"""Build what changes an order by hand, and what its sheets show."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.composition.returning import returns_of
from pos_app.services.orders.acts import Acts
from pos_app.services.orders.custom_items import CustomItems
from pos_app.services.orders.line_counting import LineCounting
from pos_app.services.orders.line_editing import LineEditing
from pos_app.services.orders.steps import Steps
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.sell.act_keeper import ActKeeper
from pos_app.viewmodels.sell.custom_item import CustomItem, CustomTerms
from pos_app.viewmodels.sell.discount_entry import DiscountEntry
from pos_app.viewmodels.sell.editing import EditingModels
from pos_app.viewmodels.sell.line_commands import LineCommands
from pos_app.viewmodels.sell.line_modes import LineModes
from pos_app.viewmodels.sell.notes import OrderNotes
from pos_app.viewmodels.sell.order_discount import OrderDiscount
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.sell.undoing import Undoing


@dataclass(frozen=True, slots=True)
class OrderEditing:
    """The services that change the open order of one store."""

    acts: Acts
    steps: Steps
    counting: LineCounting
    editing: LineEditing
    custom: CustomItems


def order_editing(store: OpenStore) -> OrderEditing:
    services = store.services
    acts = Acts(new_uow=services.new_uow, journal=services.journal, clock=services.clock)
    steps = Steps(orders=services.orders, acts=acts)
    return OrderEditing(
        acts=acts,
        steps=steps,
        counting=LineCounting(orders=services.orders, steps=steps),
        editing=LineEditing(steps=steps),
        custom=CustomItems(orders=services.orders, products=store.queries.products, steps=steps),
    )


def editing_models(
    store: OpenStore,
    lanes: Lanes,
    formats: Formats,
    *,
    sell: SellViewModel,
    approvals: Approvals,
) -> EditingModels:
    """The view-models of the lines; each tells the sell screen what it has done."""
    edit, profile = order_editing(store), store.queries.profile
    line = LineCommands(
        sell=sell,
        orders=store.services.orders,
        counting=edit.counting,
        returns=returns_of(store),
        formats=formats,
    )
    discount = OrderDiscount(
        sell=sell,
        editing=edit.editing,
        approvals=approvals,
        formats=formats,
        entry=DiscountEntry(
            currency=profile.currency, reasons=profile.discount_reasons, formats=formats
        ),
    )
    models = EditingModels(
        line=line,
        modes=LineModes(
            sell=sell,
            line=line,
            discount=discount,
            editing=edit.editing,
            approvals=approvals,
            formats=formats,
        ),
        discount=discount,
        custom=CustomItem(
            sell=sell,
            custom=edit.custom,
            approvals=approvals,
            formats=formats,
            terms=CustomTerms(
                profile.currency, store.queries.tax_classes, profile.default_tax_class
            ),
        ),
        notes=OrderNotes(sell=sell, editing=edit.editing, formats=formats),
        undoing=Undoing(sell=sell, steps=edit.steps, formats=formats),
        acts=ActKeeper(acts=edit.acts, tasks=lanes.writer, formats=formats),
    )
    sell.draft_changed.connect(models.acts.write)
    models.acts.failed.connect(lambda words: sell.toast.emit(words, False))
    models.undoing.told.connect(sell.toast)
    return models
