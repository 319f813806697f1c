"""Where the store wants a PIN before money is let go of that was asked for or taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.composition.demo_people import OWNER_PIN
from pos_app.domain.attempt import Standing
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import Permission
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from tests.fakes.formats import FakeFormats
from tests.fakes.processors.memory import FakeProcessor
from tests.fakes.shop import FakeShop
from tests.fakes.tasks import InlineTaskRunner
from tests.gui.driving import DrivenTill, Key
from tests.gui.remote_till import CODE, HangingProcessor, RemoteTill, remote_till
from tests.gui.test_split_paying import start_paying, take_two_in_cash

WRONG = "555123"


def want_a_pin(till: DrivenTill) -> None:
    live = till.store.queries.live
    live.take(replace(live(), pin_to_back_out=True))


def is_asked(till: DrivenTill) -> bool:
    return till.sees(QWidget, "approval_refuse")


def wait_until_asked(till: DrivenTill) -> None:
    till.wait_for(lambda: is_asked(till), "the sheet")
    till.settle()


def test_a_pin_is_first_that_of_who_sells(qapp: object) -> None:
    shop = FakeShop()
    approvals = Approvals(
        approving=shop.approving,
        tasks=InlineTaskRunner(),
        formats=FakeFormats(),
        profile=shop.profile,
    )
    for who in (shop.cashier, shop.owner):
        approvals.signed_in(who)

        approvals.ask(ApprovalRequest(Permission.SELL, "Back out"), lambda _allowed: None)

        assert approvals.chosen == who.staff_id
    approvals.refuse()


class TestPart:
    @pytest.fixture
    def paying(self, selling: DrivenTill) -> DrivenTill:
        want_a_pin(selling)
        start_paying(selling)
        take_two_in_cash(selling)
        selling.press(Key.Key_Delete)
        wait_until_asked(selling)
        return selling

    def test_is_given_back_by_the_pin_of_who_sells(self, paying: DrivenTill) -> None:
        assert paying.says("approval_asker") == "Signed in: Ana"
        assert paying.says("approval_what") == "Back out of a payment"
        assert paying.says("approval_how_much") == "2,00\u00a0€"

        paying.enter_text(OWNER_PIN)
        paying.wait_for(lambda: not paying.sees(QLabel, "tender_0"), "the end of the part")
        assert paying.says("due") == "4,28\u00a0€"

    def test_stays_without_it(self, paying: DrivenTill) -> None:
        paying.enter_text(WRONG)
        paying.wait_for(lambda: "Wrong" in paying.says("approval_message"), "the refusal")
        paying.press(Key.Key_Escape)

        assert paying.says("pay_message") == "Not allowed: nothing was changed."
        assert paying.sees(QLabel, "tender_0")

    def test_stays_if_the_order_was_paid_meanwhile(self, selling: DrivenTill) -> None:
        start_paying(selling)
        take_two_in_cash(selling)
        pay = selling.model.screens.pay
        allowed: list[Callable[[None], None]] = []
        vars(pay._backing_out)["ask"] = lambda _amount, do, _refused: allowed.append(do)  # noqa: SLF001 - a PIN as late as can be

        pay.remove()
        pay.take()
        selling.wait_for_page("done")
        allowed[0](None)

        assert "nothing was given back" in selling.says("toast_words")


class TestCard:
    @pytest.fixture
    def remote(self, qapp: object, folder: Path) -> Iterator[RemoteTill]:
        processor = FakeProcessor()
        with remote_till(folder, processor) as remote:
            want_a_pin(remote.till)
            remote.start_paying()
            yield remote

    def test_is_cancelled_by_a_pin_only(self, remote: RemoteTill) -> None:
        remote.processor.customer = Standing.WAITING
        remote.charge_by_card()
        remote.wait_for_words("Tap, insert or swipe")

        remote.till.press(Key.Key_Escape)
        wait_until_asked(remote.till)
        remote.till.press(Key.Key_Escape)
        remote.wait_for_words("Not allowed: nothing was changed.")
        assert remote.till.page == "charge"
        assert remote.processor.calls.count("cancel") == 0

        remote.till.press(Key.Key_Escape)
        wait_until_asked(remote.till)
        remote.till.enter_text(OWNER_PIN)
        remote.till.wait_for_page("pay")
        assert [one.state for one in remote.attempts] == [PaymentState.CANCELLED]
        assert remote.till.entry_bodies("payment_backed_out")

    def test_that_was_declined_leads_to_cash_by_a_pin_only(self, remote: RemoteTill) -> None:
        remote.processor.customer = Standing.DECLINED
        remote.charge_by_card()
        remote.wait_for_words("Declined")

        remote.till.press(Key.Key_Escape)
        wait_until_asked(remote.till)
        assert remote.till.page == "charge"
        remote.till.enter_text(OWNER_PIN)
        remote.till.wait_for_page("pay")
        assert remote.till.entry_bodies("payment_backed_out")

    def test_that_is_paid_meanwhile_is_paid(self, remote: RemoteTill) -> None:
        remote.processor.customer = Standing.WAITING
        remote.charge_by_card()
        remote.wait_for_words("Tap, insert or swipe")
        remote.till.press(Key.Key_Escape)
        wait_until_asked(remote.till)

        remote.processor.pays(remote.attempts[0].attempt_id)
        remote.till.wait_for_page("done")

        assert not is_asked(remote.till)
        assert remote.processor.moved == 2_482


def test_a_pin_that_is_typed_while_the_wait_runs_out_is_kept(qapp: object, folder: Path) -> None:
    processor = HangingProcessor("cancel")
    processor.customer = Standing.WAITING
    with remote_till(folder, processor) as remote:
        till = remote.till
        want_a_pin(till)
        remote.start_paying()
        remote.charge_by_card()
        remote.wait_for_words("Tap, insert or swipe")
        till.press(Key.Key_Escape)
        wait_until_asked(till)
        case = till.model.screens.pay.remote.case
        assert case is not None
        assert case.driver is not None
        case.driver.pace.over.emit()
        till.wait_for(lambda: "cancel hangs" in processor.calls, "the end of the wait")

        till.enter_text(OWNER_PIN)
        till.wait_for(lambda: bool(till.entry_bodies("payment_backed_out")), "the entry")
        till.wait_for(lambda: not till.model.screens.pay.remote.is_busy, "the end of it")
        assert till.page == "charge"
        assert [one.is_decided for one in remote.attempts] == [False]

        processor.let_go.set()
        till.wait_for_page("pay")
        assert [one.state for one in remote.attempts] == [PaymentState.CANCELLED]
        assert len(till.entry_bodies("payment_backed_out")) == 1


def test_a_code_step_is_left_freely_until_something_was_asked(qapp: object, folder: Path) -> None:
    with remote_till(folder, FakeProcessor(), methods=(CODE,)) as remote:
        till = remote.till
        want_a_pin(till)
        remote.start_paying()
        pay = till.model.screens.pay
        pay.take_by(CODE.code)
        till.wait_for_page("charge")

        till.press(Key.Key_Escape)
        till.wait_for_page("pay")

        remote.processor.customer = Standing.DECLINED
        pay.take_by(CODE.code)
        till.wait_for_page("charge")
        till.scan("281234567890123456")
        remote.wait_for_words("Declined")
        till.quiet()
        till.press(Key.Key_Return)
        remote.wait_for_words("Scan the code")
        till.press(Key.Key_Escape)
        wait_until_asked(till)
