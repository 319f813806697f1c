"""The frame around the screens: bar, training band, page stack, toast and menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QStackedWidget, QWidget

from pos_app.viewmodels.till import PageName, TillViewModel
from pos_app.views.input.keymap import EVERYWHERE
from pos_app.views.input.keys import Keys
from pos_app.views.input.scanner_filter import LENGTH_MIN, LENGTH_MIN_WITHOUT_SUFFIX, ScannerFilter
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import WINDOW_MIN
from pos_app.views.shared.controls import column, frame, label, row
from pos_app.views.shared.key_card import KeyCard
from pos_app.views.shared.menu import Entry, open_menu
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import DARK, LIGHT, Theme
from pos_app.views.shared.toast import Toast
from pos_app.views.shared.top_bar import TopBar

TRAINING_HEIGHT: Final = 40
START_SIZE: Final = (1_366, 768)
# Where amounts are typed fast, only what is as long as a real barcode is a scan.
_LENGTH_MIN: Final = dict.fromkeys((PageName.SIGN_IN, PageName.SELL, PageName.DONE), LENGTH_MIN)


class MainWindow(QMainWindow):
    """Shows the page that the till's view-model names.

    Signals:
        painted: Emitted once, after the first screen is there.
        closing: Emitted when the window is about to go.
    """

    painted = Signal()
    closing = Signal()

    def __init__(
        self,
        till: TillViewModel,
        *,
        theme: Theme,
        scanner: ScannerFilter,
        make_page: Callable[[PageName], Page],
    ) -> None:
        super().__init__()
        self.till = till
        self._make_page = make_page
        self.theme = theme
        self.scanner = scanner
        self._pages: dict[PageName, Page] = {}
        self._was_painted = False
        self.setWindowTitle(till.screens.frame.store)
        self.setMinimumSize(*WINDOW_MIN)
        self.resize(*START_SIZE)
        self.bar = TopBar(till.screens.frame, theme=theme)
        self.stack = QStackedWidget()
        self._lay_out()
        self.toast = Toast(theme=theme, owner=self._middle)
        self._bind()

    def _lay_out(self) -> None:
        middle = self._middle = QWidget()
        middle.setObjectName("frame")
        layout = column(self.bar, spacing=0)
        words = self.till.screens.frame.training_text
        if words:
            layout.addWidget(self._training_band(words))
        layout.addWidget(self.stack, 1)
        middle.setLayout(layout)
        self.setCentralWidget(middle)

    def _training_band(self, words: str) -> QFrame:
        band = frame("training")
        band.setLayout(row(1, label(words, name="training_words"), 1))
        band.setFixedHeight(self.theme.px(TRAINING_HEIGHT))
        return band

    def _bind(self) -> None:
        till = self.till
        till.page_changed.connect(self._show_page)
        till.person_changed.connect(self.bar.show_person)
        till.toast.connect(self.toast.tell)
        self.toast.undo_asked.connect(till.screens.sell.undo)
        till.screens.sell.order_changed.connect(self.toast.outdate)
        self.bar.lock_button.clicked.connect(till.lock)
        self.bar.menu_button.clicked.connect(self.open_menu)
        self.scanner.scanned.connect(till.scan)
        Keys(
            self,
            EVERYWHERE,
            {
                "keys": self.show_keys,
                "lock": till.lock,
                "reprint": till.reprint,
                "menu": self.open_menu,
                "full_screen": self.toggle_full_screen,
            },
        )

    def page(self, name: PageName) -> Page:
        """The screen, made when it is first needed: the sign-in screen waits for no other."""
        if name not in self._pages:
            self._pages[name] = self._make_page(name)
            self.stack.addWidget(self._pages[name])
        return self._pages[name]

    def make_pages(self) -> None:
        """Make the other screens while the first one is looked at."""
        for name in PageName:
            self.page(name)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.page(self.till.page).enter()
            # Comes after the paint that showing has queued.
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.closing.emit()
        super().closeEvent(event)

    @Slot()
    def show_keys(self) -> None:
        card = KeyCard(self.till.page.value, theme=self.theme, owner=self._middle)
        card.destroyed.connect(lambda: self.page(self.till.page).enter())
        card.show()
        card.setFocus()

    @Slot()
    def toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    @Slot()
    def open_menu(self) -> None:
        till = self.till
        is_selling = till.page is PageName.SELL
        entries = (
            Entry(self.tr("Close the shift"), till.close_shift, enabled=is_selling),
            Entry(self.tr("Print the last receipt"), till.reprint, "Ctrl+P", enabled=is_selling),
            None,
            Entry(self._theme_words(), self.switch_theme),
            Entry(self.tr("Keys of this screen"), self.show_keys, "F1"),
            Entry(self.tr("Full screen"), self.toggle_full_screen, "Alt+Enter"),
            None,
            Entry(self.tr("Lock"), till.lock, "Ctrl+L", enabled=bool(self.bar.person.text())),
            Entry(self.tr("Shut down the till"), self.shut_down),
        )
        corner = QPoint(self.theme.px(tokens.GAP), self.bar.height())
        open_menu(self, entries, self.mapToGlobal(corner))

    def switch_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.theme.switch(app, LIGHT if self.theme.is_dark else DARK)

    def _theme_words(self) -> str:
        return self.tr("Light screen") if self.theme.is_dark else self.tr("Dark screen")

    def shut_down(self) -> None:
        self.close()

    @Slot(str)
    def _show_page(self, name: str) -> None:
        page_name = PageName(name)
        page = self.page(page_name)
        self.stack.setCurrentWidget(page)
        self.toast.hide()
        self.scanner.digits_are_keys = page_name is PageName.SIGN_IN
        self.scanner.length_min = _LENGTH_MIN.get(page_name, LENGTH_MIN_WITHOUT_SUFFIX)
        page.enter()
