"""E-mailing a receipt with keys only, to a mail server that really listens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.composition.demo_people import CASHIER_PIN
from pos_app.composition.emailing import Mailroom
from pos_app.services.emailing.server import MailServer, Security
from tests.fakes.smtp import Behaviour, SmtpServer, smtp_server
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MARIA = "maria@example.com"
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def use(till: DrivenTill, server: SmtpServer) -> None:
    settings = MailServer("127.0.0.1", server.port, Security.NONE, "", "till@shop.example")
    owner = till.store.services.staff.owner()
    Mailroom(till.store).setup.choose(settings, password=None, actor=owner)


def ask(till: DrivenTill) -> None:
    """As the Done screen and the page of orders found do."""
    document = till.store.queries.orders.latest()
    assert document is not None
    assert document.number is not None
    owner = till.store.services.staff.owner()
    till.model.screens.receipts.email.open(document.order_id, document.number, owner)
    till.settle()


def is_open(till: DrivenTill) -> bool:
    return till.sees(QWidget, "email_send")


def problem(till: DrivenTill) -> str:
    return till.says("email_problem") if till.sees(QLabel, "email_problem") else ""


def bar(till: DrivenTill) -> str:
    return " ".join(till.troubles())


@pytest.fixture
def sold(selling: DrivenTill) -> DrivenTill:
    selling.sell(BREAD)
    return selling


def send(till: DrivenTill, text: str) -> None:
    till.enter_text(text)
    till.press(Key.Key_Return)


class TestEmail:
    def test_goes_out_behind_the_screen(self, sold: DrivenTill) -> None:
        with smtp_server() as server:
            use(sold, server)
            ask(sold)
            send(sold, MARIA)
            sold.wait_for(lambda: not is_open(sold), "the end of the sheet")
            sold.wait_for(lambda: bool(server.taken), "the mail")
            sold.wait_for(lambda: MARIA in sold.window.toast.words.text(), "the words")

        assert server.taken[0]["To"] == MARIA
        assert sold.page == "sell"

    def test_refuses_what_is_no_address_and_stays(self, sold: DrivenTill) -> None:
        with smtp_server() as server:
            use(sold, server)
            ask(sold)
            send(sold, "maria")
            sold.wait_for(lambda: "no e-mail address" in problem(sold), "why")

        assert is_open(sold)
        assert sold.store.queries.emails.unsent(limit=9) == []

    def test_refuses_a_swiped_card(self, sold: DrivenTill) -> None:
        with smtp_server() as server:
            use(sold, server)
            ask(sold)
            send(sold, "4111111111111111@x.com")
            sold.wait_for(lambda: "card number" in problem(sold), "why")

        assert "4111111111111111" not in problem(sold)

    def test_says_that_no_server_is_set_up(self, sold: DrivenTill) -> None:
        ask(sold)
        send(sold, MARIA)
        sold.wait_for(lambda: "No mail server" in problem(sold), "why")

    def test_takes_the_usual_ending_in_one_key(self, sold: DrivenTill) -> None:
        with smtp_server() as server:
            use(sold, server)
            ask(sold)
            send(sold, MARIA)
            sold.wait_for(lambda: bool(server.taken), "the mail")
            ask(sold)
            sold.wait_for(lambda: sold.sees(QWidget, "email_domain_1"), "the ending")
            sold.enter_text("ben")
            sold.press(Key.Key_1, ALT)
            assert sold.widget(QLineEdit, "email_address").text() == "ben@example.com"
            sold.press(Key.Key_Return)
            sold.wait_for(lambda: len(server.taken) == 2, "the second mail")

        assert server.taken[1]["To"] == "ben@example.com"

    def test_goes_without_prices(self, sold: DrivenTill) -> None:
        with smtp_server() as server:
            use(sold, server)
            ask(sold)
            sold.press(Key.Key_G, CTRL)
            send(sold, MARIA)
            sold.wait_for(lambda: bool(server.taken), "the mail")

        (pdf,) = server.taken[0].iter_attachments()
        assert str(pdf.get_filename()).endswith("-GIFT.pdf")

    def test_a_scan_goes_to_the_order_and_never_into_the_field(self, sold: DrivenTill) -> None:
        ask(sold)
        sold.enter_text("ma")
        sold.scan(BREAD)
        sold.quiet()

        assert sold.widget(QLineEdit, "email_address").text() == "ma"
        assert len(sold.lines()) == 1


class TestOffline:
    def test_waits_in_words_and_goes_when_the_server_is_back(self, sold: DrivenTill) -> None:
        with smtp_server() as server:
            use(sold, server)
        ask(sold)
        send(sold, MARIA)
        sold.wait_for(lambda: "E-mails wait for the mail server: 1" in bar(sold), "the notice")
        assert "does not answer" in bar(sold)
        sold.sell(BREAD)  # nothing waits for a mail server

        with smtp_server() as server:
            use(sold, server)
            sold.model.screens.receipts.mail.wake()
            sold.wait_for(lambda: bool(server.taken), "the mail")
            sold.wait_for(lambda: "E-mail" not in bar(sold), "the end of the notice")

        assert len(server.taken) == 1

    def test_a_refusal_is_told_with_its_address_and_corrected(self, sold: DrivenTill) -> None:
        with smtp_server(Behaviour(replies={"RCPT": "550 no such user"})) as server:
            use(sold, server)
            ask(sold)
            send(sold, MARIA)
            sold.wait_for(lambda: "E-mail refused" in bar(sold), "the notice")
            assert MARIA in bar(sold)
        with smtp_server() as server:
            use(sold, server)
            ask(sold)
            sold.wait_for(lambda: sold.sees(QLabel, "email_problem"), "what was refused")
            assert sold.widget(QLineEdit, "email_address").text() == MARIA
            sold.widget(QLineEdit, "email_address").selectAll()
            send(sold, "m@example.com")
            sold.wait_for(lambda: bool(server.taken), "the mail")

        assert server.taken[0]["To"] == "m@example.com"
        unsent = sold.store.queries.emails.unsent
        sold.wait_for(lambda: unsent(limit=9) == [], "the note that it went")

    def test_the_till_closes_while_a_server_says_nothing(self, sold: DrivenTill) -> None:
        with smtp_server(Behaviour(silent_at="end")) as server:
            use(sold, server)
            ask(sold)
            send(sold, MARIA)
            sold.wait_for(lambda: any("DATA" in line.upper() for line in server.said), "DATA")
            sold.window.close()
            sold.settle()

        # It was taken, or not: nobody can know. The till did not wait to find out.
        assert len(server.said) > 0


class TestMailServer:
    def test_is_chosen_in_the_menu_and_tried_at_once(self, sold: DrivenTill) -> None:
        with smtp_server() as server:
            sold.window.till_actions.run("mail_server")
            sold.wait_for(lambda: sold.sees(QWidget, "mail_save"), "the sheet")
            sold.enter_text("localhost")
            sold.press(Key.Key_Tab)
            sold.enter_text(str(server.port))
            for _ in range(3):
                sold.press(Key.Key_Tab)
            sold.enter_text("till@shop.example")
            for _ in range(2):
                sold.press(Key.Key_T, CTRL)
            sold.press(Key.Key_Return)
            sold.wait_for(lambda: not sold.sees(QWidget, "mail_save"), "the end of the sheet")

        assert [message["To"] for message in server.taken] == ["till@shop.example"]
        assert "was taken" in sold.window.toast.words.text()

    def test_says_what_is_wrong_with_it_and_stays(self, sold: DrivenTill) -> None:
        sold.window.till_actions.run("mail_server")
        sold.wait_for(lambda: sold.sees(QWidget, "mail_save"), "the sheet")
        sold.press(Key.Key_Return)
        sold.wait_for(lambda: sold.sees(QLabel, "mail_problem"), "why")

        assert "its name is missing" in sold.says("mail_problem")

    def test_is_for_the_owner(self, till: DrivenTill) -> None:
        till.choose_person("Ben")
        till.start_selling(CASHIER_PIN)
        till.window.till_actions.run("mail_server")
        till.settle()

        assert not till.sees(QWidget, "mail_save")
        assert "Only the owner" in till.window.toast.words.text()
