"""How the till looks: chosen on a sheet, seen at once, kept for each person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPropertyAnimation, Qt
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.domain.staff import Role, StaffMember
from pos_app.viewmodels.look import SCALES, Look, LookViewModel, look_from
from pos_app.views.look.look_sheet import LookSheet
from pos_app.views.sell.sell_view import SellView
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton
from pos_app.views.sign_in.sign_in_view import Dots
from tests.fakes.formats import FakeFormats
from tests.fakes.tasks import InlineTaskRunner
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.test_screen_rules import clipped, outside
from tests.gui.test_selling import BREAD

CTRL = Qt.KeyboardModifier.ControlModifier
BEN = "250917"
LARGE = (1_920, 1_080)
MOTION_MS_MAX = 150
ANA = StaffMember(1, "Ana", Role.OWNER)


@pytest.fixture
def large(qapp: QObject, folder: Path) -> Iterator[DrivenTill]:
    with driven_till(folder, size=LARGE) as till:
        till.start_selling()
        yield till


def look_of(till: DrivenTill) -> Look:
    return till.model.screens.look.look


def choose(till: DrivenTill, **changes: object) -> None:
    look = till.model.screens.look
    look.choose(replace(look.look, **changes))  # type: ignore[arg-type]
    till.settle()


class TestText:
    def test_brings_a_look_back(self) -> None:
        look = Look(mode="contrast", scale=150, is_mirrored=True, has_motion=False)

        assert look_from(look.to_text(), Look()) == look

    @pytest.mark.parametrize(
        "text",
        [
            *("", "{}", "[]", "null", "nonsense"),
            Look(mode="pink").to_text(),
            Look(scale=0).to_text(),
        ],
    )
    def test_that_cannot_be_read_is_no_choice(self, text: str) -> None:
        assert look_from(text, Look(scale=110)) == Look(scale=110)

    def test_of_before_volumes_were_the_tills_keeps_all_else(self) -> None:
        text = json.dumps({**json.loads(Look("dark", 110).to_text()), "volume": 100})

        assert look_from(text, Look()) == Look("dark", 110)


class Kept:
    """Choices in memory."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, int | None], str] = {}

    def get(self, name: str, *, staff_id: int | None = None) -> str:
        return self.texts.get((name, staff_id), "")

    def put(self, name: str, value: str, *, staff_id: int | None = None) -> None:
        self.texts[name, staff_id] = value


class TestVolume:
    @pytest.fixture
    def kept(self) -> Kept:
        return Kept()

    def of(self, kept: Kept, owner: QObject) -> LookViewModel:
        tasks, formats = InlineTaskRunner(), FakeFormats()
        return LookViewModel(choices=kept, tasks=tasks, formats=formats, first=Look(), parent=owner)

    def test_is_the_tills_whoever_is_signed_in(self, owner: QObject, kept: Kept) -> None:
        look, heard = self.of(kept, owner), list[str]()
        look.sound_asked.connect(heard.append)
        look.signed_in(ANA)

        look.step_volume(+1)
        look.signed_in(replace(ANA, staff_id=2, name="Ben"))

        assert (look.volume, heard) == (60, ["paid"])
        assert self.of(kept, owner).volume == 60
        assert kept.texts == {("volume", None): "60"}

    @pytest.mark.parametrize("text", ["", "101", "-1", "loud"])
    def test_that_cannot_be_read_is_no_choice(self, owner: QObject, kept: Kept, text: str) -> None:
        kept.put("volume", text)

        assert self.of(kept, owner).volume == 40

    def test_never_silences_what_was_refused(self, owner: QObject, kept: Kept) -> None:
        kept.put("volume", "0")
        look = self.of(kept, owner)

        assert look.volume_of("ok") == 0
        assert look.volume_of("refused") > 0


class TestSheet:
    def open(self, till: DrivenTill) -> None:
        till.model.screens.look.open()
        till.settle()

    def test_is_chosen_from_by_keys_alone(self, selling: DrivenTill) -> None:
        self.open(selling)

        for key in (Key.Key_Right, Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_Down):
            selling.press(key)
        selling.press(Key.Key_Right)
        selling.press(Key.Key_Down)
        selling.press(Key.Key_Left)

        assert look_of(selling) == Look("dark", 100, True, False)
        assert selling.model.screens.look.volume == 20

    def test_is_chosen_from_by_touch(self, selling: DrivenTill) -> None:
        self.open(selling)

        selling.click("look_mode_contrast")
        selling.click("look_hand_right")

        assert (look_of(selling).mode, look_of(selling).is_mirrored) == ("contrast", True)
        assert selling.window.theme.colours == "contrast"

    @pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Return])
    def test_goes_and_leaves_what_was_chosen(self, selling: DrivenTill, key: Qt.Key) -> None:
        self.open(selling)
        selling.press(Key.Key_Right)

        selling.press(key)

        assert not selling.sees(LookSheet, "sheet")
        assert look_of(selling).mode == "dark"

    def test_takes_scans_into_the_order(self, selling: DrivenTill) -> None:
        self.open(selling)

        selling.scan(BREAD)

        assert len(selling.lines()) == 1
        assert selling.sees(QWidget, "look_done")


