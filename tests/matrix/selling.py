"""Acts of whoever sells: each is done for real, by whoever is given."""

from __future__ import annotations

from itertools import count
from typing import Final

from pos_app.domain.customer import CustomerDetails
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.quantity import Quantity
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import Approval, StaffMember
from pos_app.domain.tender import CASH, Tender
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.customers.customer_service import CustomerService
from pos_app.services.emailing.queueing import Emailing, EmailingPorts
from pos_app.services.emailing.server import SETTING as MAIL_SERVER
from pos_app.services.orders.age_checking import AgeChecking
from pos_app.services.orders.open_orders import OpenOrders
from pos_app.services.orders.rehearsal import Rehearsal, RehearsalPorts
from pos_app.services.payments.tender_change import Correction
from pos_app.services.printing.held_slip import HeldSlips
from tests.fakes.catalogue import EUR
from tests.fakes.editing import Desk, desk_of
from tests.fakes.printing import TAX_CLASSES, FakePrinter
from tests.fakes.queries import FakeCustomerQueries
from tests.fakes.shop import FakeShop
from tests.matrix.asked import FAULTY, TEA, Command, held_orders, past_sale
from tests.unit.services.printing.test_shift_report import renderer

MARIA: Final = CustomerDetails.of("Maria Silva", phone="+351 912 345 678")


def at_desk(shop: FakeShop) -> Desk:
    """With one line in an order."""
    shop.order_of("TEA")
    return desk_of(shop)


