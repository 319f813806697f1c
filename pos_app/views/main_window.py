"""The frame around the screens: bar, training band, page stack, toast and menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QWidget

from pos_app.viewmodels.frame import FrameViewModel
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.sign_in.sign_in import SignInViewModel
from pos_app.views.input.keymap import EVERYWHERE
from pos_app.views.input.keys import Keys
from pos_app.views.input.scanner_filter import LENGTH_MIN, LENGTH_MIN_WITHOUT_SUFFIX, ScannerFilter
from pos_app.views.practice.watermark import Watermark
from pos_app.views.shared import tokens
from pos_app.views.shared.actions import Actions
from pos_app.views.shared.breakpoints import WINDOW_MIN
from pos_app.views.shared.clock_banner import ClockBanner
from pos_app.views.shared.controls import ActionButton, column, frame, label, row
from pos_app.views.shared.file_dialog import close_file_dialogs
from pos_app.views.shared.key_card import KeyOverlay
from pos_app.views.shared.menu import open_menu
from pos_app.views.shared.page import Page
from pos_app.views.shared.sheet import Sheet, sheet_over
from pos_app.views.shared.theme import Theme
from pos_app.views.shared.toast import Toast
from pos_app.views.shared.top_bar import TopBar
from pos_app.views.sign_in.sign_in_view import SignInView

if TYPE_CHECKING:  # the first paint does not wait for it
    from pos_app.viewmodels.till import TillViewModel

TRAINING_HEIGHT: Final = 40
START_SIZE: Final = (1_366, 768)
# Where amounts are typed fast, only what is as long as a real barcode is a scan.
_LENGTH_MIN: Final = dict.fromkeys((PageName.SIGN_IN, PageName.SELL, PageName.DONE), LENGTH_MIN)

_PHONES_ON: Final = frozenset({PageName.PAY, PageName.CHARGE, PageName.DONE})
"""What a customer's phone shows may be scanned there, too early or once more: it pays."""

_LATE: Final = frozenset({PageName.SETTINGS, PageName.STAFF, PageName.HOURS})
"""Made when somebody goes there: the start does not load what is behind them."""

# They have their buttons where others have products, or all along the foot.
_TOAST_ACROSS: Final = frozenset({PageName.HELD, PageName.FIND, PageName.PAY})


