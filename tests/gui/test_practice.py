"""Over into the practice and back: what the real till does while another process stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton, QWidget

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.desktop import SAME_PERSON
from pos_app.composition.practice import ensure_practice
from pos_app.composition.practising import PracticeProcess
from pos_app.viewmodels.practice.practice import PracticeViewModel
from tests.gui.driving import DrivenTill, driven_till, wait_for
from tests.integration import shop as shops

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


class TestTheRealTill:
    def test_is_out_of_sight_and_then_as_it_was(
        self, selling: DrivenTill, practise: Practise
    ) -> None:
        window = selling.window
        process = practise(f"echo shown; read line; exit {SAME_PERSON}")
        wait_for(lambda: not window.isVisible(), "the practice")

        process.end_input()
        wait_for(window.isVisible, "the end of the practice")

        assert selling.page == "sell"
        assert window.bar.person.text() == "Ana"

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
