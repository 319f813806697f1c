"""The pictures of finding an order and of giving its receipt out, after the first order is paid."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from pos_app.composition.emailing import Mailroom
from pos_app.services.emailing.server import PASSWORD, MailServer, Security
from tests.gui.driving import DrivenTill, Key

BREAD = "3276550614043"
CHEESE = "0721762513958"


def find(till: DrivenTill) -> None:
    for codes in ((BREAD,), (CHEESE, BREAD), (BREAD, BREAD, CHEESE), (CHEESE,)):
        till.sell(*codes)
    till.press(Key.Key_F9)
    till.wait_for_page("find")
    wait_for_receipt(till)


def wait_for_receipt(till: DrivenTill) -> None:
    till.wait_for(lambda: bool(till.model.screens.receipts.find.found.orders), "the orders")
    till.wait_for(lambda: bool(till.says("receipt")), "the receipt")


def find_item(till: DrivenTill) -> None:
    till.scan(CHEESE)
    till.wait_for(lambda: "With this item" in till.says("find_hint"), "the orders")
    till.press(Key.Key_Down)
    second = till.model.screens.receipts.find.row(1).number
    till.wait_for(lambda: till.says("found_title") == second, "the second receipt")
    wait_for_receipt(till)


def find_nothing(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.enter_text("999.99")
    till.wait_for(lambda: till.sees(QLabel, "find_empty_words"), "nothing")


def find_email(till: DrivenTill) -> None:
    # Without its password it is never asked for anything: no picture needs a network.
    server = MailServer("localhost", 25, Security.NONE, "till", "till@shop.example")
    owner = till.store.services.staff.owner()
    setup = Mailroom(till.store).setup
    setup.choose(server, password="lost", actor=owner)
    setup.secrets.delete(PASSWORD)
    till.press(Key.Key_Escape)
    wait_for_receipt(till)
    till.click("find_email")
    till.wait_for(lambda: till.sees(QWidget, "email_send"), "the sheet")
    till.enter_text("maria@example")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "email_problem"), "the refusal")


def find_email_waits(till: DrivenTill) -> None:
    till.enter_text(".com")
    till.press(Key.Key_Return)
    till.wait_for(lambda: not till.sees(QWidget, "email_send"), "the end of the sheet")
    till.wait_for(lambda: any("wait" in one for one in till.troubles()), "the notice")
    till.wait_for(lambda: till.sees(QLabel, "found_emails"), "what became of it")


def find_email_known(till: DrivenTill) -> None:
    till.click("find_email")
    till.wait_for(lambda: till.sees(QWidget, "email_domain_1"), "the endings")
    till.enter_text("ben")


def mail_server(till: DrivenTill) -> None:
    find_left(till)
    till.window.till_actions.run("mail_server")
    till.wait_for(lambda: till.sees(QWidget, "mail_save"), "the sheet")


def mail_server_refused(till: DrivenTill) -> None:
    till.press(Key.Key_Backspace)
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "mail_problem"), "the refusal")


def mail_server_left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)


def find_left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
