from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QWidget

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.domain.order_item import OrderItem
from pos_app.domain.staff import ApprovalNeededError
from pos_app.services.orders.held_orders import HeldOrders
from pos_app.services.printing.held_slip import slip_code
from pos_app.viewmodels.held.rows import HeldRow
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.test_open_orders import BREAD, BUTTER, CTRL, PAIN, SHIFT, new, tabs


def hold(till: DrivenTill, *codes: str) -> None:
    for code in codes:
        till.scan(code)
    till.quiet()
    till.press(Key.Key_F7)
    assert till.lines() == []


def open_list(till: DrivenTill) -> None:
    till.quiet()
    till.press(Key.Key_F7, SHIFT)
    till.wait_for_page("held")
    till.wait_for(lambda: till.model.screens.held.list.is_loaded, "the list")
    till.settle()


def held(till: DrivenTill) -> list[str]:
    return [row.title for row in till.model.screens.held.list.rows]


def shown(till: DrivenTill) -> list[str]:
    """The lines of the preview."""
    model = till.widget(QListView, "held_lines").model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


@pytest.fixture
def three_held(selling: DrivenTill) -> DrivenTill:
    hold(selling, PAIN)
    hold(selling, BREAD, BUTTER)
    hold(selling, PAIN, PAIN)
    open_list(selling)
    return selling


def as_ben(till: DrivenTill) -> None:
    till.press(Key.Key_L, CTRL)
    till.wait_for_page("sign_in")
    till.choose_person("Ben")
    till.start_selling(CASHIER_PIN)


