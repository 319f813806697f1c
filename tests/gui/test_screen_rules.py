"""What holds on every screen in every size: it can be hit, named and read."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Final, TypeVar

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from pos_app.views.sell.keypad import Keypad
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.key_card import KeyCard
from pos_app.views.shared.number_pad import NumberPad
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.toast import Toast
from tests.gui.conftest import Watchdog
from tests.gui.driving import DrivenTill, driven_till
from tests.gui.painted import cut_off
from tests.screens.__main__ import SIZES
from tests.screens.charge_shots import CHARGE_SHOTS, charging_till
from tests.screens.practice_shots import PRACTICE_SHOTS, practising_till
from tests.screens.shot import Shot
from tests.screens.shots import SHOTS

W = TypeVar("W", bound=QWidget)
ELIDED_BY_DESIGN: Final = {"last_name", "receipt", "bar_notice"}
ENDS_IN_DOTS: Final = {"report_chart": "the table below it says them whole"}
"""Painted words that may, and where all of them are to be read."""
LAYERS: Final = (Sheet, Keypad, KeyCard, Toast)
"""Drawn over what is below them, whose words they hide."""
NARROW_TYPE_MIN: Final = 0.6
PORTRAIT: Final = (720, 1_024)
LOW_KEYS: Final = {("pin_pad", PORTRAIT): 64}
"""Pads of which less is to be seen: in one column, as many as eight people stand above it."""
LARGE: Final = (1_920, 1_080)
SCALE: Final = 150


def visible(till: DrivenTill, kind: type[W]) -> Iterator[W]:
    return (one for one in seen_in(till.window) if isinstance(one, kind))


def seen_in(top: QWidget) -> Iterator[QWidget]:
    """Nothing in what is hidden is seen: most of a till is, and looking there takes long."""
    for one in top.children():
        if isinstance(one, QWidget) and one.isVisible():
            yield one
            yield from seen_in(one)


def small_targets(till: DrivenTill) -> list[str]:
    least = tokens.TARGET
    controls = [
        f"{type(one).__name__} {one.objectName()} {one.width()}x{one.height()}"
        for one in controls_of(till)
        if one.isEnabled() and min(one.width(), one.height()) < least
    ]
    rows = [
        f"{view.objectName()} has rows of {row_height(view)}"
        for view in visible(till, QAbstractItemView)
        if view.model() is not None and view.model().rowCount() and row_height(view) < least
    ]
    return controls + rows


def controls_of(till: DrivenTill) -> Iterator[QWidget]:
    """Whatever can be pressed, typed into or turned."""
    for kind in (QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox):
        yield from visible(till, kind)


def row_height(view: QAbstractItemView) -> int:
    """Of the lowest of its rows."""
    model = view.model()
    return min(view.visualRect(model.index(row, 0)).height() for row in range(model.rowCount()))


def small_keys(till: DrivenTill) -> list[str]:
    """Keys of pads, which are struck fast and without looking: as much of them as is seen."""
    window = (till.window.width(), till.window.height())
    small: list[str] = []
    for pad in visible(till, NumberPad):
        least = LOW_KEYS.get((pad.objectName(), window), tokens.KEY_HEIGHT)
        sizes = [(key.objectName(), seen_of(key)) for key in pad.keys.values() if key.isVisible()]
        small += [
            f"{name} {size.width()}x{size.height()}"
            for name, size in sizes
            if min(size.width(), size.height()) < least
        ]
    return small


def seen_of(widget: QWidget) -> QSize:
    """What whatever it is a part of leaves of it."""
    place, at = widget.rect(), widget
    while (above := at.parentWidget()) is not None:
        place = place.translated(at.pos()).intersected(above.rect())
        at = above
    return place.size()


def nameless(till: DrivenTill) -> list[str]:
    """Controls that a test cannot find, or a screen reader cannot speak of."""
    controls = [*controls_of(till), *visible(till, QAbstractItemView)]
    return [
        f"{type(one).__name__} {one.objectName()!r}"
        for one in controls
        if not one.objectName() or (one.isEnabled() and not one.accessibleName())
    ]


def clipped(till: DrivenTill) -> list[str]:
    """Buttons and labels that are too narrow for their words, amounts that shrank too far."""
    buttons = [
        f"{button.objectName()} {button.text()!r}"
        for button in visible(till, ActionButton)
        if button.width() < button.sizeHint().width()
    ]
    labels = [
        f"{one.objectName()} {one.text()!r}"
        for one in visible(till, QLabel)
        if one.text() and one.objectName() not in ELIDED_BY_DESIGN and is_cut(one)
    ]
    return buttons + labels


def is_cut(label: QLabel) -> bool:
    if isinstance(label, AmountLabel):
        fitted, _ = label.fitting()
        return label.fits_at(fitted) is False or fitted < label.type_size * NARROW_TYPE_MIN
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    return label.width() < label.sizeHint().width()


def dotted(till: DrivenTill) -> list[str]:
    """Words of lines, tabs, tiles and lists that end in dots, with nothing to tell the rest."""
    return [f"{name} {words!r}" for name, words in cut_off(till) if name not in ENDS_IN_DOTS]


def outside(till: DrivenTill) -> list[str]:
    """Controls that stand partly beyond the window."""
    window = till.window.rect()
    return [
        button.objectName()
        for button in visible(till, ActionButton)
        if not is_scrolled(button)
        and not window.contains(
            button.rect().translated(button.mapTo(till.window, button.rect().topLeft()))
        )
    ]


def is_scrolled(widget: QWidget) -> bool:
    """Whether it stands where one scrolls to it."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above is not None


