"""One row for each command of the services: what it asks for, and how it is tried."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.shift import ShiftOpenError
from pos_app.domain.staff import (
    MATRIX,
    Approval,
    ApprovalNeededError,
    Decision,
    NotAllowedError,
    Permission,
    Role,
    StaffMember,
)
from pos_app.domain.tender import MethodUnknownError
from pos_app.services.open_payments import PaymentOpenError
from tests.fakes.shop import OWNER_PIN, FakeShop
from tests.matrix import asked, managing, selling
from tests.matrix.asked import Command, busy_shop
from tests.matrix.registry import Act, acts

PIN: Final = "918273"


class Outcome(StrEnum):
    ALLOWED = "allowed"
    ASKS = "asks"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """`permission` None is of everybody; `stopped_by` is what comes once it is let through."""

    permission: Permission | None
    command: Command
    stopped_by: type[PosError] | None = None

    def expected(self, role: Role, act: Act) -> Outcome:
        decision = MATRIX[role][self.permission] if self.permission else Decision.ALLOWED
        if decision is Decision.ALLOWED:
            return Outcome.ALLOWED
        asks = decision is Decision.ASK and act.takes_approval
        return Outcome.ASKS if asks else Outcome.REFUSED


P: Final = Permission
ROWS: Final[dict[str, Row]] = {
    "ProductEditing.add": Row(P.MANAGE_PRODUCTS, asked.add_product),
    "ProductEditing.change_price": Row(P.MANAGE_PRODUCTS, asked.change_price),
    "Picturing.set_image": Row(P.MANAGE_PRODUCTS, managing.set_image),
    "Picturing.arrange": Row(P.MANAGE_PRODUCTS, managing.arrange),
    "StagedImports.stage": Row(None, managing.stage),
    "StagedImports.start": Row(P.MANAGE_PRODUCTS, asked.import_products),
    "StagedImports.go_on": Row(P.MANAGE_PRODUCTS, managing.go_on),
    "StagedImports.undo": Row(P.MANAGE_PRODUCTS, managing.undo_import),
    "CustomerService.add": Row(
        P.SELL,
        lambda shop, actor, _: selling.customers_of(shop).add(actor=actor, details=selling.MARIA),
    ),
    "CustomerService.change": Row(P.SELL, selling.change_customer),
    "CustomerService.forget": Row(P.MANAGE_STORE, selling.forget_customer),
    "Emailing.queue": Row(P.SELL, selling.queue_email),
    "Emailing.readdress": Row(P.SELL, selling.readdress_email),
    "Emailing.drop": Row(P.SELL, selling.drop_email),
    "MailSetup.choose": Row(P.MANAGE_STORE, managing.choose_mail),
    "StockService.receive": Row(P.MANAGE_STOCK, asked.receive),
    "Adopting.adopt": Row(P.ADOPT_STORE, managing.adopt),
    "AgeChecking.confirm": Row(P.SELL, selling.confirm_age),
    "Cancelling.cancel": Row(P.CANCEL_ORDER, asked.cancel_order),
    "Checkout.pay_cash": Row(P.SELL, selling.pay_cash),
    "Checkout.pay": Row(P.SELL, selling.pay),
    "CustomItems.add": Row(P.SELL_CUSTOM_ITEM, selling.add_custom),
    "Finding.find": Row(P.SELL, managing.find_orders),
    "HeldOrders.take_over": Row(P.TAKE_OVER_ORDER, asked.take_over),
    "HeldOrders.remove": Row(P.TAKE_OVER_ORDER, asked.remove_held),
    "HeldOrders.again": Row(P.SELL, selling.ring_again),
    "LineCounting.set_quantity": Row(None, selling.count_up),
    "LineCounting.remove": Row(None, selling.plain("remove")),
    "LineEditing.discount_line": Row(P.DISCOUNT_OVER_LIMIT, asked.halve),
    "LineEditing.discount_order": Row(P.DISCOUNT_OVER_LIMIT, asked.halve_order),
    "LineEditing.set_price": Row(P.OVERRIDE_PRICE, asked.override_price),
    "LineEditing.note_line": Row(None, selling.plain("note_line")),
    "LineEditing.note_order": Row(None, selling.plain("note_order")),
    "OpenOrders.new": Row(P.SELL, selling.open_another),
    "OrderService.create_order": Row(
        P.SELL, lambda shop, actor, _: shop.orders.create_order(actor=actor)
    ),
    "Rehearsal.run": Row(P.SELL, selling.rehearse),
    "Returns.add": Row(P.REFUND, asked.give_back),
    "Returns.add_without_receipt": Row(P.REFUND_WITHOUT_RECEIPT, asked.give_back_without_receipt),
    "Returns.void": Row(P.VOID_ORDER, asked.void),
    "Returns.open_void": Row(P.VOID_ORDER, selling.open_void),
    "Returns.allow_out": Row(P.REFUND_OVER_LIMIT, selling.pay_out),
    "Steps.undo": Row(None, selling.undo),
    "Steps.redo": Row(None, selling.redo),
    "Charging.begin": Row(P.SELL, selling.charge),
    "Charging.begin_refund": Row(P.SELL, selling.refund_charge),
    "Charging.back_out": Row(P.SELL, selling.back_out_of_charge),
    "Charging.release": Row(P.RELEASE_PAYMENT, asked.release_payment),
    "Owing.try_again": Row(P.SELL, selling.try_owed_again),
    "Owing.settle": Row(P.RELEASE_PAYMENT, asked.settle_by_hand),
    "ProcessorSettings.put": Row(P.MANAGE_STORE, managing.put_processor),
    "ProcessorSettings.remove": Row(P.MANAGE_STORE, managing.remove_processor),
    "ProcessorSettings.set_ways": Row(P.MANAGE_STORE, managing.set_ways),
    "Trials.begin": Row(P.MANAGE_STORE, managing.try_processor),
    "RemoteRefunds.begin": Row(P.SELL, selling.refund_remotely),
    "RemoteRefunds.give_back": Row(P.SELL, selling.give_back_remotely),
    "TenderChange.change": Row(P.CHANGE_TENDER, selling.change_tender, MethodUnknownError),
    "Tendering.take": Row(P.SELL, selling.take_tender),
    "Tendering.remove": Row(P.SELL, selling.remove_tender),
    "Tendering.set_tip": Row(
        P.SELL,
        lambda shop, actor, _: shop.tendering.set_tip(
            order=shop.order_of("TEA"), tip=50, actor=actor
        ),
    ),
    "HeldSlips.print": Row(P.SELL, selling.print_slip),
    "Reprinting.reprint": Row(
        P.SELL,
        lambda shop, actor, _: shop.reprinting.reprint(
            order_id=asked.past_sale(shop).order_id, actor=actor
        ),
    ),
    "Reprinting.print_gift": Row(
        P.SELL,
        lambda shop, actor, _: shop.reprinting.print_gift(
            order_id=asked.past_sale(shop).order_id, actor=actor
        ),
    ),
    "Reprinting.print_after_all": Row(P.SELL, selling.print_after_all),
    "ShiftPaper.print": Row(None, managing.print_report),
    "ShiftPaper.reprint": Row(None, managing.reprint_report),
    "ActivityLog.read": Row(P.READ_REPORTS, managing.read_activity),
    "ReportDesk.read": Row(P.READ_REPORTS, managing.read_report, managing.NothingReadError),
    "ReportDesk.figures": Row(P.READ_REPORTS, managing.read_figures, managing.NothingReadError),
    "CashMoves.record": Row(P.MOVE_CASH, asked.take_cash_out),
    "NoSale.open_drawer": Row(P.OPEN_DRAWER, asked.open_drawer),
    "ShiftReports.read": Row(P.SEE_EXPECTED, managing.read_shift),
    "ShiftService.open": Row(
        P.OPEN_SHIFT,
        lambda shop, actor, _: shop.shifts.open(actor=actor, opening_float=0),
        ShiftOpenError,
    ),
    "ShiftService.close": Row(
        P.CLOSE_SHIFT,
        lambda shop, actor, _: shop.shifts.close(actor=actor, counted=0),
        PaymentOpenError,
    ),
    "ShiftService.see_expected": Row(P.SEE_EXPECTED, asked.see_expected),
    "Roles.decide": Row(P.MANAGE_STAFF, managing.decide_role),
    "Roles.limit_discount": Row(P.MANAGE_STAFF, managing.limit_discount),
    "Roles.limit_refunds": Row(P.MANAGE_STAFF, managing.limit_refunds),
    "SigningIn.lock": Row(None, lambda shop, actor, _: shop.signing_in.lock(actor=actor)),
    "StaffService.add": Row(P.MANAGE_STAFF, managing.add_person),
    "StaffService.rename": Row(P.MANAGE_STAFF, managing.on_ana("rename", new_name="Anna")),
    "StaffService.set_role": Row(P.MANAGE_STAFF, managing.on_ana("set_role", role=Role.MANAGER)),
    "StaffService.set_pin": Row(P.MANAGE_STAFF, managing.on_ana("set_pin", pin="561834")),
    "StaffService.disable": Row(P.MANAGE_STAFF, managing.on_ana("disable")),
    "StaffService.enable": Row(P.MANAGE_STAFF, managing.on_ana("enable")),
    "StaffService.set_badge": Row(P.MANAGE_STAFF, managing.on_ana("set_badge", code="B-274916")),
    "StaffService.remove_badge": Row(P.MANAGE_STAFF, managing.on_ana("remove_badge")),
    "TimeClock.add": Row(P.MANAGE_STAFF, managing.add_time_entry),
    "TimeClock.correct": Row(P.MANAGE_STAFF, managing.correct_time_entry),
    "ClockWatch.confirm": Row(P.CONFIRM_CLOCK, asked.confirm_clock),
    "PaymentSettings.put_method": Row(P.MANAGE_STORE, managing.put_method),
    "PaymentSettings.remove_method": Row(P.MANAGE_STORE, managing.remove_method),
    "StoreSettings.change": Row(P.MANAGE_STORE, managing.change_setting),
    "Preferences.put_for_all": Row(P.MANAGE_STORE, managing.put_for_all),
    "Enrolling.enrol": Row(P.MANAGE_STORE, managing.enrol),
    "Enrolling.leave": Row(P.MANAGE_STORE, managing.leave),
    "Repairing.send_again": Row(P.REPAIR_SYNC, asked.send_again),
    "Repairing.send_all_again": Row(P.REPAIR_SYNC, asked.send_all_again),
    "Repairing.settle": Row(P.REPAIR_SYNC, asked.settle),
}


def outcome(row: Row, role: Role) -> Outcome:
    """Try it in a shop of its own, as somebody of this role and then, if asked, with approval."""
    needed = _try(row, role, needed=None)
    if isinstance(needed, ApprovalNeededError):
        needed = _try(row, role, needed=needed)
        return Outcome.REFUSED if needed else Outcome.ASKS
    return Outcome.REFUSED if needed else Outcome.ALLOWED


def _try(row: Row, role: Role, *, needed: ApprovalNeededError | None) -> NotAllowedError | None:
    shop = busy_shop()
    actor = shop.staff.add(actor=shop.owner, name="Bea", role=role, pin=PIN)
    approval = _approval(shop, actor, needed) if needed is not None else None
    try:
        row.command(shop, actor, approval)
    except NotAllowedError as refusal:
        return refusal
    except PosError as error:
        if row.stopped_by is None or not isinstance(error, row.stopped_by):
            raise
    return None


def _approval(shop: FakeShop, actor: StaffMember, needed: ApprovalNeededError) -> Approval:
    return shop.approving.approve(
        actor=actor,
        permission=Permission(str(needed.values["permission"])),
        share=needed.share,
        approver_id=shop.owner.staff_id,
        pin=OWNER_PIN,
    )


def markdown() -> str:
    """Every command by every role, as it was just tried."""
    head = ["| command | permission | " + " | ".join(Role) + " |", "|---|---|" + "---|" * len(Role)]
    lines = []
    for act in acts():
        row = ROWS[act.name]
        tried = " | ".join(outcome(row, role) for role in Role)
        asks = row.permission.value if row.permission else "everybody"
        lines.append(f"| `{act.module}.{act.name}` | {asks} | {tried} |")
    return "\n".join([*head, *lines])
