"""The pictures: how the till is brought to each screen, by the keys a person presses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from tests.gui.driving import DrivenTill, Key
from tests.screens import (
    activity_shots,
    hours_shots,
    key_shots,
    line_shots,
    order_shots,
    processor_shots,
    product_shots,
    receipt_shots,
    report_shots,
    return_shots,
    settings_shots,
    staff_shots,
)
from tests.screens.shot import Shot

BASKET = ("4011", "3276550614043", "0721762513958", "0034500151276", "0041220970063")
LONG_BASKET = (*BASKET, "3023260030416", "4664", "0071314008662", "0078742106212")
UNKNOWN = "4006381333931"
IMPORT_HEADER = "sku,barcode,name,category,price,tax_class,cost,stock,unit"


def import_rows(good: int, refused: int) -> str:
    """A file of new products, and of rows without a price."""
    rows = [f"NEW-{n},N{n:05d},New product {n},,1.99,STANDARD,,," for n in range(good)]
    rows += [f"BAD-{n},,Product without a price {n},,,STANDARD,,," for n in range(refused)]
    return "\n".join([IMPORT_HEADER, *rows])


def nothing(_till: DrivenTill) -> None:
    """The till as it starts."""


def choose_ben(till: DrivenTill) -> None:
    till.press(Key.Key_Right)
    till.enter_text("14")


def wrong_pin(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.enter_text("999999")
    till.wait_for(lambda: "Wrong" in till.message(), "the refusal")


def open_shift(till: DrivenTill) -> None:
    till.press(Key.Key_Left)
    till.sign_in()
    till.enter_text("150")


def sell_empty(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for_page("sell")


def sell_lines(till: DrivenTill) -> None:
    for code in BASKET:
        if code in {"4011", "4664"}:
            till.enter_text("0.842*")
        till.scan(code)
    till.press(Key.Key_Plus)
    till.press(Key.Key_Plus)


def not_found(till: DrivenTill) -> None:
    till.scan(UNKNOWN)


def new_product(till: DrivenTill) -> None:
    till.press(Key.Key_Insert)


def new_product_refused(till: DrivenTill) -> None:
    till.enter_text("Elderflower lemonade")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "new_price_problem"), "the refusal")


def price(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    till.enter_text("12.49")


def typed(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)
    till.enter_text("12")


def search(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.enter_text("choc")
    grid = till.model.screens.grid
    till.wait_for(lambda: grid.found_for == "choc" and bool(grid.results), "the results")


def search_in_vain(till: DrivenTill) -> None:
    till.enter_text("qqq")
    till.wait_for(lambda: not till.model.screens.grid.results, "no results")


def removed(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Delete)


def keys(till: DrivenTill) -> None:
    till.press(Key.Key_F1)


def many_lines(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    for code in LONG_BASKET:
        if code in {"4011", "4664"}:
            till.enter_text("1.205*")
        till.scan(code)
    till.quiet()


def choose_look(till: DrivenTill, **changes: object) -> None:
    look = till.model.screens.look
    look.choose(replace(look.look, **changes))  # type: ignore[arg-type]


def palette(till: DrivenTill) -> None:
    till.press(Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def palette_found(till: DrivenTill) -> None:
    till.enter_text("pr")
    till.wait_for(lambda: not till.model.screens.palette.is_searching, "the search")


def palette_price(till: DrivenTill) -> None:
    till.press(Key.Key_Backspace)
    till.enter_text("ain")
    till.wait_for(lambda: not till.model.screens.palette.is_searching, "the search")
    till.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)


def palette_left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)


def look(till: DrivenTill) -> None:
    till.model.screens.look.open()


def look_contrast(till: DrivenTill) -> None:
    choose_look(till, mode="contrast_dark" if till.window.theme.is_dark else "contrast")
    till.press(Key.Key_Down)


def look_contrast_sell(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.scan(UNKNOWN)


def look_mirrored(till: DrivenTill) -> None:
    mode = "dark" if till.window.theme.is_dark else "light"
    choose_look(till, mode=mode, is_mirrored=True)
    till.press(Key.Key_Escape)
    till.enter_text("12")


def look_large(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    choose_look(till, is_mirrored=False, scale=150)


def look_back(till: DrivenTill) -> None:
    choose_look(till, scale=100)


def pay(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for_page("pay")


def pay_customer(till: DrivenTill) -> None:
    till.press(Key.Key_F4)


def pay_enough(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.enter_text("100")


def pay_short(till: DrivenTill) -> None:
    for _ in range(3):
        till.press(Key.Key_Backspace)
    till.enter_text("5")


def pay_parted(till: DrivenTill) -> None:
    """5.00 in cash and 10.00 by card are taken, and the rest is split."""
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "tender_0"), "the first part")
    till.enter_text("10")
    till.press(Key.Key_F11)
    till.wait_for(lambda: till.sees(QLabel, "tender_1"), "the second part")


def pay_split(till: DrivenTill) -> None:
    till.press(Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def pay_items(till: DrivenTill) -> None:
    till.press(Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    till.press(Key.Key_Space)
    till.press(Key.Key_Down)
    till.press(Key.Key_Down)
    till.press(Key.Key_Space)


def pay_share(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    pay_split(till)
    till.enter_text("3")


def pay_refused(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.wait_for(lambda: till.sees(QLabel, "pay_message"), "the refusal")


def pay_tip(till: DrivenTill) -> None:
    till.press(Key.Key_T, Qt.KeyboardModifier.ControlModifier)


def pay_tip_large(till: DrivenTill) -> None:
    till.enter_text("5000")
    till.press(Key.Key_Return)


def pay_tipped(till: DrivenTill) -> None:
    till.press(Key.Key_2, Qt.KeyboardModifier.AltModifier)
    till.wait_for(lambda: till.sees(QLabel, "pay_tip"), "the tip")


def done(till: DrivenTill) -> None:
    for _ in range(2):
        till.press(Key.Key_Delete)
        till.wait_for(lambda: not till.model.screens.pay.busy, "the part given back")
    till.press(Key.Key_Backspace)
    till.enter_text("100")
    till.press(Key.Key_Return)
    till.wait_for_page("done")
    till.wait_for(lambda: till.print_state() == "Receipt printed", "the receipt")


def done_change(till: DrivenTill) -> None:
    till.press(Key.Key_C)


def done_changed(till: DrivenTill) -> None:
    till.press(Key.Key_1)
    till.wait_for(lambda: "by card" in till.says("done_paid"), "the change")
    till.settle()


def next_order(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for_page("sell")


def import_preview(till: DrivenTill) -> None:
    till.import_file(import_rows(300, 12))
    till.wait_for_import("preview")


def import_done(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for_import("done")


def import_undone(till: DrivenTill) -> None:
    till.click("import_other")
    till.wait_for_import("undone")


def import_closed(till: DrivenTill) -> None:
    till.press(Key.Key_Return)


def clock_set(till: DrivenTill) -> None:
    till.move_clock(timedelta(hours=-3, minutes=-12))
    till.wait_for(lambda: till.sees(QLabel, "clock_words"), "the banner")


def clock_right(till: DrivenTill) -> None:
    till.move_clock(timedelta())
    till.wait_for(lambda: not till.sees(QLabel, "clock_words"), "the end of the banner")


def sell_clock(till: DrivenTill) -> None:
    for code in BASKET[1:4]:
        till.scan(code)
    clock_set(till)


def sell_clock_ended(till: DrivenTill) -> None:
    clock_right(till)
    till.press(Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)


def approval(till: DrivenTill) -> None:
    """Ben may not change a price alone."""
    sign_in_another(till, "Ben", CASHIER_PIN)
    till.scan(BASKET[1])
    till.quiet()
    till.press(Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    till.enter_text("12.49")
    ask(till)


def approval_wrong(till: DrivenTill) -> None:
    till.enter_text("555123")
    till.wait_for(lambda: "Wrong" in till.says("approval_message"), "the refusal")
    till.enter_text("140")


def approval_refused(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)


def approval_over_fields(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.scan(UNKNOWN)
    till.quiet()
    till.press(Key.Key_Insert)
    till.enter_text("Elderflower lemonade from the farm next door, bottle of 750 ml")
    till.press(Key.Key_Tab)
    till.enter_text("4.50")
    ask(till)


def drawer(till: DrivenTill) -> None:
    for _ in range(3):
        till.press(Key.Key_Escape)
    till.press(Key.Key_D, Qt.KeyboardModifier.ControlModifier)


def drawer_open(till: DrivenTill) -> None:
    till.press(Key.Key_1)
    till.wait_for(lambda: till.sees(QLabel, "toast_words"), "the drawer")


def cash_out(till: DrivenTill) -> None:
    till.press(Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    till.enter_text("250")
    till.press(Key.Key_2, Qt.KeyboardModifier.AltModifier)


def cash_refused(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "cash_problem"), "the refusal")


def cash_left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)


def approval_left(till: DrivenTill) -> None:
    till.press(Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    sign_in_another(till, "Ana", OWNER_PIN)


def ask(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "approval_what"), "the sheet")


def sign_in_another(till: DrivenTill, name: str, pin: str) -> None:
    till.press(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    till.choose_person(name)
    till.start_selling(pin)


def locked(till: DrivenTill) -> None:
    for code in BASKET[1:3]:
        till.scan(code)
    till.press(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    till.wait_for_page("sign_in")
    till.wait_for(lambda: till.says("kept_order") != "", "the kept order")


def close_shift(till: DrivenTill) -> None:
    clock_right(till)
    till.start_selling()
    till.model.close_shift()
    till.wait_for_page("close_shift")
    till.enter_text("249")


def shift_report(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
    till.model.screens.shift_reports.open()
    till.wait_for(lambda: till.sees(QLabel, "shift_report_paper"), "the report")


def shift_parts(till: DrivenTill) -> None:
    till.press(Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    till.wait_for(lambda: till.sees(QWidget, "shift_report_orders"), "the parts")
    till.press(Key.Key_Down)


def count_pieces(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.model.close_shift()
    till.wait_for_page("close_shift")
    till.press(Key.Key_F2)
    till.wait_for(lambda: till.sees(QLabel, "count_total"), "the sheet")
    for key in (Key.Key_1, Key.Key_Return, Key.Key_Return, Key.Key_3, Key.Key_Return, Key.Key_7):
        till.press(key)
    till.press(Key.Key_Down)
    for key in (Key.Key_2, Key.Key_Asterisk, Key.Key_3):  # two rolls, and three coins beside
        till.press(key)


def counted(till: DrivenTill) -> None:
    till.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def divided(till: DrivenTill) -> None:
    till.press(Key.Key_F3)
    till.enter_text("3")


def division_left(till: DrivenTill) -> None:
    till.press(Key.Key_Return)


def count_differs(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.says("message") != "", "the refusal")


def count_needs_note(till: DrivenTill) -> None:
    model = till.model.screens.close_shift
    till.wait_for(lambda: not model.has_just_differed, "the end of a double tap")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "close_note_problem"), "the note that is needed")
    till.enter_text("A roll of coins may be in the safe")


def note_added(till: DrivenTill) -> None:
    till.press(Key.Key_Return)


def closed_shift(till: DrivenTill) -> None:
    model = till.model.screens.close_shift
    till.wait_for(lambda: not model.has_just_differed, "the end of a double tap")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.says("results") != "", "the result of the count")


def eight_people(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for_page("sign_in")
    services = till.store.services
    services.staff.set_badge(actor=services.staff.owner(), name="Ben", code="B-7QX4-0193")
    till.add_people("Ana Costa", "Çağla Öz", "Dana Kim", "Eli Levi", "Fatou Ba", "Guy Le Roy")
    till.enter_text("14")


def letters(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.enter_text("le")


def many_people(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.add_people(*(f"Cashier Number {n}" for n in range(1, 15)))


def unknown_badge(till: DrivenTill) -> None:
    for _ in range(3):
        till.scan("B-0000-0000")
        till.wait_for(lambda: not till.model.screens.sign_in.is_busy, "the refusal")


def one_person(till: DrivenTill) -> None:
    staff = till.store.services.staff
    for one in staff.everybody():
        if one.name != "Ana":
            staff.disable(actor=staff.owner(), name=one.name)
    till.model.screens.sign_in.refresh()
    till.model.screens.sign_in.clear()
    till.model.screens.sign_in.choose(staff.owner().staff_id)


SHOTS = (
    Shot("01-sign-in", nothing),
    Shot("02-sign-in-pin", choose_ben),
    Shot("03-sign-in-wrong", wrong_pin),
    Shot("04-open-shift", open_shift),
    Shot("05-sell-empty", sell_empty),
    Shot("06-sell", sell_lines),
    Shot("07-sell-not-found", not_found),
    Shot("26-new-product", new_product),
    Shot("27-new-product-refused", new_product_refused),
    Shot("28-price", price),
    Shot("08-sell-typed", typed),
    Shot("09-sell-search", search),
    Shot("10-sell-search-in-vain", search_in_vain),
    Shot("11-sell-removed", removed),
    Shot("12-keys", keys),
    Shot("12-menu", key_shots.menu),
    Shot("12-change-keys", key_shots.change_keys),
    Shot("12-change-keys-taken", key_shots.change_keys_taken),
    Shot("12-change-keys-left", key_shots.left),
    Shot("13-sell-many", many_lines),
    Shot("60-discount-mode", line_shots.discount_mode),
    Shot("61-discount-typed", line_shots.discount_typed),
    Shot("62-discount-why", line_shots.discount_why),
    Shot("62-discounted", line_shots.discounted),
    Shot("63-price-mode", line_shots.price_mode),
    Shot("64-order-discount", line_shots.order_discount),
    Shot("65-order-discount-refused", line_shots.order_discount_refused),
    Shot("66-order-discounted", line_shots.order_discounted),
    Shot("67-custom-item", line_shots.custom_item),
    Shot("68-note", line_shots.note),
    Shot("69-noted", line_shots.noted),
    Shot("69-long-name", line_shots.long_name),
    Shot("70-undone", line_shots.undone),
    Shot("46-palette", palette),
    Shot("47-palette-found", palette_found),
    Shot("48-palette-price", palette_price),
    Shot("49-palette-left", palette_left),
    Shot("40-look", look),
    Shot("41-look-contrast", look_contrast, is_watched=False),
    Shot("42-sell-contrast", look_contrast_sell),
    Shot("43-sell-mirrored", look_mirrored, is_watched=False),
    Shot("44-sell-large", look_large, is_watched=False),
    Shot("45-sell-normal", look_back, is_watched=False),
    Shot("80-weight", product_shots.weight),
    Shot("81-open-price", product_shots.open_price),
    Shot("82-age", product_shots.age),
    Shot("83-variant", product_shots.variant),
    Shot("84-price-check", product_shots.price_check),
    Shot("85-price-check-waits", product_shots.price_check_waits),
    Shot("86-customer", product_shots.customer),
    Shot("87-customer-new", product_shots.customer_new),
    Shot("88-customer-alike", product_shots.customer_alike),
    Shot("89-customer-chosen", product_shots.customer_chosen),
    Shot("90-tiles", product_shots.tiles),
    Shot("91-arrange", product_shots.arrange),
    Shot("92-arrange-search", product_shots.arrange_search),
    Shot("93-arranged", product_shots.arranged),
    Shot("14-pay", pay),
    Shot("14-pay-customer", pay_customer),
    Shot("15-pay-enough", pay_enough),
    Shot("16-pay-short", pay_short),
    Shot("40-pay-parted", pay_parted),
    Shot("41-pay-split", pay_split),
    Shot("41-pay-items", pay_items),
    Shot("42-pay-share", pay_share),
    Shot("43-pay-refused", pay_refused),
    Shot("43-tip", pay_tip),
    Shot("43-tip-large", pay_tip_large),
    Shot("43-pay-tipped", pay_tipped),
    Shot("17-done", done),
    Shot("44-done-change", done_change),
    Shot("45-done-changed", done_changed),
    Shot("18-sell-next", next_order),
    Shot("100-tabs-three", order_shots.tabs_three),
    Shot("101-held", order_shots.held),
    Shot("102-held-search", order_shots.held_search),
    Shot("103-held-nothing", order_shots.held_nothing),
    Shot("104-held-removed", order_shots.held_removed),
    Shot("105-tabs-eight", order_shots.tabs_eight),
    Shot("106-status", order_shots.status),
    Shot("107-messages", order_shots.messages),
    Shot("108-orders-ended", order_shots.orders_ended),
    Shot("80-find", receipt_shots.find),
    Shot("81-find-item", receipt_shots.find_item),
    Shot("82-find-nothing", receipt_shots.find_nothing),
    Shot("83-find-email-refused", receipt_shots.find_email),
    Shot("84-find-email-waits", receipt_shots.find_email_waits),
    Shot("85-find-email-known", receipt_shots.find_email_known),
    Shot("86-mail-server", receipt_shots.mail_server),
    Shot("87-mail-server-refused", receipt_shots.mail_server_refused),
    Shot("88-mail-server-left", receipt_shots.mail_server_left),
    Shot("94-give-back", return_shots.give_back),
    Shot("95-give-back-words", return_shots.give_back_words),
    Shot("110-exchange", return_shots.exchange),
    Shot("111-gives-back", return_shots.gives_back),
    Shot("112-pay-out", return_shots.pay_out),
    Shot("113-pay-out-elsewhere", return_shots.pay_out_elsewhere),
    Shot("114-pay-out-done", return_shots.pay_out_done),
    Shot("96-refund-found", return_shots.refund_found),
    Shot("97-refunded-found", return_shots.refunded_found),
    Shot("98-give-back-again", return_shots.give_back_again),
    Shot("99-void", return_shots.void),
    Shot("115-void-pay-out", return_shots.void_pay_out),
    Shot("116-return-search", return_shots.return_search),
    Shot("117-return-product", return_shots.return_product),
    Shot("118-returns-left", return_shots.returns_left),
    Shot("130-reports", report_shots.reports),
    Shot("131-reports-by-product", report_shots.by_product),
    Shot("131-reports-paid-in-cash", report_shots.paid_in_cash),
    Shot("131-reports-range-refused", report_shots.typed_range),
    Shot("131-reports-range", report_shots.range_shown),
    Shot("132-reports-conduct", report_shots.conduct),
    Shot("133-reports-stock", report_shots.stock),
    Shot("134-reports-nothing", report_shots.nothing),
    Shot("135-reports-left", report_shots.left),
    Shot("150-settings", settings_shots.settings),
    Shot("151-settings-refused", settings_shots.refused),
    Shot("152-settings-search", settings_shots.searched),
    Shot("153-settings-receipt", settings_shots.receipt),
    Shot("153-settings-receipt-logo", settings_shots.logo),
    Shot("160-settings-taxes", settings_shots.taxes),
    Shot("160-settings-ways", settings_shots.ways),
    Shot("161-settings-rounding", settings_shots.rounding),
    Shot("162-settings-limits", settings_shots.limits),
    Shot("162-settings-selling", settings_shots.selling),
    Shot("163-settings-processors", settings_shots.processors),
    Shot("164-settings-language", settings_shots.language),
    Shot("154-settings-printer", settings_shots.printer),
    Shot("154-settings-printers-found", settings_shots.printers_found),
    Shot("154-settings-printers-none", settings_shots.no_printer_found),
    Shot("155-settings-drawer", settings_shots.drawer),
    Shot("155-settings-scanner", settings_shots.scanner),
    Shot("155-settings-scanner-refused", settings_shots.scanner_refused),
    Shot("156-settings-backup", settings_shots.backup),
    Shot("157-settings-saved", settings_shots.saved),
    Shot("159-settings-left", settings_shots.left),
    Shot("170-staff-people", staff_shots.people),
    Shot("171-staff-badge", staff_shots.badge),
    Shot("172-staff-nobody", staff_shots.nobody),
    Shot("173-staff-new", staff_shots.new_person),
    Shot("174-staff-pin", staff_shots.new_pin),
    Shot("174-staff-may-do", staff_shots.may_do),
    Shot("175-staff-roles", staff_shots.roles),
    Shot("176-staff-limit", staff_shots.limit),
    Shot("177-staff-left", staff_shots.left),
    Shot("178-hours", hours_shots.month),
    Shot("179-hours-refused", hours_shots.correct_refused),
    Shot("179-hours-add", hours_shots.add),
    Shot("179-hours-nothing", hours_shots.nothing),
    Shot("179-hours-left", hours_shots.left),
    Shot("139-activity", activity_shots.activity),
    Shot("140-activity-sales", activity_shots.of_one_kind),
    Shot("141-activity-nothing", activity_shots.nothing),
    Shot("142-activity-left", activity_shots.left),
    Shot("136-find-restored", return_shots.find_restored),
    Shot("137-give-back-restored", return_shots.give_back_restored),
    Shot("138-restored-left", return_shots.restored_left),
    Shot("110-processors", processor_shots.processors),
    Shot("111-processors-refused", processor_shots.processors_refused),
    Shot("112-processors-next", processor_shots.processors_next),
    Shot("113-processors-left", processor_shots.processors_left),
    Shot("22-import-preview", import_preview),
    Shot("23-import-done", import_done),
    Shot("24-import-undone", import_undone),
    Shot("25-import-closed", import_closed),
    Shot("29-sell-clock", sell_clock),
    Shot("30-sell-clock-right", sell_clock_ended),
    Shot("70-approval", approval),
    Shot("71-approval-wrong", approval_wrong),
    Shot("72-approval-refused", approval_refused),
    Shot("73-approval-over-fields", approval_over_fields),
    Shot("74-drawer", drawer),
    Shot("75-drawer-open", drawer_open),
    Shot("79-cash-out", cash_out),
    Shot("79-cash-refused", cash_refused),
    Shot("79-cash-left", cash_left),
    Shot("76-approval-left", approval_left),
    Shot("19-locked", locked),
    Shot("31-sign-in-clock", clock_set),
    Shot("20-close-shift", close_shift),
    Shot("76-shift-report", shift_report),
    Shot("76-shift-report-parts", shift_parts),
    Shot("77-count-by-pieces", count_pieces),
    Shot("78-counted", counted),
    Shot("78-divided", divided),
    Shot("78-division-left", division_left),
    Shot("78-count-differs", count_differs),
    Shot("78-count-needs-note", count_needs_note),
    Shot("78-note-added", note_added),
    Shot("21-shift-closed", closed_shift),
    Shot("50-sign-in-eight", eight_people, is_watched=False),
    Shot("51-sign-in-letters", letters),
    Shot("52-sign-in-many", many_people, is_watched=False),
    Shot("53-sign-in-unknown-badge", unknown_badge),
    Shot("54-sign-in-one", one_person),
)