class MainWindow(QMainWindow):
    """Shows the sign-in screen at once, and the others once the till is attached.

    Signals:
        painted: Emitted once, when the first screen has been painted.
        closing: Emitted when the window is about to go.
    """

    painted = Signal()
    closing = Signal()

    def __init__(
        self,
        frame_model: FrameViewModel,
        sign_in: SignInViewModel,
        *,
        theme: Theme,
        scanner: ScannerFilter,
    ) -> None:
        super().__init__()
        self.theme = theme
        self.scanner = scanner
        self.till: TillViewModel | None = None
        self.page_name = PageName.SIGN_IN
        self._make_page: Callable[[PageName], Page] | None = None
        self.till_actions = Actions()
        self._was_painted = False
        self.setWindowTitle(frame_model.title)
        frame_model.renamed.connect(lambda: self.setWindowTitle(frame_model.title))
        self.setMinimumSize(*WINDOW_MIN)
        self.resize(*START_SIZE)
        self.bar = TopBar(frame_model, theme=theme)
        self.stack = QStackedWidget()
        self.clock_banner = ClockBanner(theme=theme)
        self.left_by = 0
        """Who has gone back from a practice to the real till."""
        self._lay_out(frame_model)
        self.toast = Toast(theme=theme, owner=self._middle)
        self.overlay = KeyOverlay(
            theme=theme,
            owner=self._middle,
            holder=self.holder_of_keys,
            works=self.till_actions.works,
        )
        sign_in_page = SignInView(sign_in, theme=theme)
        self._pages: dict[PageName, Page] = {PageName.SIGN_IN: sign_in_page}
        self.stack.addWidget(sign_in_page)
        theme.dress(self)
        self._show_page(PageName.SIGN_IN)

    def _lay_out(self, frame_model: FrameViewModel) -> None:
        middle = self._middle = QWidget()
        middle.setObjectName("frame")
        layout = column(self.bar, spacing=0)
        if frame_model.training_text:
            layout.addWidget(_training_band(frame_model, self.theme))
        layout.addWidget(self.clock_banner)
        layout.addWidget(self.stack, 1)
        middle.setLayout(layout)
        self.setCentralWidget(middle)
        if frame_model.is_copy:
            Watermark(self.tr("PRACTICE"), theme=self.theme, owner=middle)

    def attach(self, till: TillViewModel, make_page: Callable[[PageName], Page]) -> None:
        """Bind the till that was built while the sign-in screen was looked at."""
        self.till = till
        self._make_page = make_page
        till.page_changed.connect(self._show_page)
        till.person_changed.connect(self.bar.show_person)
        _connect_toast(self.toast, till)
        _connect_tabs(self.bar, till, over=self.stack)
        self.bar.lock_button.clicked.connect(till.lock)
        self.bar.menu_button.clicked.connect(self.open_menu)
        till.page_changed.connect(self.clock_banner.show_on)
        till.screens.clock.changed.connect(self.clock_banner.show_words)
        self.clock_banner.confirmed.connect(till.screens.clock.confirm)
        self.scanner.scanned.connect(till.scan)
        till.screens.sell.notices.is_same_code = lambda: self.scanner.continues
        Keys(self, EVERYWHERE, self.till_actions.everywhere())

    def page(self, name: PageName) -> Page:
        """The screen, made when it is first needed."""
        if name not in self._pages:
            assert self._make_page is not None, "attach comes first"
            self._pages[name] = self._make_page(name)
            self.stack.addWidget(self._pages[name])
        return self._pages[name]

    def make_pages(self) -> None:
        """Make the other screens, one a turn of the event loop, so that none makes anybody wait."""
        missing = next((name for name in PageName if name not in {*self._pages, *_LATE}), None)
        if missing is not None:
            self.page(missing)
            QTimer.singleShot(0, self, self.make_pages)

    @property
    def is_complete(self) -> bool:
        return self.till is not None and self._pages.keys() >= set(PageName) - _LATE

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            # The screens inside are painted in the same go; what comes after it comes later.
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.closing.emit()
        super().closeEvent(event)

    @Slot(int)
    def leave(self, staff_id: int) -> None:
        """Go back from a practice to the real till."""
        self.left_by = staff_id
        self.close()

    def holder_of_keys(self) -> Page | Sheet:
        """What is looked at, and has the keys: a sheet, or the page below."""
        return sheet_over(self.stack) or self.page(self.page_name)

    @Slot()
    def open_menu(self) -> None:
        corner = QPoint(self.theme.px(tokens.GAP), self.bar.height())
        open_menu(self, self.till_actions.parts(), self.mapToGlobal(corner))

    def add_sheet(self, sheet: Sheet) -> None:
        """Let it take part: the toast makes way for it, and it gives the keys back."""
        sheet.moved.connect(self.toast.place)
        sheet.closed.connect(lambda: self.page(self.page_name).setFocus())

    @Slot(str)
    def _show_page(self, name: str) -> None:
        self.overlay.close()
        for sheet in self.stack.findChildren(Sheet):
            sheet.close_sheet()
        close_file_dialogs(self)
        self.page_name = PageName(name)
        page = self.page(self.page_name)
        self.stack.setCurrentWidget(page)
        self.toast.hide()
        self.toast.is_across = self.page_name in _TOAST_ACROSS
        self.want_pin(False)
        self.scanner.keeps_recent = self.page_name not in _PHONES_ON
        self.scanner.length_min = _LENGTH_MIN.get(self.page_name, LENGTH_MIN_WITHOUT_SUFFIX)
        page.enter()

    @Slot(bool)
    def want_pin(self, wanted: bool) -> None:
        """Whether a sheet takes the digits of a PIN; the sign-in screen always does."""
        self.scanner.digits_are_keys = wanted or self.page_name is PageName.SIGN_IN


def _training_band(frame_model: FrameViewModel, theme: Theme) -> QFrame:
    band = frame("training")
    words = label(frame_model.training_text, name="training_words")
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words.setWordWrap(True)  # large letters beside the button would push it off a small screen
    layout = row()
    layout.addWidget(words, 1)
    band.setLayout(layout)
    band.setFixedHeight(theme.px(tokens.ROW if frame_model.is_copy else TRAINING_HEIGHT))
    if frame_model.is_copy:
        layout.setContentsMargins(0, 0, theme.px(tokens.GAP), 0)
        title = QCoreApplication.translate("MainWindow", "Back to the real till")
        back = ActionButton(title, theme=theme, name="practice_back", key="Ctrl+Shift+P")
        layout.addWidget(back)
    return band


def _connect_toast(toast: Toast, till: TillViewModel) -> None:
    toasts = till.screens.toasts
    toasts.shown.connect(toast.tell)
    toasts.outdated.connect(toast.outdate)
    toast.undo_asked.connect(toasts.undo)
    till.screens.sell.order_changed.connect(toasts.outdate)


def _connect_tabs(bar: TopBar, till: TillViewModel, *, over: QWidget) -> None:
    """Another order is asked for by touch: a sheet that belongs to this one goes first."""
    tabs, strip = till.screens.tabs, bar.tabs

    def leave_sheet() -> None:
        sheet = sheet_over(over)
        if sheet is not None:
            sheet.close_sheet()

    tabs.changed.connect(strip.show_tabs)
    for asked in (strip.chosen, strip.new_asked):
        asked.connect(leave_sheet)
    strip.chosen.connect(tabs.switch)
    strip.new_asked.connect(tabs.new)
    till.page_changed.connect(bar.show_page)
