"""Acts that a role may have to ask for: each is done for real, by whoever is given."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.pricing import Discount
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.shift import CashReason, NoSaleReason
from pos_app.domain.staff import Approval, StaffMember
from pos_app.services.catalogue.editing import ProductCells
from pos_app.services.order_drafts import draft_of
from pos_app.services.orders.acts import Acts
from pos_app.services.orders.held_orders import HeldOrders, HeldPorts
from pos_app.services.orders.line_editing import LineEditing
from pos_app.services.orders.steps import Steps
from pos_app.services.shifts.cash_moves import CashMove, Direction
from pos_app.services.shifts.no_sale import DrawerPorts, NoSale
from pos_app.services.sync.ports import OutboxState
from pos_app.services.sync.repairing import Repairing
from tests.fakes.cash_moves import cash_moves
from tests.fakes.catalogue import EUR
from tests.fakes.printing import TAX_CLASSES, FakePrinter
from tests.fakes.shop import FakeShop
from tests.fakes.syncing import FakeOutboxQueries, FakeSyncWork
from tests.unit.services.catalogue.test_staged_import import MIXED, Bench

FAULTY: Final = Returned(ReturnReason.FAULTY)
TEA: Final = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
REMOTE: Final = ("card", "card", "", False, False, "fake", "reader")

Command = Callable[[FakeShop, StaffMember, Approval | None], object]


def busy_shop() -> FakeShop:
    """One where everything can be done: sold, charged, closed, owed and waiting."""
    shop = FakeShop(methods=(REMOTE,))
    shop.sells(TEA, "TEA", stock=9_000)
    shop.open_shift()
    shop.shifts.close(actor=shop.owner, counted=0)
    shop.open_shift()
    shop.sell("TEA")
    charge = shop.charge(shop.order_of("TEA"), TEA.unit_price.minor)
    shop.charging.advance(charge.attempt_id)
    shop.recovering.complete()
    shop.refuse_reversal("TEA")
    shop.charge(shop.order_of("TEA"), 100)
    return shop


def add_product(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    cells = ProductCells("", "Pen", "2.50", sku="PEN")
    shop.editing.add(actor=actor, cells=cells, approval=approval)


def change_price(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.editing.change_price(actor=actor, product=TEA, price=Money(999, EUR), approval=approval)


def import_products(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), shop)
        bench.actor = actor
        preview = bench.stage(MIXED)
        staged = bench.service.start(preview=preview, actor=actor, approval=approval)
        bench.run(staged.import_id)


def receive(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.stock.receive(actor=actor, product=TEA, quantity=Quantity(1_000), approval=approval)


def see_expected(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shift = shop.shift_queries.listed()[0]
    shop.shifts.see_expected(actor=actor, shift=shift, approval=approval)


def confirm_clock(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.clock_watch.confirm(actor=actor, approval=approval)


def cancel_order(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.cancelling.cancel(order=shop.order_of("TEA"), actor=actor, approval=approval)


def open_drawer(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    ports = DrawerPorts(shop.store.new_uow, shop.journal, FakePrinter(), shop.disk)
    NoSale(ports=ports).open_drawer(actor=actor, reason=NoSaleReason.OTHER, approval=approval)


def held_orders(shop: FakeShop) -> HeldOrders:
    return HeldOrders(
        ports=HeldPorts(
            *(shop.store.new_uow, shop.journal, shop.clock, shop.ids),
            *(shop.draft_queries, shop.catalogue),
        ),
        cancelling=shop.cancelling,
        past=shop.order_queries,
        shifts=shop.shift_queries,
        tax_classes=TAX_CLASSES,
    )


def put_aside(shop: FakeShop, held: HeldOrders) -> Order:
    """An order of the owner, for somebody else to lay hands on."""
    order = shop.orders.create_order(actor=shop.owner)
    shop.orders.scan(raw="TEA")
    held.hold(order)
    shop.drafting.save(draft_of(order, total=held.totals_of(order).total))
    return order


def take_over(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    held = held_orders(shop)
    held.take_over(put_aside(shop, held), actor=actor, approval=approval)


def remove_held(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    held = held_orders(shop)
    held.remove(put_aside(shop, held), actor=actor, approval=approval)


def edit(shop: FakeShop, act: Callable[[LineEditing], object]) -> None:
    """Change the line of a new order, and write what is to be told of it."""
    shop.order_of("TEA")
    acts = Acts(new_uow=shop.store.new_uow, journal=shop.journal, clock=shop.clock)
    act(LineEditing(steps=Steps(orders=shop.orders, acts=acts)))
    acts.write()


def halve(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    half = Discount.percent("50")
    edit(
        shop,
        lambda lines: lines.discount_line(
            position=0, discount=half, actor=actor, approval=approval
        ),
    )


def halve_order(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    half = Discount.percent("50")
    edit(shop, lambda lines: lines.discount_order(discount=half, actor=actor, approval=approval))


def override_price(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    price = Money(400, EUR)
    edit(
        shop,
        lambda lines: lines.set_price(position=0, price=price, actor=actor, approval=approval),
    )


def release_payment(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    (waiting,) = shop.attempt_queries.undecided()
    shop.charging.release(attempt_id=waiting.attempt_id, actor=actor, approval=approval)


def settle_by_hand(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    (owed,) = shop.owing.listed()
    shop.owing.settle(attempt_id=owed.attempt_id, how="in cash", actor=actor, approval=approval)


def give_back(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    document = past_sale(shop)
    order = shop.orders.create_order(actor=actor)
    shop.returns.add(document=document, why=FAULTY, actor=actor, approval=approval)
    shop.checkout.pay(order=order, tenders=shop.returns.plan(order), actor=actor)


def give_back_over_limit(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    document = past_sale(shop)
    order = shop.orders.create_order(actor=actor)
    returns = shop.new_returns(refund_limit=1)
    returns.add(document=document, why=FAULTY, actor=actor, approval=approval)
    shop.checkout.pay(order=order, tenders=returns.plan(order), actor=actor)


def give_back_without_receipt(
    shop: FakeShop, actor: StaffMember, approval: Approval | None
) -> None:
    order = shop.orders.create_order(actor=actor)
    shop.returns.add_without_receipt(
        product=TEA, quantity=Quantity.of(1), why=FAULTY, actor=actor, approval=approval
    )
    shop.checkout.pay(order=order, tenders=shop.returns.plan(order), actor=actor)


def give_back_elsewhere(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    document = past_sale(shop, "card")
    order = shop.orders.create_order(actor=actor)
    shop.returns.add(document=document, why=FAULTY, actor=shop.owner)
    tenders = shop.returns.plan(order, to="cash")
    shop.checkout.pay(order=order, tenders=tenders, actor=actor, approval=approval)


def void(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.returns.void(document=past_sale(shop), actor=actor, approval=approval)


def past_sale(shop: FakeShop, method: str = "cash") -> OrderDocument:
    """One paid so before anybody was asked for anything."""
    orders = shop.store.tables.orders.values()
    return next(one for one in orders if one.tenders and one.tenders[0].method == method)


def repairing(shop: FakeShop) -> Repairing:
    """Of a shop whose first entry head office did not take."""
    with FakeSyncWork(shop.store) as work:
        work.outbox.mark(1, OutboxState.REJECTED, reason="unreadable")
        work.commit()
    return Repairing(
        outbox=FakeOutboxQueries(shop.store),
        new_work=lambda: FakeSyncWork(shop.store),
        journal=shop.journal,
    )


def send_again(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    repairing(shop).send_again(actor=actor, seq=1, approval=approval)


def send_all_again(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    repairing(shop).send_all_again(actor=actor, approval=approval)


def settle(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    repairing(shop).settle(actor=actor, seq=1, approval=approval)


def put_cash_in(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    move_cash(shop, actor, approval, Direction.IN)


def take_cash_out(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    move_cash(shop, actor, approval, Direction.OUT)


def move_cash(
    shop: FakeShop, actor: StaffMember, approval: Approval | None, way: Direction
) -> None:
    move = CashMove(way, 1_000, CashReason.CHANGE)
    cash_moves(shop, FakePrinter()).record(move=move, actor=actor, approval=approval)
