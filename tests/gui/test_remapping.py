"""Keys of a store's own: the rules of the map hold for them, and everything follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.adapters.documents.key_card_pdf import columns_of, key_card_pdf
from pos_app.composition.key_cards import card_text, groups
from pos_app.viewmodels.key_choices import keys_from
from pos_app.views.input import keymap
from pos_app.views.input.keymap import EVERYWHERE, KEYMAP, bindings_of
from pos_app.views.input.remapping import Refusal, Refused, changeable, refusal_of, sound
from pos_app.views.keys.key_list import KeyList
from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.test_selling import BREAD

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
BEN = "250917"


@pytest.fixture(autouse=True)
def first_keys() -> Iterator[None]:
    yield
    keymap.remap({})


def twice(context: str) -> list[str]:
    keys = [key for binding in bindings_of(context) for key in binding.keys]
    return [key for key in keys if keys.count(key) > 1]


class TestRules:
    @pytest.mark.parametrize(
        ("key", "reason"),
        [
            *(("A", Refused.TEXT), ("7", Refused.TEXT), (".", Refused.TEXT)),
            *(("B", Refused.PREFIX), ("]", Refused.PREFIX), ("~", Refused.PREFIX)),
            *(("Enter", Refused.FIXED), ("Ctrl+Enter", Refused.FIXED), ("Esc", Refused.FIXED)),
            *(("Alt+X", Refused.MNEMONIC), ("CapsLock", Refused.UNKNOWN)),
        ],
    )
    def test_refuse_what_is_for_something_else(self, key: str, reason: Refused) -> None:
        assert refusal_of("sell", "undo", key, {}) == Refusal(reason)

    def test_refuse_a_key_of_the_same_screen(self) -> None:
        refusal = refusal_of("sell", "undo", "F12", {})

        assert refusal == Refusal(Refused.TAKEN, "Pay in cash")

    def test_refuse_a_key_that_works_everywhere(self) -> None:
        refusal = refusal_of("sell", "undo", "Ctrl+L", {})

        assert refusal is not None
        assert refusal.reason is Refused.TAKEN

    def test_refuse_for_everywhere_what_any_screen_has(self) -> None:
        assert refusal_of(EVERYWHERE, "lock", "Alt+1", {}) is not None

    def test_refuse_a_key_that_was_changed_to_it(self) -> None:
        assert refusal_of("sell", "undo", "Ctrl+F9", {}) is None
        assert refusal_of("sell", "undo", "Ctrl+F9", {"sell.repeat": "Ctrl+F9"}) is not None

    def test_free_a_key_that_was_changed(self) -> None:
        assert refusal_of("sell", "undo", "Ctrl+M", {"sell.weigh": "Ctrl+F9"}) is None

    def test_allow_the_key_it_has_itself(self) -> None:
        assert refusal_of("sell", "undo", "Ctrl+Z", {}) is None

    def test_keep_any_kept_text_free_of_keys_used_twice(self) -> None:
        """Whatever was kept: what goes into force has no key twice, and none of a scanner."""
        keys = ["F12", "Ctrl+Z", "Ctrl+L", "B", "A", "Ctrl+F9", "Enter", "Ctrl+F8", "nonsense+"]
        commands = [f"{context}.{binding.command}" for context, binding in changeable()]
        for start, key in enumerate(keys):
            said = {name: keys[(start + n) % len(keys)] for n, name in enumerate(commands)}
            said |= {"sell.nothing": key, "nowhere.undo": key}

            keymap.remap(sound(said))

            for context in KEYMAP:
                if context != EVERYWHERE:
                    assert twice(context) == [], context

    @pytest.mark.parametrize("text", ["", "[]", "3", "null", "{", '"x"'])
    def test_take_nothing_from_a_text_that_is_none(self, text: str) -> None:
        assert keys_from(text) == {}


def is_written_on(picture: QImage) -> bool:
    """Whether its middle line is of more than one colour."""
    middle = picture.height() // 2
    return len({picture.pixel(x, middle) for x in range(picture.width())}) > 1


def choose(till: DrivenTill, command: str) -> None:
    till.model.screens.keys.open()
    till.settle()
    rows = till.window.findChild(KeyList)
    assert rows is not None
    names = [f"{context}.{binding.command}" for context, binding in changeable()]
    rows.setCurrentRow(names.index(command))


class TestSheet:
    def change(
        self, till: DrivenTill, command: str, key: Qt.Key, modifier: Qt.KeyboardModifier
    ) -> None:
        choose(till, command)
        till.press(Key.Key_Return)
        till.press(key, modifier)

    def test_puts_the_key_in_force_at_once(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.quiet()

        self.change(selling, "sell.repeat", Key.Key_F9, CTRL)
        selling.press(Key.Key_Escape)
        selling.press(Key.Key_R, CTRL)
        assert selling.model.screens.sell.summary().count == 1
        selling.press(Key.Key_F9, CTRL)

        assert selling.model.screens.sell.summary().count == 2

    def test_shows_most_of_a_screens_keys_at_once(self, selling: DrivenTill) -> None:
        selling.window.resize(1_024, 768)
        selling.model.screens.keys.open()
        selling.settle()

        keys = selling.widget(KeyList, "key_list")
        assert keys.viewport().height() > 5 * keys.visualItemRect(keys.item(0)).height()

    def test_shows_it_on_the_button_and_the_card(self, selling: DrivenTill) -> None:
        self.change(selling, "sell.repeat", Key.Key_F9, CTRL)

        assert selling.widget(ActionButton, "repeat").accessibleName() == "Repeat (Ctrl+F9)"
        assert ("Ctrl+F9", "One more of the last item") in dict(groups())["Selling"]

    def test_says_why_a_key_does_not_go(self, selling: DrivenTill) -> None:
        self.change(selling, "sell.repeat", Key.Key_L, CTRL)

        message = selling.widget(QLabel, "key_message")
        assert "taken" in message.text()
        assert message.property("role") == "danger"
        assert selling.page == "sell"
        selling.press(Key.Key_F9, CTRL)
        assert selling.model.screens.keys.keys == {"sell.repeat": "Ctrl+F9"}
        assert message.property("role") == ""

    def test_lists_each_key_under_the_other(self, selling: DrivenTill) -> None:
        choose(selling, "sell.repeat")
        rows = selling.window.findChild(KeyList)
        assert rows is not None
        place = rows.visualItemRect(rows.currentItem())

        picture = rows.viewport().grab(place).toImage()

        end = QRect(picture.width() // 2, 0, picture.width() // 2, picture.height())
        assert rows.currentItem().text() == "One more of the last item · Selling"
        assert is_written_on(picture.copy(end))

    def test_leaves_it_by_escape(self, selling: DrivenTill) -> None:
        choose(selling, "sell.repeat")
        selling.press(Key.Key_Return)

        selling.press(Key.Key_Escape)

        assert selling.sees(QWidget, "key_leave")
        assert selling.model.screens.keys.keys == {}

    def test_takes_one_back_or_all(self, selling: DrivenTill) -> None:
        self.change(selling, "sell.repeat", Key.Key_F9, CTRL)
        self.change(selling, "sell.undo", Key.Key_F8, CTRL | SHIFT)

        selling.press(Key.Key_Delete)
        assert selling.model.screens.keys.keys == {"sell.repeat": "Ctrl+F9"}
        selling.press(Key.Key_Delete, SHIFT)

        assert selling.model.screens.keys.keys == {}
        assert selling.widget(ActionButton, "repeat").accessibleName() == "Repeat (Ctrl+R)"

    def test_is_kept_for_the_next_start(self, qapp: QObject, folder: Path) -> None:
        with driven_till(folder) as till:
            till.start_selling()
            self.change(till, "everywhere.lock", Key.Key_F11, SHIFT)

        keymap.remap({})
        with driven_till(folder) as till:
            till.start_selling()
            till.press(Key.Key_F11, SHIFT)

            till.wait_for_page("sign_in")

    def test_is_refused_to_who_may_not(self, till: DrivenTill) -> None:
        till.choose_person("Ben")
        till.start_selling(BEN)

        self.change(till, "sell.repeat", Key.Key_F9, CTRL)
        till.wait_for(lambda: till.model.screens.keys.keys == {}, "the refusal")
        till.settle()

        assert till.widget(ActionButton, "repeat").accessibleName() == "Repeat (Ctrl+R)"


class TestCard:
    def test_of_the_wall_is_one_page(self, qapp: QObject) -> None:
        pdf = key_card_pdf("Keys", groups())

        assert pdf.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1

    def test_of_the_wall_leaves_no_key_out(self) -> None:
        rows = sum(len(keys) + 2 for _title, keys in groups())

        drawn = [line for column in columns_of(groups(), rows // 3 + 2) for line in column]

        for title, keys in groups():
            assert (title, "") in drawn
            assert set(keys) <= set(drawn)

    def test_names_every_key(self) -> None:
        text = card_text()

        assert all(one.label in text for part in KEYMAP.values() for one in part)

    @pytest.mark.parametrize("key", [Key.Key_F1, Key.Key_P])
    def test_is_written_by_a_second_key(self, selling: DrivenTill, key: Qt.Key) -> None:
        selling.press(Key.Key_F1)

        selling.press(key)

        target = selling.store.folder.printed / "keys.pdf"
        selling.wait_for(target.exists, "the card")
        selling.wait_for(lambda: selling.sees(QWidget, "toast"), "the sentence")
        assert str(target) in selling.says("toast_words")
