"""The Done screen by its keys: what is printed, what is put right, and when it goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.demo_people import CASHIER_PIN
from pos_app.composition.opening import writing
from pos_app.composition.store_settings import settings_of
from pos_app.domain.payment import Payment
from pos_app.domain.store import Receipts
from pos_app.services.reports.sales import SalesBy
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.sheet import sheet_over
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.screens.__main__ import SIZES

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PAIN = "3276550614043"  # 1.79
MOMENT_MS = 20


def pay(till: DrivenTill, given: str = "") -> DrivenTill:
    """1.79 in cash: exact, or what is given."""
    till.scan(PAIN)
    till.quiet()
    if not given:
        till.press(Key.Key_F12, SHIFT)
    else:
        till.press(Key.Key_Return)
        till.enter_text(given)
        till.press(Key.Key_Return)
    till.wait_for_page("done")
    return till


@pytest.fixture
def done(selling: DrivenTill) -> DrivenTill:
    """With change to give back, so that it stays."""
    return pay(selling, "5")


@pytest.fixture
def habit(qapp: object, folder: Path, request: pytest.FixtureRequest) -> Iterator[DrivenTill]:
    """A store that prints receipts always, never, or if it is asked to."""
    with writing(DataFolder(folder)) as store:
        texts = {"receipts": request.param.value}
        settings_of(store).change(actor=store.services.staff.owner(), texts=texts)
    with driven_till(folder) as till:
        till.start_selling()
        yield till


ASKING = pytest.mark.parametrize("habit", [Receipts.ASK], indirect=True)
NEVER = pytest.mark.parametrize("habit", [Receipts.NEVER], indirect=True)


def printed(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "printed").glob("*.txt"))


def payments(till: DrivenTill) -> list[Payment]:
    document = till.store.queries.orders.latest()
    assert document is not None
    return list(document.tenders)


class TestReceipt:
    def test_is_given_as_a_gift_by_a_key(self, done: DrivenTill, folder: Path) -> None:
        done.press(Key.Key_G)
        done.wait_for(lambda: len(printed(folder)) == 2, "the gift receipt")

    def test_is_sent_by_a_key(self, done: DrivenTill) -> None:
        done.press(Key.Key_E)

        sheet = sheet_over(done.window)
        assert sheet is not None
        assert sheet.context == "email"
        done.press(Key.Key_Escape)
        assert done.page == "done"

    @ASKING
    def test_is_asked_for_where_the_store_asks(self, habit: DrivenTill, folder: Path) -> None:
        pay(habit)
        assert habit.print_state() == "Does the customer want a receipt?"
        assert not habit.model.screens.done.leaves_by_itself

        habit.press(Key.Key_P)
        habit.wait_for(lambda: habit.print_state() == "Receipt printed", "the receipt")
        assert printed(folder) == ["X-T01-000001.txt"]
        habit.press(Key.Key_P)
        habit.wait_for(lambda: len(printed(folder)) == 2, "the copy")
        assert "COPY" in printed(folder)[0] + printed(folder)[1]

    @ASKING
    def test_is_not_printed_if_the_answer_is_no(self, habit: DrivenTill, folder: Path) -> None:
        pay(habit)
        habit.press(Key.Key_N)
        habit.wait_for_page("sell")

        assert printed(folder) == []

    @NEVER
    def test_is_never_asked_for_where_the_store_says_so(
        self, habit: DrivenTill, folder: Path
    ) -> None:
        pay(habit)
        assert habit.print_state() == "No receipt"
        assert not habit.sees(ActionButton, "no_receipt")
        assert habit.model.screens.done.leaves_by_itself
        habit.press(Key.Key_Space)
        habit.wait_for_page("sell")

        assert printed(folder) == []

    def test_leaves_no_to_those_who_are_asked(self, done: DrivenTill) -> None:
        done.press(Key.Key_N)

        assert done.page == "done"


class TestGivingBack:
    def test_is_two_keys(self, done: DrivenTill) -> None:
        before = done.keys_pressed

        done.press(Key.Key_R)
        done.wait_for_page("pay_out")
        done.press(Key.Key_Return)
        done.wait_for_page("done")

        assert done.keys_pressed - before == 2
        assert done.shift().expected == done.shift().opening_float

    def test_goes_to_the_next_order_if_it_is_left(self, done: DrivenTill) -> None:
        done.press(Key.Key_R)
        done.wait_for_page("pay_out")
        done.press(Key.Key_Escape)
        done.wait_for_page("sell")

        assert len(done.store.services.orders.order.returns) == 1
        assert len(done.orders()) == 1

    def test_takes_scans_for_its_sheet(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_L, CTRL)
        selling.choose_person("Ben")
        selling.start_selling(CASHIER_PIN)
        pay(selling, "5")

        selling.press(Key.Key_R)
        selling.wait_for(lambda: selling.sees(QLabel, "back_title"), "the sheet")
        selling.scan(PAIN)

        assert not selling.store.services.orders.order.items
        assert selling.model.screens.returns.give_back.lines.choices[0].chosen == 1_000

    def test_is_not_offered_after_a_return(self, done: DrivenTill) -> None:
        done.press(Key.Key_R)
        done.wait_for_page("pay_out")
        done.press(Key.Key_Return)
        done.wait_for_page("done")

        assert not done.sees(ActionButton, "done_give_back")
        done.press(Key.Key_R)
        assert done.page == "done"


class TestLeaving:
    def test_is_by_itself_after_four_seconds(self, selling: DrivenTill) -> None:
        pay(selling)
        timer = vars(selling.model.screens.done)["_timer"]
        assert timer.interval() == 4_000

        timer.setInterval(MOMENT_MS)

        selling.wait_for_page("sell")


class TestSound:
    def test_says_that_it_is_paid(self, selling: DrivenTill) -> None:
        sounds: list[str] = []
        selling.model.screens.sell.sound.connect(sounds.append)

        pay(selling)

        assert sounds == ["ok", "paid"]


class TestStay:
    def test_is_any_key(self, selling: DrivenTill) -> None:
        pay(selling)
        assert selling.model.screens.done.leaves_by_itself

        selling.enter_text("x")

        assert selling.page == "done"
        assert not vars(selling.model.screens.done)["_timer"].isActive()


class TestChangedPayment:
    def test_is_two_keys(self, done: DrivenTill) -> None:
        before = done.shift()
        done.press(Key.Key_C)
        assert done.widget(ActionButton, "change_to_1").text() == "Card"

        done.press(Key.Key_1)
        done.wait_for(lambda: "by card" in done.says("done_paid"), "the change")

        assert [(one.method, one.amount) for one in payments(done)] == [("card", 179)]
        assert "Card" in done.says("receipt")
        assert done.says("done_title") == "Paid"
        assert done.shift().expected == before.expected - 179
        assert not done.sees(QWidget, "sheet")
        assert done.page == "done"

    def test_is_printed_anew_if_it_is_wanted(self, done: DrivenTill, folder: Path) -> None:
        done.wait_for(lambda: done.print_state() == "Receipt printed", "the receipt")
        done.press(Key.Key_C)
        done.click("change_to_1")
        done.wait_for(lambda: done.print_state().startswith("Changed"), "the change")
        assert len(printed(folder)) == 1

        done.press(Key.Key_P)
        done.wait_for(lambda: len(printed(folder)) == 2, "the copy")

        copy = next(path for path in (folder / "printed").glob("*COPY*"))
        assert "Card" in copy.read_text(encoding="utf-8")

    def test_is_what_the_report_counts(self, done: DrivenTill) -> None:
        done.press(Key.Key_C)
        done.press(Key.Key_1)
        done.wait_for(lambda: "by card" in done.says("done_paid"), "the change")

        document = done.store.queries.orders.latest()
        assert document is not None
        day = document.business_date
        rows = done.store.queries.reports.sales(by=SalesBy.PAYMENT, since=day, until=day)
        assert [(row.key, row.gross) for row in rows] == [("card", 179), ("total", 179)]

    def test_is_one_of_several(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.quiet()
        selling.press(Key.Key_Return)
        selling.enter_text("1")
        selling.press(Key.Key_F11)
        selling.wait_for(lambda: selling.sees(QLabel, "tender_0"), "the part")
        selling.press(Key.Key_Return)
        selling.wait_for_page("done")

        selling.press(Key.Key_C)
        selling.press(Key.Key_Up)
        assert selling.widget(ActionButton, "change_to_1").text() == "Cash"
        selling.press(Key.Key_1)
        selling.wait_for(lambda: "by card" not in selling.says("done_paid"), "the change")

        assert [one.method for one in payments(selling)] == ["cash", "cash"]

    def test_is_left_as_it_was_by_a_key(self, done: DrivenTill) -> None:
        done.press(Key.Key_C)
        done.press(Key.Key_Escape)

        assert [one.method for one in payments(done)] == ["cash"]
        done.press(Key.Key_Return)
        done.wait_for_page("sell")

    def test_is_refused_when_the_shift_is_over(self, done: DrivenTill) -> None:
        done.press(Key.Key_C)
        done.close_shift_behind_its_back()
        done.press(Key.Key_1)
        done.wait_for(lambda: done.sees(QLabel, "change_problem"), "the refusal")

        assert "shift that is closed" in done.says("change_problem")

    @pytest.mark.parametrize("size", SIZES, ids=str)
    def test_on_every_screen(self, qapp: object, folder: Path, size: tuple[int, int]) -> None:
        with driven_till(folder, size=size) as till:
            till.start_selling()
            pay(till, "5")
            till.press(Key.Key_C)
            till.press(Key.Key_1)
            till.wait_for(lambda: "by card" in till.says("done_paid"), "the change")
