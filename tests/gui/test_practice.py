"""Over into the practice and back: what the real till does while another process stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.desktop import SAME_PERSON
from pos_app.composition.practice import ensure_practice
from pos_app.composition.practising import PracticeProcess
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.practice.practice import PracticeViewModel
from pos_app.viewmodels.sign_in.auto_lock import RETRY_MS
from pos_app.views.shared.sheet import Sheet
from tests.gui.driving import DrivenTill, driven_till, wait_for
from tests.integration import shop as shops

PAIN = "3276550614043"
Practise = Callable[[str], PracticeProcess]


@pytest.fixture
def practise(selling: DrivenTill) -> Practise:
    """Begin a practice that a script stands in for, from a till that is taken for a real one."""
    profile = replace(selling.store.queries.profile, practice=False)
    model = PracticeViewModel(
        profile=profile, orders=selling.store.services.orders, parent=selling.window
    )
    model.told.connect(selling.model.toast)
    model.signed_in(selling.store.services.staff.owner())

    def begin(script: str) -> PracticeProcess:
        program = ["/bin/sh", "-c", script]
        process = PracticeProcess(model, selling.window, selling.model, program=program)
        model.toggle()
        return process

    return begin


def ring_up(till: DrivenTill) -> None:
    till.store.services.orders.scan(raw=PAIN)


def take_money(till: DrivenTill) -> None:
    till.model.page = PageName.PAY


def be_asked(till: DrivenTill) -> None:
    till.window.stack.findChildren(Sheet)[0].show()


def toast_of(till: DrivenTill) -> str:
    return till.window.toast.words.text()


class TestTheRealTill:
    def test_is_out_of_sight_and_then_as_it_was(
        self, selling: DrivenTill, practise: Practise
    ) -> None:
        window = selling.window
        process = practise(f"echo shown; read line; exit {SAME_PERSON}")
        back: list[bool] = []
        for model in window.findChildren(PracticeViewModel):
            model.returned.connect(lambda: back.append(True))
        wait_for(lambda: not window.isVisible(), "the practice")

        process.end_input()
        wait_for(window.isVisible, "the end of the practice")

        assert selling.page == "sell"
        assert window.bar.person.text() == "Ana"
        assert back == [True]

    def test_counts_the_minutes_of_its_lock_from_the_way_back(self, selling: DrivenTill) -> None:
        model = selling.window.findChild(PracticeViewModel)
        timer = selling.window.findChild(QTimer, "auto_lock")
        assert model is not None
        assert timer is not None
        whole = timer.interval()
        timer.start(RETRY_MS)

        model.returned.emit()

        assert timer.interval() == whole > RETRY_MS

    @pytest.mark.parametrize("use", [ring_up, take_money, be_asked])
    def test_is_never_hidden_in_the_middle_of_something(
        self, selling: DrivenTill, practise: Practise, use: Callable[[DrivenTill], None]
    ) -> None:
        process = practise("echo shown; read line; exit 0")
        use(selling)  # before any word of the practice can be heard

        wait_for(lambda: "while this till was in use" in toast_of(selling), "the sentence")

        assert selling.window.isVisible()
        assert not process.is_running

    def test_goes_on_with_a_payment_instead_of_practising(
        self, selling: DrivenTill, practise: Practise
    ) -> None:
        selling.model.screens.pay.remote.is_busy = True

        process = practise("echo shown; read line; exit 0")

        assert "A payment goes on" in toast_of(selling)
        assert not process.is_running

    @pytest.mark.parametrize("end", ["exit 0", "exit 3", "kill -9 $$"])
    def test_is_locked_if_nobody_has_come_back_by_the_way_back(
        self, selling: DrivenTill, practise: Practise, end: str
    ) -> None:
        process = practise(f"echo shown; read line; {end}")
        wait_for(lambda: not selling.window.isVisible(), "the practice")

        process.end_input()
        wait_for(selling.window.isVisible, "the end of the practice")

        assert selling.page == "sign_in"

    def test_stays_and_says_why_where_there_is_no_practice(
        self, selling: DrivenTill, practise: Practise
    ) -> None:
        practise("echo The disk is full. >&2; exit 1")

        wait_for(lambda: "disk is full" in selling.window.toast.words.text(), "the reason")
        assert (selling.page, selling.window.isVisible()) == ("sell", True)

    def test_ends_the_practice_when_it_is_shut_down(
        self, selling: DrivenTill, practise: Practise
    ) -> None:
        process = practise("echo shown; read line; exit 0")
        wait_for(lambda: not selling.window.isVisible(), "the practice")

        process.end()

        assert not process.is_running


class TestTheCopy:
    def test_says_on_all_of_its_window_that_nothing_is_real(
        self, qapp: QCoreApplication, tmp_path: Path
    ) -> None:
        root = DataFolder(tmp_path / "real")
        shops.make(root.root, practice=False, keys_in_file=True)
        copy = ensure_practice(root)

        with driven_till(copy.root) as till:
            mark = till.window.findChild(QWidget, "watermark")
            middle = till.window.centralWidget()
            assert mark is not None
            assert middle is not None
            assert mark.size() == middle.size()
            assert till.window.windowTitle().startswith("PRACTICE")
            back = till.window.findChild(QPushButton, "practice_back")
            assert back is not None
            back.click()
            wait_for(lambda: not till.window.isVisible(), "the way back")