class TestHold:
    def test_takes_one_key_and_recall_two(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.quiet()
        selling.keys_pressed = 0

        selling.press(Key.Key_F7)
        assert (selling.keys_pressed, selling.lines()) == (1, [])
        assert selling.says("toast_words") == "Held: 1 item. F7 shows the list"

        selling.press(Key.Key_F7)
        selling.wait_for_page("held")
        selling.wait_for(lambda: held(selling) == ["Pain au chocolat"])
        selling.press(Key.Key_Return)
        selling.wait_for_page("sell")
        assert (selling.keys_pressed, selling.lines()) == (3, ["1 Pain au chocolat, 1,79"])

    def test_is_undone_by_the_key_of_undo(self, selling: DrivenTill) -> None:
        hold(selling, PAIN)

        selling.press(Key.Key_Z, CTRL)

        assert selling.lines() == ["1 Pain au chocolat, 1,79"]
        open_list(selling)
        assert held(selling) == []

    def test_is_undone_by_the_toast(self, selling: DrivenTill) -> None:
        hold(selling, PAIN)

        selling.click("toast_undo")

        assert selling.lines() == ["1 Pain au chocolat, 1,79"]

    def test_leaves_undo_to_the_next_order_once_that_has_begun(self, selling: DrivenTill) -> None:
        hold(selling, PAIN)
        selling.scan(BREAD)

        selling.press(Key.Key_Z, CTRL)

        assert selling.lines() == []
        open_list(selling)
        assert held(selling) == ["Pain au chocolat"]

    def test_of_a_tab_goes_to_the_one_beside_it(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        new(selling, BREAD)

        selling.press(Key.Key_W, CTRL)

        assert tabs(selling) == ["> Sale 1 1,79"]
        assert selling.lines() == ["1 Pain au chocolat, 1,79"]

    def test_that_the_disk_refuses_is_in_the_list_all_the_same(
        self, selling: DrivenTill, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("The draft could not be written")
        selling.scan(PAIN)
        selling.wait_for(lambda: selling.drafts() == [179])
        selling.scan(BREAD)
        selling.refuse_a_write()

        selling.quiet()
        selling.press(Key.Key_F7)
        open_list(selling)

        assert held(selling) == ["Pain au chocolat, White Bread"]

    def test_survives_a_restart(self, qapp: object, folder: Path) -> None:
        with driven_till(folder) as first:
            first.start_selling()
            hold(first, PAIN)
        with driven_till(folder) as again:
            again.start_selling()
            assert tabs(again) == ["> Sale 1"]

            open_list(again)

            assert held(again) == ["Pain au chocolat"]


class TestList:
    def test_is_newest_first_with_what_is_inside(self, three_held: DrivenTill) -> None:
        assert held(three_held) == [
            "Pain au chocolat",
            "White Bread, Organic Unsalted Butter",
            "Pain au chocolat",
        ] or held(three_held)[1].startswith("White Bread")
        assert shown(three_held) == ["2 Pain au chocolat, 3,58"]

        three_held.press(Key.Key_Down)

        assert len(shown(three_held)) == 2
        assert three_held.says("held_total") == "3,68"

    def test_is_searched_by_item_and_by_amount(self, three_held: DrivenTill) -> None:
        three_held.enter_text("bread")
        assert len(held(three_held)) == 1
        assert three_held.widget(QLineEdit, "held_search").text() == "bread"

        three_held.press(Key.Key_Escape)
        three_held.enter_text("3,58")
        assert held(three_held) == ["Pain au chocolat"]

        three_held.enter_text("zzz")
        assert three_held.says("held_empty").startswith("Nothing found")

    def test_is_left_by_escape_after_the_search(self, three_held: DrivenTill) -> None:
        three_held.enter_text("bread")
        three_held.press(Key.Key_Escape)
        assert three_held.page == "held"

        three_held.press(Key.Key_Escape)

        assert three_held.page == "sell"

    def test_says_that_it_is_empty(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F7)
        selling.wait_for_page("held")
        selling.wait_for(lambda: selling.sees(QLabel, "held_empty"))

        assert selling.says("held_empty") == "No order is held"
        selling.press(Key.Key_Return)
        selling.press(Key.Key_Delete)
        assert selling.page == "held"

    def test_a_scan_goes_on_with_selling(self, three_held: DrivenTill) -> None:
        three_held.scan(BUTTER)

        assert three_held.page == "sell"
        assert len(three_held.lines()) == 1

    def test_marks_what_is_older_than_a_day(self, selling: DrivenTill) -> None:
        hold(selling, PAIN)
        selling.wait_for(lambda: selling.drafts() == [179])
        selling.move_clock(timedelta(hours=25))

        open_list(selling)

        (row,) = selling.model.screens.held.list.rows
        assert row.is_old

    def test_says_what_costs_something_else_by_now(self, selling: DrivenTill) -> None:
        hold(selling, PAIN)
        selling.price_of(PAIN, 199)

        open_list(selling)
        selling.wait_for(lambda: selling.sees(QLabel, "held_repriced"))

        assert selling.says("held_repriced") == (
            "Price changed since: Pain au chocolat now costs 1,99. This order keeps its own."
        )
        selling.press(Key.Key_Return)
        assert selling.lines() == ["1 Pain au chocolat, 1,79"]

    def test_shows_one_that_cannot_be_read_and_hides_no_other(self, selling: DrivenTill) -> None:
        hold(selling, PAIN)
        hold(selling, BREAD)
        selling.wait_for(lambda: sorted(selling.drafts()) == [179, 249])
        selling.spoil_drafts(total=249)

        open_list(selling)

        assert sorted(held(selling)) == [
            "Cannot be read any more: ring its items up again",
            "Pain au chocolat",
        ]


class TestRecall:
    def test_stands_beside_an_order_that_is_open(self, three_held: DrivenTill) -> None:
        three_held.press(Key.Key_Escape)
        three_held.scan(BUTTER)
        open_list(three_held)

        three_held.press(Key.Key_Return)

        assert tabs(three_held) == ["Sale 1 1,19", "> Sale 2 3,58"]
        three_held.wait_for(lambda: len(three_held.drafts()) == 4)

    def test_can_be_paid_once_only(self, three_held: DrivenTill) -> None:
        three_held.press(Key.Key_Return)
        three_held.sell()

        open_list(three_held)

        assert len(held(three_held)) == 2
        assert [row.state for row in three_held.orders()] == ["paid", "held", "held"]


class TestName:
    def test_is_asked_for_by_a_key_and_found_again(self, three_held: DrivenTill) -> None:
        three_held.press(Key.Key_F2)
        three_held.enter_text("blue jacket")
        three_held.press(Key.Key_Return)
        three_held.wait_for(lambda: "blue jacket" in held(three_held)[0])

        three_held.enter_text("jack")
        assert len(held(three_held)) == 1
        three_held.press(Key.Key_Return)

        assert tabs(three_held) == ["> blue jacket 3,58"]

    def test_is_left_as_it_was_by_escape(self, three_held: DrivenTill) -> None:
        three_held.press(Key.Key_F2)
        three_held.enter_text("blue")
        three_held.press(Key.Key_Escape)

        assert three_held.page == "held"
        assert not [one for one in held(three_held) if "blue" in one]

    def test_takes_no_card_number(self, three_held: DrivenTill) -> None:
        three_held.press(Key.Key_F2)
        three_held.enter_text("4111 1111 1111 1111")
        three_held.press(Key.Key_Return)

        assert "card" in three_held.says("toast_words")


class TestRemove:
    def test_is_undone_by_a_key(self, three_held: DrivenTill) -> None:
        three_held.press(Key.Key_Delete)
        three_held.wait_for(lambda: len(held(three_held)) == 2)
        assert three_held.says("toast_words") == "Removed: Pain au chocolat, 3,58"

        three_held.press(Key.Key_Z, CTRL)

        three_held.wait_for(lambda: len(held(three_held)) == 3)
        three_held.wait_for(lambda: sorted(three_held.drafts()) == [179, 358, 368])

    def test_that_may_not_be_undone_says_so(
        self, three_held: DrivenTill, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise ApprovalNeededError(role="cashier", permission="sell_custom_item")

        monkeypatch.setattr(HeldOrders, "again", refuse)
        three_held.press(Key.Key_Delete)
        three_held.wait_for(lambda: len(held(three_held)) == 2)

        three_held.press(Key.Key_Z, CTRL)

        three_held.wait_for(lambda: "custom" in three_held.says("toast_words"))
        assert len(held(three_held)) == 2

    def test_is_in_the_list_of_the_shift_and_comes_back_as_a_new_order(
        self, three_held: DrivenTill
    ) -> None:
        three_held.press(Key.Key_Delete)
        three_held.wait_for(lambda: len(held(three_held)) == 2)
        three_held.press(Key.Key_F7)
        three_held.wait_for(lambda: held(three_held) == ["Pain au chocolat"])

        three_held.press(Key.Key_Return)

        assert three_held.lines() == ["2 Pain au chocolat, 3,58"]
        three_held.sell()
        assert [row.state for row in three_held.orders()][:2] == ["cancelled", "paid"]

    def test_of_an_order_given_up_on_the_sell_screen_is_there_too(
        self, selling: DrivenTill
    ) -> None:
        selling.scan(PAIN)
        selling.quiet()
        selling.press(Key.Key_Delete, CTRL)
        selling.wait_for(lambda: len(selling.orders()) == 1)

        open_list(selling)
        selling.click("held_removed")
        selling.wait_for(lambda: held(selling) == ["Pain au chocolat"])

        assert not selling.sees(QPushButton, "held_remove")


class TestSlip:
    def test_is_printed_by_the_key_of_printing(self, three_held: DrivenTill) -> None:
        three_held.press(Key.Key_P, CTRL)
        three_held.wait_for(lambda: bool(slips(three_held)), "the slip")
        three_held.wait_for(lambda: "The slip is printed" in told(three_held), "the toast")

        ((name, text),) = slips(three_held).items()
        assert name == code_of(three_held)
        assert "ON HOLD: NOT A RECEIPT" in text
        assert name in text
        assert three_held.page == "held"
        assert [row for row in three_held.orders() if row.number] == []

    def test_brings_its_order_back_when_it_is_scanned(self, three_held: DrivenTill) -> None:
        wanted = three_held.model.screens.held.list.rows[1]
        three_held.press(Key.Key_Escape)
        three_held.wait_for_page("sell")
        three_held.scan(slip_code(wanted.order_id))
        three_held.wait_for(lambda: len(three_held.lines()) == len(held_lines(wanted)), "it")

        assert three_held.page == "sell"
        assert three_held.store.services.orders.order.order_id == wanted.order_id

        new(three_held, BREAD)
        three_held.scan(slip_code(wanted.order_id))
        assert three_held.store.services.orders.order.order_id == wanted.order_id

    def test_of_no_order_is_told_in_the_list(self, three_held: DrivenTill) -> None:
        code = code_of(three_held)
        three_held.press(Key.Key_Delete)
        three_held.wait_for(lambda: len(held(three_held)) == 2, "one less")
        three_held.press(Key.Key_Escape)
        three_held.wait_for_page("sell")
        three_held.scan(code)
        three_held.wait_for(lambda: three_held.sees(QLabel, "held_empty"), "the words")

        assert code in three_held.says("held_empty")
        assert three_held.lines() == []

    def test_that_no_printer_takes_leaves_the_order_held(self, three_held: DrivenTill) -> None:
        folder = three_held.store.folder.printed
        folder.write_text("no folder")
        three_held.press(Key.Key_P, CTRL)
        three_held.wait_for(lambda: "was not printed" in told(three_held), "the toast")

        assert len(held(three_held)) == 3


def told(till: DrivenTill) -> str:
    return till.says("toast_words") if till.sees(QLabel, "toast_words") else ""


def slips(till: DrivenTill) -> dict[str, str]:
    return {path.stem: path.read_text() for path in till.store.folder.printed.glob("HELD-*.txt")}


def code_of(till: DrivenTill) -> str:
    """Of the highlighted order."""
    row = till.model.screens.held.list.row
    assert row is not None
    return slip_code(row.order_id)


def held_lines(row: HeldRow) -> list[OrderItem]:
    assert row.order is not None
    return row.order.items


class TestOtherPeople:
    @pytest.fixture
    def bens(self, selling: DrivenTill) -> DrivenTill:
        """Ana has one order open and one held; Ben looks at the list."""
        hold(selling, PAIN)
        selling.scan(BREAD)
        selling.quiet()
        as_ben(selling)
        open_list(selling)
        return selling

    def test_are_seen_with_their_names(self, bens: DrivenTill) -> None:
        details = [row.detail for row in bens.model.screens.held.list.rows]

        assert details == ["Ana  ·  1 item  ·  left open", "Ana  ·  1 item"]
        assert bens.widget(QPushButton, "held_recall").text() == "Take over"

    def test_keep_theirs_from_a_cashier_whom_nobody_allows_it(self, bens: DrivenTill) -> None:
        bens.press(Key.Key_Return)
        bens.wait_for(lambda: bens.model.screens.approvals.is_open, "the sheet")
        bens.settle()

        bens.press(Key.Key_Escape)

        assert bens.page == "held"
        assert bens.sees(QLabel, "toast_words")
        assert len(held(bens)) == 2
        assert bens.lines() == []

    def test_give_theirs_to_a_cashier_with_the_pin_of_another(self, bens: DrivenTill) -> None:
        bens.press(Key.Key_Return)
        bens.wait_for(lambda: bens.model.screens.approvals.is_open, "the sheet")
        bens.settle()

        bens.enter_text(OWNER_PIN)
        bens.wait_for_page("sell")

        assert bens.lines() == ["1 White Bread, 2,49"]
        bens.press(Key.Key_L, CTRL)
        bens.wait_for_page("sign_in")
        bens.choose_person("Ana")
        bens.start_selling()
        assert bens.lines() == []

    def test_give_theirs_to_an_owner_for_good(self, selling: DrivenTill) -> None:
        as_ben(selling)
        hold(selling, PAIN)
        selling.scan(BREAD)
        selling.quiet()
        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")
        selling.choose_person("Ana")
        selling.start_selling()
        open_list(selling)

        selling.press(Key.Key_Return)
        selling.wait_for_page("sell")
        assert selling.lines() == ["1 White Bread, 2,49"]
        selling.sell()
        as_ben(selling)

        assert selling.lines() == []
        (paid,) = [row for row in selling.orders() if row.state == "paid"]
        document = selling.store.queries.orders.by_id(paid.order_id)
        assert document is not None
        assert (document.opened_by, document.cashier) == (2, "Ana")


def test_of_others_are_named_when_the_shift_is_closed(selling: DrivenTill) -> None:
    as_ben(selling)
    hold(selling, PAIN)
    selling.scan(BREAD)
    selling.quiet()
    selling.press(Key.Key_L, CTRL)
    selling.wait_for_page("sign_in")
    selling.choose_person("Ana")
    selling.start_selling()

    selling.model.close_shift()
    selling.wait_for_page("close_shift")

    assert "Ben has 2 open orders; they are kept." in selling.says("explanation")


def test_a_toast_covers_neither_the_total_nor_the_buttons(three_held: DrivenTill) -> None:
    three_held.press(Key.Key_Delete)
    three_held.wait_for(lambda: three_held.sees(QLabel, "toast_words"), "the toast")
    three_held.wait_for(lambda: len(held(three_held)) == 2)
    three_held.settle()

    toast = three_held.window.toast.geometry()
    for name in ("held_total", "held_recall", "held_remove"):
        widget = three_held.widget(QWidget, name)
        place = widget.rect().translated(widget.mapTo(three_held.window, widget.rect().topLeft()))
        assert not toast.intersects(place), name