def undo(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    desk = at_desk(shop)
    desk.editing.note_line(position=0, text="hot", actor=shop.owner)
    desk.steps.undo(actor=actor)


def redo(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    desk = at_desk(shop)
    desk.editing.note_line(position=0, text="hot", actor=shop.owner)
    desk.steps.undo(actor=shop.owner)
    desk.steps.redo(actor=actor)


def add_custom(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    at_desk(shop).custom.add(
        amount=Money(450, EUR), tax_class="STANDARD", words="Mug", actor=actor, approval=approval
    )


def customers_of(shop: FakeShop) -> CustomerService:
    return CustomerService(
        new_uow=shop.store.new_uow,
        customers=FakeCustomerQueries(shop.store),
        journal=shop.journal,
        clock=shop.clock,
        ids=shop.ids,
    )


def known_customer(shop: FakeShop) -> int:
    return customers_of(shop).add(actor=shop.owner, details=MARIA).customer_id


def change_customer(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    known = known_customer(shop)
    customers_of(shop).change(actor=actor, customer_id=known, details=CustomerDetails.of("Mia"))


def forget_customer(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    customers_of(shop).forget(actor=actor, customer_id=known_customer(shop))


def emailing(shop: FakeShop) -> Emailing:
    with shop.store.new_uow() as uow:
        uow.settings.put(MAIL_SERVER, "a server")
        uow.commit()
    return Emailing(
        EmailingPorts(
            orders=shop.order_queries,
            emails=shop.email_queries,
            settings=shop.setting_queries,
            new_uow=shop.store.new_uow,
            journal=shop.journal,
            clock=shop.clock,
            ids=shop.ids,
        )
    )


def queue_email(shop: FakeShop, actor: StaffMember, _approval: Approval | None = None) -> int:
    return emailing(shop).queue(
        order_id=past_sale(shop).order_id,
        address="maria@sapo.pt",
        kind=ReceiptKind.RECEIPT,
        actor=actor,
    )


def readdress_email(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    job = queue_email(shop, shop.owner)
    emailing(shop).readdress(job_id=job, address="mia@sapo.pt", actor=actor)


def drop_email(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    emailing(shop).drop(job_id=queue_email(shop, shop.owner), actor=actor)


def confirm_age(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    shop.order_of("TEA")
    AgeChecking(
        orders=shop.orders, shifts=shop.shift_queries, clock=shop.clock, profile=shop.read_profile
    ).confirm(limit=18, actor=actor)


def pay_cash(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    order = shop.order_of("TEA")
    due = shop.checkout.cash_due(order)
    shop.checkout.pay_cash(order=order, tendered=due, actor=actor)


def pay(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    order = shop.order_of("TEA")
    tenders = (Tender(CASH.code, shop.checkout.cash_due(order)),)
    shop.checkout.pay(order=order, tenders=tenders, actor=actor, approval=approval)


def ring_again(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    held_orders(shop).again(shop.order_of("TEA"), actor=actor)


def count_up(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    at_desk(shop).counting.set_quantity(position=0, quantity=Quantity.of(2), actor=actor)


def open_another(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    opened = OpenOrders(orders=shop.orders)
    order = shop.order_of("TEA")
    opened.start(())
    opened.add(order)
    opened.new(actor=actor)


def rehearse(_shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    shop = FakeShop(practice=True)
    shop.sells(TEA, "TEA", stock=9_000)
    who = shop.staff.add(actor=shop.owner, name="Rea", role=actor.role, pin="561834")
    ticks = count(7_000, 100)
    rehearsal = Rehearsal(
        ports=RehearsalPorts(
            orders=shop.orders,
            checkout=shop.new_checkout(print_receipts=False),
            shifts=shop.shifts,
            lookup=Lookup(products=shop.catalogue),
            timer_us=lambda: next(ticks),
            after_each=lambda _document: None,
        ),
        practice=True,
    )
    rehearsal.run(baskets=[("TEA",)], orders=1, actor=who)


def open_void(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    shop.returns.open_void(document=past_sale(shop), actor=actor, approval=approval)


def pay_out(shop: FakeShop, actor: StaffMember, approval: Approval | None) -> None:
    """More than one person gives back in a day."""
    order = shop.orders.create_order(actor=shop.owner)
    shop.returns.add(document=past_sale(shop), why=FAULTY, actor=shop.owner)
    shop.new_returns(refund_limit=1).allow_out(order=order, actor=actor, approval=approval)


def charge(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    method = shop.profile.tender_terms.method("card")
    shop.charging.begin(order=shop.order_of("TEA"), method=method, amount=100, actor=actor)


def returned_to_card(shop: FakeShop) -> tuple[Order, Tender]:
    order = shop.orders.create_order(actor=shop.owner)
    shop.returns.add(document=past_sale(shop, "card"), why=FAULTY, actor=shop.owner)
    return order, shop.returns.plan(order)[0]


def refund_charge(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    order, tender = returned_to_card(shop)
    shop.charging.begin_refund(
        order=order, charge_id=tender.refunds, amount=-tender.tendered, actor=actor
    )


def back_out_of_charge(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    method, order = shop.profile.tender_terms.method("card"), shop.order_of("TEA")
    begun = shop.charging.begin(order=order, method=method, amount=100, actor=shop.owner)
    shop.charging.back_out(attempt_id=begun.attempt_id, actor=actor)


def refund_remotely(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    order, tender = returned_to_card(shop)
    shop.remote_refunds.begin(order=order, tender=tender, actor=actor)


def give_back_remotely(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    shop.processor.gives_nothing_back = ""
    order, tender = returned_to_card(shop)
    shop.remote_refunds.give_back(order=order, plan=(tender,), actor=actor)


def try_owed_again(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    (owed,) = shop.owing.listed()
    shop.owing.try_again(attempt_id=owed.attempt_id, actor=actor)


def change_tender(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    document = past_sale(shop)
    wrong = document.tenders[0].payment_id
    shop.tender_change.change(correction=Correction(document.order_id, wrong, "bank"), actor=actor)


def take_tender(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    shop.tendering.take(order=shop.order_of("TEA"), tender=Tender(CASH.code, 100), actor=actor)


def remove_tender(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    order = shop.order_of("TEA")
    shop.tendering.take(order=order, tender=Tender(CASH.code, 100), actor=shop.owner)
    shop.tendering.remove(order=order, index=0, actor=actor)


def print_slip(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    slips = HeldSlips(
        renderer().receipts, FakePrinter(), lambda order: order.calculate_total(TAX_CLASSES)
    )
    slips.print(shop.order_of("TEA"), actor=actor)


def print_after_all(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
    shop.reprinting.print_after_all(order_id=past_sale(shop).order_id, actor=actor)


def plain(act: str) -> Command:
    """Of an act that needs nothing but a desk with a line and somebody."""

    def run(shop: FakeShop, actor: StaffMember, _approval: Approval | None) -> None:
        desk = at_desk(shop)
        match act:
            case "remove":
                desk.counting.remove(position=0, actor=actor)
            case "note_line":
                desk.editing.note_line(position=0, text="hot", actor=actor)
            case "note_order":
                desk.editing.note_order(text="hot", actor=actor)

    return run
