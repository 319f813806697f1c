"""Over into the practice and back: what the real till does while another process stands in."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.desktop import SAME_PERSON, Desktop, start_application
from pos_app.composition.holding import holding
from pos_app.composition.practice import ensure_practice
from pos_app.composition.practising import USUAL, PracticeProcess, Timeouts, practise_beside
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.practice.practice import PracticeViewModel
from pos_app.viewmodels.sign_in.auto_lock import RETRY_MS
from pos_app.views.shared.sheet import Sheet
from tests.gui.driving import DrivenTill, driven_till, wait_for
from tests.integration import shop as shops

PAIN = "3276550614043"
OVER = "echo ready; read line; echo shown"
Practise = Callable[..., PracticeProcess]


@pytest.fixture
def practise(selling: DrivenTill) -> Practise:
    """Begin a practice that a script stands in for, from a till that is taken for a real one."""
    profile = replace(selling.store.queries.profile, practice=False)
    model = PracticeViewModel(
        profile=profile, orders=selling.store.services.orders, parent=selling.window
    )
    model.told.connect(selling.model.toast)
    model.signed_in(selling.store.services.staff.owner())

    def begin(script: str, *, timeouts: Timeouts = USUAL) -> PracticeProcess:
        program = ["/bin/sh", "-c", script]
        process = PracticeProcess(
            model, selling.window, selling.model, program=program, timeouts=timeouts
        )
        model.toggle()
        return process

    return begin


def ring_up(till: DrivenTill) -> None:
    till.store.services.orders.scan(raw=PAIN)


def take_money(till: DrivenTill) -> None:
    till.model.page = PageName.PAY


def be_asked(till: DrivenTill) -> None:
    stack = till.window.stack
    next(one for one in stack.findChildren(Sheet) if one.parentWidget() is stack).show()


def toast_of(till: DrivenTill) -> str:
    return till.window.toast.words.text()


class TestTheRealTill:
    def test_is_out_of_sight_and_then_as_it_was(
        self, selling: DrivenTill, practise: Practise
    ) -> None:
        window = selling.window
        process = practise(f"{OVER}; read line; exit {SAME_PERSON}")
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

    @pytest.mark.parametrize("is_seen", [True, False])
    def test_locks_itself_as_long_as_it_is_seen(self, selling: DrivenTill, is_seen: bool) -> None:
        model = selling.window.findChild(PracticeViewModel)
        timer = selling.window.findChild(QTimer, "auto_lock")
        assert model is not None
        assert timer is not None
        model.is_on = True  # and the practice may never open
        selling.window.setVisible(is_seen)

        timer.timeout.emit()

        assert (selling.page == "sign_in") is is_seen

    @pytest.mark.parametrize("use", [ring_up, take_money, be_asked])
    def test_is_never_hidden_in_the_middle_of_something(
        self,
        selling: DrivenTill,
        practise: Practise,
        use: Callable[[DrivenTill], None],
        tmp_path: Path,
    ) -> None:
        told = tmp_path / "told"
        process = practise(f"echo ready; cat > {told}; exit 0")
        use(selling)  # before any word of the practice can be heard

        wait_for(lambda: "while this till was in use" in toast_of(selling), "the sentence")

        assert selling.window.isVisible()
        assert not process.is_running
        assert told.read_text() == "", "the practice would have shown itself"

    def test_comes_back_where_the_practice_never_shows(
        self, selling: DrivenTill, practise: Practise
    ) -> None:
        process = practise("echo ready; exec sleep 60", timeouts=Timeouts(until_shown=50))

        wait_for(lambda: selling.page == "sign_in", "the end of the wait")

        assert selling.window.isVisible()
        assert not process.is_running

    def test_stays_in_use_where_the_practice_is_never_ready(
        self, selling: DrivenTill, practise: Practise
    ) -> None:
        process = practise("exec sleep 60", timeouts=Timeouts(until_ready=50))

        wait_for(lambda: not process.is_running, "the end of the wait")

        assert selling.window.isVisible()
        assert selling.page == "sell"
        assert "not ready in time" in toast_of(selling)

    def test_goes_on_with_a_payment_instead_of_practising(
        self, selling: DrivenTill, practise: Practise
    ) -> None:
        selling.model.screens.pay.remote.is_busy = True

        process = practise(f"{OVER}; read line; exit 0")

        assert "A payment goes on" in toast_of(selling)
        assert not process.is_running

    @pytest.mark.parametrize("end", ["exit 0", "exit 3", "kill -9 $$"])
    def test_is_locked_if_nobody_has_come_back_by_the_way_back(
        self, selling: DrivenTill, practise: Practise, end: str
    ) -> None:
        process = practise(f"{OVER}; read line; {end}")
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
        process = practise(f"{OVER}; read line; exit 0")
        wait_for(lambda: not selling.window.isVisible(), "the practice")

        process.end()

        assert not process.is_running


@pytest.fixture
def copy(tmp_path: Path) -> DataFolder:
    root = DataFolder(tmp_path / "real")
    shops.make(root.root, practice=False, keys_in_file=True)
    return ensure_practice(root)


class TestThePractice:
    def test_is_unseen_until_the_till_has_made_room(
        self, copy: DataFolder, capfd: pytest.CaptureFixture[str]
    ) -> None:
        heard: list[str] = []

        def has_said(word: str) -> bool:
            heard.extend(capfd.readouterr().out.split())
            return word in heard

        with unseen_practice(copy) as (desktop, till):
            wait_for(lambda: has_said("ready"), "the practice")
            was_visible = desktop.window.isVisible()
            till.write("show\n")
            wait_for(lambda: has_said("shown"), "its window")
            is_visible = desktop.window.isVisible()
            till.close()
            wait_for(lambda: not desktop.window.isVisible(), "the end of the till")

        assert (was_visible, is_visible) == (False, True)
        assert heard == ["ready", "shown"]

    @pytest.mark.parametrize("is_locked", [False, True])
    def test_knows_who_came_over_until_the_till_is_locked(
        self, copy: DataFolder, capfd: pytest.CaptureFixture[str], is_locked: bool
    ) -> None:
        with unseen_practice(copy) as (desktop, pipe):
            wait_for(lambda: "ready" in capfd.readouterr().out, "the practice")
            pipe.write("show\n")
            window, till = desktop.window, desktop.window.till
            assert till is not None
            assert desktop.store is not None
            wait_for(window.isVisible, "its window")
            if is_locked:  # and somebody else comes in: anybody knows the PIN
                till.lock()
                wait_for(lambda: till.page is PageName.SIGN_IN, "the lock")
                till.screens.sign_in.choose(1)
                for digit in desktop.store.queries.profile.practice_pin:
                    till.screens.sign_in.press(digit)
                wait_for(lambda: till.page is not PageName.SIGN_IN, "the sign-in")
            window.findChildren(PracticeViewModel)[0].toggle()

            assert window.left_by == 1
            assert desktop.is_same_person is not is_locked

    def test_ends_unseen_with_the_till(self, copy: DataFolder) -> None:
        with unseen_practice(copy) as (desktop, till):
            till.close()
            closed: list[bool] = []
            desktop.window.closing.connect(lambda: closed.append(True))

            wait_for(lambda: bool(closed), "the end of the practice")

            assert not desktop.window.isVisible()


@contextmanager
def unseen_practice(copy: DataFolder) -> Iterator[tuple[Desktop, TextIO]]:
    """The practice of a till that is a pipe."""
    app, theme = start_application("light")
    source, end = os.pipe()
    with holding(copy) as held, os.fdopen(source), os.fdopen(end, "w", buffering=1) as till:
        desktop = Desktop(app, held, theme)
        try:
            practise_beside(desktop, 1, show=desktop.window.show, source=source)
            yield desktop, till
        finally:
            desktop.window.close()
            desktop.close()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class TestTheCopy:
    def test_says_on_all_of_its_window_that_nothing_is_real(
        self, qapp: QCoreApplication, copy: DataFolder
    ) -> None:
        with driven_till(copy.root) as till:
            mark = till.window.findChild(QWidget, "watermark")
            middle = till.window.centralWidget()
            assert mark is not None
            assert middle is not None
            assert mark.size() == middle.size()
            assert till.window.windowTitle().startswith("PRACTICE")
            back = till.window.findChild(QPushButton, "practice_back")
            assert back is not None
            (pin,) = re.findall(r"PIN of everybody: (\d+)$", till.says("training_words"))
            till.sign_in(pin)
            back.click()
            wait_for(lambda: not till.window.isVisible(), "the way back")