def overlapping(till: DrivenTill) -> list[str]:
    """Controls that lie on each other, or under words that are not theirs."""
    seen = list(seen_in(till.window))
    by_parent: dict[QWidget | None, list[ActionButton]] = {}
    for button in seen:
        if isinstance(button, ActionButton):
            by_parent.setdefault(button.parentWidget(), []).append(button)
    return under_words(seen) + [
        f"{one.objectName()} {other.objectName()}"
        for buttons in by_parent.values()
        for one, other in combinations(buttons, 2)
        if one.geometry().intersects(other.geometry())
    ]


def under_words(seen: list[QWidget]) -> list[str]:
    """Buttons with words over them, on the same layer."""
    buttons = [(one, place_of(one)) for one in seen if isinstance(one, QAbstractButton)]
    words = [(one, place_of(one)) for one in seen if isinstance(one, QLabel) and one.text()]
    return [
        f"{label.objectName() or label.text()} {button.objectName()}"
        for label, place in words
        for button, under in buttons
        if place.intersects(under)
        and layer_of(label) is layer_of(button)
        and not (label.isAncestorOf(button) or button.isAncestorOf(label))
    ]


def place_of(widget: QWidget) -> QRect:
    """Where in the window what is seen of it is."""
    place, at = widget.rect(), widget
    while not at.isWindow() and (above := at.parentWidget()) is not None:
        place = place.translated(at.pos()).intersected(above.rect())
        at = above
    return place


def layer_of(widget: QWidget) -> QWidget:
    """What it is drawn on, or else the window."""
    at = widget
    while not (at.isWindow() or isinstance(at, LAYERS)):
        above = at.parentWidget()
        assert above is not None
        at = above
    return at


def focusable(till: DrivenTill) -> list[str]:
    """Buttons that could take the focus, and with it a scanner's Enter."""
    return [
        button.objectName()
        for button in visible(till, ActionButton)
        if button.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


RULES: Final = (small_targets, small_keys, nameless, clipped, outside, overlapping, focusable)


@pytest.mark.parametrize("size", [*SIZES, PORTRAIT], ids=str)
def test_every_screen_of_a_processor_keeps_the_rules(
    qapp: object, folder: Path, size: tuple[int, int]
) -> None:
    broken: dict[str, list[str]] = {}

    with charging_till(folder, mode="light", size=size) as remote:
        for shot in CHARGE_SHOTS:
            shot.arrange(remote)
            remote.till.settle()
            for rule in RULES:
                found = rule(remote.till)
                if found:
                    broken[f"{shot.name}: {rule.__name__}"] = found

    assert broken == {}


def test_every_screen_of_a_processor_has_room_for_larger_words(
    watchdog: Watchdog, folder: Path
) -> None:
    broken: dict[str, list[str]] = {}

    with charging_till(folder, mode="light", size=LARGE) as remote:
        look = remote.till.model.screens.look
        for shot in CHARGE_SHOTS:
            shot.arrange(remote)
            remote.till.settle()
            if look.look.scale != SCALE:
                with watchdog.asleep():
                    look.choose(replace(look.look, scale=SCALE))
                    remote.till.settle()
            for rule in (clipped, outside):
                found = rule(remote.till)
                if found:
                    broken[f"{shot.name}: {rule.__name__}"] = found

    assert broken == {}


@pytest.mark.parametrize("size", [*SIZES, PORTRAIT], ids=str)
def test_every_screen_of_the_practice_keeps_the_rules(
    qapp: object, tmp_path: Path, size: tuple[int, int]
) -> None:
    broken: dict[str, list[str]] = {}

    with practising_till(tmp_path / "real", mode="light", size=size) as till:
        for shot in PRACTICE_SHOTS:
            shot.arrange(till)
            till.settle()
            for rule in RULES:
                found = rule(till)
                if found:
                    broken[f"{shot.name}: {rule.__name__}"] = found

    assert broken == {}


def test_words_over_a_button_are_found(qapp: object) -> None:
    window = QWidget()
    button, words = QPushButton("Pay", window), QLabel("Change", window)
    words.move(0, button.height())
    window.show()
    assert under_words(list(seen_in(window))) == []

    words.move(0, button.height() - 1)

    assert under_words(list(seen_in(window))) == ["Change "]


def arrange(shot: Shot, till: DrivenTill, watchdog: Watchdog) -> None:
    """Under the eye of the watchdog, if it is the till that does all of it."""
    watchdog.forget()  # the rules took their time
    if not shot.is_watched:
        with watchdog.asleep():
            shot.arrange(till)
            till.settle()
        return
    watchdog.beat()
    shot.arrange(till)
    till.settle()
    watchdog.beat()


@pytest.mark.parametrize("size", [*SIZES, PORTRAIT], ids=str)
def test_every_screen_keeps_the_rules(
    watchdog: Watchdog, folder: Path, size: tuple[int, int]
) -> None:
    broken: dict[str, list[str]] = {}

    with driven_till(folder, size=size) as till:
        for shot in SHOTS:
            arrange(shot, till, watchdog)
            # A portrait screen is too narrow for some names of the demo.
            for rule in RULES if size == PORTRAIT else (*RULES, dotted):
                found = rule(till)
                if found:
                    broken[f"{shot.name}: {rule.__name__}"] = found

    assert broken == {}


def test_every_screen_has_room_for_words_half_as_large_again(
    watchdog: Watchdog, folder: Path
) -> None:
    broken: dict[str, list[str]] = {}

    with driven_till(folder, size=LARGE) as till:
        for shot in SHOTS:
            arrange(shot, till, watchdog)
            look = till.model.screens.look
            if look.look.scale != SCALE:
                with watchdog.asleep():
                    look.choose(replace(look.look, scale=SCALE))
                    till.settle()
            for rule in (clipped, outside):
                found = rule(till)
                if found:
                    broken[f"{shot.name}: {rule.__name__}"] = found

    assert broken == {}
