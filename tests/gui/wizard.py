"""The first-run wizard driven as a person does: keys into the window itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.desktop import start_application
from pos_app.composition.welcoming import Welcome
from tests.gui.driving import Key, wait_for

W = TypeVar("W", bound=QWidget)
OWNER_PIN = "140789"
HABITS = ("taxes", "products", "printer", "payments", "size", "look")
"""The steps that may be left as they are, up to the one at whose end the store is made."""


@dataclass
class DrivenWizard:
    """`entries` counts the fields typed into and the choices made, as a person does."""

    welcome: Welcome
    folder: DataFolder
    keys_pressed: int = 0
    entries: int = 0

    @property
    def window(self) -> QWidget:
        return self.welcome.window

    @property
    def step(self) -> str:
        return self.welcome.wizard.step.value

    def is_over(self) -> bool:
        return self.welcome.wants_to_sell

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.keys_pressed += 1
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        self.settle()

    def enter(self, text: str) -> None:
        """Type into whatever has the keys."""
        self.entries += 1
        for char in text:
            self.keys_pressed += 1
            # The stubs know only key codes, in which a letter has no case.
            QTest.keyClick(self.window.windowHandle(), char)  # type: ignore[call-overload]
        self.settle()

    def choose(self, key: Qt.Key = Key.Key_F2) -> None:
        self.entries += 1
        self.press(key)

    def choose_picture(self, path: Path | str) -> None:
        """By F2, where the store is asked for."""
        self.welcome.window.page.choose_picture = lambda _owner: str(path)
        self.choose()

    def next(self) -> None:
        self.press(Key.Key_Return)

    def settle(self) -> None:
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QCoreApplication.processEvents()

    def wait_for_step(self, name: str) -> None:
        wait_for(lambda: self.step == name, f"the step {name}; it is {self.step}: {self.message()}")
        self.settle()

    def widget(self, kind: type[W], name: str) -> W:
        found = [one for one in self.window.findChildren(kind, name) if one.isVisible()]
        assert len(found) == 1, (name, found)
        return found[0]

    def says(self, name: str) -> str:
        return self.widget(QLabel, name).text()

    def sees(self, name: str) -> bool:
        return any(one.isVisible() for one in self.window.findChildren(QWidget, name))

    def message(self) -> str:
        return self.welcome.window.page.message.text()

    def typed(self, name: str) -> str:
        return self.widget(QLineEdit, f"wizard_{name}").text()

    def answer_country(self, name: str = "France") -> None:
        self.enter(name)
        self.next()
        self.wait_for_step("store")

    def answer_store(self, name: str = "Corner Shop") -> None:
        self.enter(name)
        self.next()
        self.wait_for_step("owner")

    def answer_owner(self, pin: str = OWNER_PIN) -> None:
        wait_for(lambda: self.welcome.wizard.has_keyring is not None, "the keyring")
        for text in ("Ana", pin, pin):
            self.enter(text)
            self.press(Key.Key_Tab)
        if self.welcome.wizard.has_keyring is False:
            self.choose()
        self.next()
        self.wait_for_step("taxes")

    def answer_habits(self) -> None:
        """As most stores are."""
        for step in HABITS[1:]:
            self.next()
            self.wait_for_step(step)

    def make(self) -> None:
        """With the habits that are still to be asked as most stores have them."""
        for _ in HABITS[HABITS.index(self.step) :]:
            self.next()
        self.wait_for_step("code")

    def go_to(self, step: str) -> None:
        """Answer everything before a step."""
        answers = (self.answer_country, self.answer_store, self.answer_owner)
        for asked, answer in zip(("country", "store", "owner"), answers, strict=True):
            if step == asked:
                return
            answer()
        for asked in HABITS:
            self.wait_for_step(asked)
            if step == asked:
                return
            if asked != HABITS[-1]:
                self.next()
        self.make()


@contextmanager
def driven_wizard(
    root: Path, *, mode: str = "light", size: tuple[int, int] = (1_366, 768)
) -> Iterator[DrivenWizard]:
    app, theme = start_application(mode)
    folder = DataFolder(root)
    welcome = Welcome(folder, theme=theme)
    welcome.window.resize(*size)
    welcome.window.show()
    QTest.qWaitForWindowActive(welcome.window)
    driven = DrivenWizard(welcome, folder)
    driven.settle()
    yield driven
    welcome.wizard.is_written = True
    welcome.window.close()
    driven.settle()
    welcome.close()
    theme.switch(app, mode)