class TestPerson:
    def test_has_the_own_look_back(self, selling: DrivenTill) -> None:
        choose(selling, mode="dark")

        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")
        assert selling.window.theme.colours == "light"
        selling.choose_person("Ben")
        selling.start_selling(BEN)
        assert selling.window.theme.colours == "light"

        selling.press(Key.Key_L, CTRL)
        selling.choose_person("Ana")
        selling.start_selling()

        assert selling.window.theme.colours == "dark"

    def test_has_it_after_the_next_start_too(self, qapp: QObject, folder: Path) -> None:
        with driven_till(folder) as till:
            till.start_selling()
            choose(till, scale=90, is_mirrored=True)

        with driven_till(folder) as till:
            assert not till.window.theme.is_mirrored
            till.start_selling()

            assert look_of(till) == Look("light", 90, is_mirrored=True)

    def test_who_has_not_chosen_sees_what_the_till_has(self, qapp: QObject, folder: Path) -> None:
        with driven_till(folder) as till:
            till.wait_for_page("sign_in")
            choose(till, mode="contrast_dark", scale=90)

        with driven_till(folder, mode="auto") as till:
            assert till.window.theme.colours == "contrast_dark"
            till.start_selling()

            assert look_of(till) == Look("contrast_dark", 90)


class TestScale:
    def test_follows_the_keys(self, large: DrivenTill) -> None:
        large.press(Key.Key_Equal, CTRL)
        larger = look_of(large).scale
        large.press(Key.Key_Minus, CTRL)
        large.press(Key.Key_Minus, CTRL)
        smaller = look_of(large).scale
        large.press(Key.Key_0, CTRL)

        assert (larger, smaller, look_of(large).scale) == (105, 90, 100)

    def test_goes_no_further_than_fits(self, large: DrivenTill) -> None:
        for _ in SCALES:
            large.press(Key.Key_Equal, CTRL)

        assert look_of(large).scale == 150
        assert clipped(large) == []
        assert outside(large) == []

    def test_that_does_not_fit_is_shown_as_large_as_it_can(self, selling: DrivenTill) -> None:
        choose(selling, scale=200)

        assert selling.window.theme.scale == 1.05  # 768 pixels high

    def test_keeps_what_is_being_done(self, large: DrivenTill) -> None:
        large.scan(BREAD)
        large.quiet()
        large.press(Key.Key_Return)
        large.wait_for_page("pay")
        large.enter_text("7")
        before = large.says("given")

        choose(large, scale=150)

        assert large.says("given") == before
        assert clipped(large) == []

    def test_there_and_back_is_as_before(self, large: DrivenTill) -> None:
        def sizes() -> list[tuple[str, int, int, int, int]]:
            return [
                (one.objectName(), one.x(), one.y(), one.width(), one.height())
                for one in large.window.findChildren(ActionButton)
                if one.isVisible()
            ]

        large.scan(BREAD)
        before = sizes()

        choose(large, scale=150)
        assert sizes() != before
        choose(large, scale=100)

        assert sizes() == before

    def test_makes_every_target_grow(self, large: DrivenTill) -> None:
        choose(large, scale=150)

        assert [
            one.objectName()
            for one in large.window.findChildren(ActionButton)
            if one.isVisible() and min(one.width(), one.height()) < tokens.TARGET * 3 // 2
        ] == []


class TestMirror:
    def test_puts_the_order_at_the_right(self, selling: DrivenTill) -> None:
        page = selling.window.findChild(SellView)
        assert page is not None
        shelf = page.products.parentWidget()
        assert shelf is not None
        before = page.order.x(), shelf.x()

        choose(selling, is_mirrored=True)

        assert before[0] < before[1]
        assert page.order.x() > shelf.x()

    def test_keeps_a_sheet_off_the_order(self, selling: DrivenTill) -> None:
        choose(selling, is_mirrored=True)
        page = selling.window.findChild(SellView)
        assert page is not None

        selling.model.screens.look.open()
        selling.settle()

        sheet = selling.window.findChild(LookSheet)
        assert sheet is not None
        assert sheet.x() + sheet.width() <= page.order.x()


class TestMotion:
    def test_flashes_a_line_only_where_it_is_wanted(self, selling: DrivenTill) -> None:
        page = selling.window.findChild(SellView)
        assert page is not None
        selling.scan(BREAD)
        assert page.order.delegate.is_flashing
        selling.wait_for(lambda: not page.order.delegate.is_flashing, "the end of the flash")

        choose(selling, has_motion=False)
        selling.scan(BREAD)

        assert not page.order.delegate.is_flashing

    def test_shakes_the_dots_of_a_pin_for_a_moment_and_only_where_it_is_wanted(
        self, selling: DrivenTill
    ) -> None:
        pages = selling.window.findChildren(Dots)
        assert {type(one.parentWidget()).__name__ for one in pages} >= {"ApprovalSheet"}
        for dots in pages:
            (shake,) = dots.findChildren(QPropertyAnimation)
            dots.shake()
            assert shake.state() is QPropertyAnimation.State.Running
            assert shake.totalDuration() <= MOTION_MS_MAX
            shake.stop()

            choose(selling, has_motion=False)
            dots.shake()

            assert shake.state() is QPropertyAnimation.State.Stopped
            choose(selling, has_motion=True)


class TestSwitch:
    def test_redraws_what_shows_an_icon(self, selling: DrivenTill) -> None:
        selling.scan("4006381333931")
        icon = next(
            one for one in selling.window.findChildren(QLabel, "notice_icon") if one.isVisible()
        )
        before = icon.grab().toImage()

        choose(selling, mode="contrast_dark")

        assert icon.grab().toImage() != before
