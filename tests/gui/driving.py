"""A till driven as a person does: a real store, a real window, keys into the window itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.demo import ensure_demo
from pos_app.composition.demo_people import OWNER_PIN
from pos_app.composition.desktop import Desktop, start_application
from pos_app.composition.holding import holding
from pos_app.composition.opening import OpenStore
from pos_app.domain.errors import UnavailableError
from pos_app.domain.journal import EntryKind
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Role
from pos_app.services.journal.writing import Fact
from pos_app.services.ports import OrderRow
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.input.scanner_filter import GAP_MS, ScannerFilter, _Rest, _Suffix
from pos_app.views.main_window import MainWindow
from pos_app.views.products.import_sheet import ImportSheet
from tests.integration import shop as shops

WAIT_S = 10
STEP_MS = 5
BUSY_GAP_MS = 400
HAND_GAP_MS = 5
"""A hand waits for the scanner's gap after each key: thousands of tests need not."""
W = TypeVar("W", bound=QWidget)
Key = Qt.Key


@dataclass
class DrivenTill:
    """Keys typed by hand leave the scanner filter before the next one comes."""

    app: QApplication
    window: MainWindow
    model: TillViewModel
    store: OpenStore
    scanner: ScannerFilter
    keys_pressed: int = 0

    @property
    def page(self) -> str:
        return self.model.page.value

    def wait_for(self, condition: Callable[[], bool], what: str = "") -> None:
        wait_for(condition, what)

    def wait_for_page(self, name: str) -> None:
        self.wait_for(lambda: self.page == name, f"the page {name}; it is {self.page}")
        self.settle()

    def settle(self) -> None:
        """Until nothing waits to be done: no held key, no queued event."""
        self.wait_for(lambda: not self.scanner.is_holding, "the scanner filter")
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QCoreApplication.processEvents()

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        if key == Qt.Key.Key_Return:
            # A hand is never as fast: right after a scan, Enter belongs to the scanner.
            self.quiet()
        self.keys_pressed += 1
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        self.settle()

    def hold(self, key: Qt.Key) -> None:
        """Press it and keep it down: the system repeats it."""
        handle = self.window.windowHandle()
        QTest.keyPress(handle, key)
        self.settle()
        for _ in range(10):
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True)
            QCoreApplication.sendEvent(handle, event)
            self.settle()
        QTest.keyRelease(handle, key)

    def burst_keys(self, *keys: Qt.Key) -> None:
        self.scanner.gap_ms = GAP_MS
        for key in keys:
            QTest.keyClick(self.window.windowHandle(), key)
        self.scanner.gap_ms = HAND_GAP_MS

    def enter_text(self, text: str) -> None:
        """One key after the other, by hand."""
        for char in text:
            self.keys_pressed += 1
            self._click(char)
            self.settle()

    def scan(self, code: str) -> None:
        """As a scanner does: all at once, then Return."""
        self.burst(code)
        self.settle()

    def burst(self, code: str) -> None:
        with self.scanning(code):
            QTest.keyClick(self.window.windowHandle(), Key.Key_Return)

    @contextmanager
    def scanning(self, code: str) -> Iterator[None]:
        """The keys of a code; what ends it follows.

        A scanner keeps its pace on a machine that has no time for these tests, and they do not.
        """
        scanner, gap = self.scanner, self.scanner.gap_ms
        keys = iter(code)
        if scanner.is_holding:
            self._click(next(keys))  # by its own gap it goes on with what came before, or not
        else:
            scanner._suffix, scanner._rest = _Suffix(), _Rest()  # noqa: SLF001 - no waiting for it
        scanner.gap_ms = BUSY_GAP_MS
        try:
            for char in keys:
                self._click(char)
            yield
        finally:
            if self.scanner.gap_ms == BUSY_GAP_MS:  # nothing that was scanned has set another
                self.scanner.gap_ms = gap

    def _click(self, char: str) -> None:
        # The stubs know only key codes, in which a letter has no case; Qt takes the character.
        QTest.keyClick(self.window.windowHandle(), char)  # type: ignore[call-overload]

    def quiet(self) -> None:
        """Let the moment pass in which a bare Enter still belongs to a scan."""
        self.wait_for(lambda: self.scanner.is_quiet, "the end of the scan")

    def widget(self, kind: type[W], name: str) -> W:
        """The visible widget of that name."""
        found = [one for one in self.window.findChildren(kind, name) if one.isVisible()]
        assert len(found) == 1, (name, found)
        return found[0]

    def says(self, name: str) -> str:
        """The words of the visible label of that name."""
        return self.widget(QLabel, name).text()

    def sees(self, kind: type[QWidget], name: str) -> bool:
        found = self.window.findChildren(kind, name)
        others = self.window.findChildren(QWidget, name)
        assert found or not others, f"{name} is of another kind, and never seen as {kind.__name__}"
        return any(one.isVisible() for one in found)

    def lines(self) -> list[str]:
        """The lines of the order, as they are spoken."""
        model = self.model.screens.sell.lines
        return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]

    def orders(self) -> list[OrderRow]:
        """What is on disk, without the open order."""
        return [row for row in self.store.queries.orders.listed() if row.state != "created"]

    def drafts(self) -> list[int]:
        return [draft.total for draft in self.store.queries.drafts.drafts()]

    def shift(self) -> Shift:
        shift = self.store.queries.shifts.current()
        assert shift is not None
        return shift

    def failures_of(self, name: str) -> int:
        member = self.store.queries.staff.by_name(name)
        assert member is not None
        return self.store.queries.staff.locks().get(member.staff_id, (0, 0))[0]

    def wait_for_failures(self, name: str, count: int) -> None:
        self.wait_for(lambda: self.failures_of(name) == count, f"{count} wrong PINs")

    def choose_person(self, name: str) -> None:
        self.wait_for_page("sign_in")
        (tile,) = (one for one in self.model.screens.sign_in.list.shown if one.name == name)
        self.click(f"person_{tile.staff_id}")

    def sell(self, *codes: str) -> None:
        """Ring up an order, take the exact cash, and go on."""
        for code in codes:
            self.scan(code)
        self.quiet()
        self.press(Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
        self.wait_for_page("done")
        self.press(Key.Key_Return)
        self.wait_for_page("sell")

    def add_people(self, *names: str) -> None:
        """More cashiers, who have never signed in."""
        staff = self.store.services.staff
        for name in names:
            staff.add(actor=staff.owner(), name=name, role=Role.CASHIER, pin="394016")
        self.model.screens.sign_in.refresh()

    def entry_bodies(self, kind: str) -> list[dict[str, object]]:
        """What the journal says of everything of one kind."""
        entries = self.store.queries.journal.entries()
        return [json.loads(one.raw)["body"] for one in entries if one.kind == kind]

    def fill_disk(self) -> None:
        """No page more for this store, and none of its own with room for an entry."""
        self._run_on_writer("PRAGMA max_page_count=1")
        try:
            while True:
                self._lock_entry()
        except UnavailableError:
            # After a failure the connection is made anew, and knows no limit.
            self._run_on_writer("PRAGMA max_page_count=1")

    def _lock_entry(self) -> None:
        """The shortest that there is: where it does not fit, no other does."""
        services = self.store.services
        with services.new_uow() as uow:
            fact = Fact(EntryKind.LOCK, services.staff.owner())
            services.journal.append(uow.journal, fact)
            uow.commit()

    def free_disk(self) -> None:
        self._run_on_writer("PRAGMA max_page_count=1073741823")

    def refuse_a_write(self) -> None:
        """The disk takes nothing until the connection is made anew, as after any failure."""
        self._run_on_writer("PRAGMA query_only=ON")

    def price_of(self, barcode: str, minor: int) -> None:
        self._run_on_writer(
            "UPDATE product SET price = ? WHERE product_id ="
            " (SELECT product_id FROM barcode WHERE barcode = ?)",
            minor,
            barcode,
        )

    def close_shift_behind_its_back(self) -> None:
        shops.close_shift(self.store)

    def move_clock(self, by: timedelta) -> None:
        """Set the clock of the computer, as far as this store looks at it."""
        vars(self.store.services.clock)["now"] = lambda: datetime.now(UTC) + by
        self.model.screens.clock.look()

    def spoil_drafts(self, *, total: int | None = None) -> None:
        """Make all of them unreadable, or those of one amount."""
        self._run_on_writer("UPDATE draft SET body = '{' WHERE total = ?1 OR ?1 IS NULL", total)

    def _run_on_writer(self, statement: str, *values: object) -> None:
        connection = self.store.writer.raw_connection()
        connection.cursor().execute(statement, values).fetchall()
        connection.close()

    def import_file(self, content: str) -> None:
        """Choose a file of products with this in it, as from the menu."""
        path = self.store.folder.root / "products.csv"
        path.write_text(content, encoding="utf-8")
        sheet = self.window.findChild(ImportSheet)
        assert sheet is not None
        sheet.choose = lambda _owner: str(path)
        self.model.screens.imports.open()
        self.settle()

    def wait_for_import(self, step: str) -> None:
        self.wait_for(
            lambda: self.model.screens.imports.card.step == step,
            f"an import that is {step}",
        )
        self.settle()

    def troubles(self) -> list[str]:
        """What the bar says is out of order, in the order of its chips."""
        status = self.model.screens.frame.status
        said = [one for one in status.chips if one.is_trouble]
        assert all(self.sees(QPushButton, f"chip_{one.about}") for one in said), said
        return [one.words for one in said]

    def has_print_trouble(self) -> bool:
        return str(self.widget(QLabel, "print_state").property("role")) == "danger"

    def message(self) -> str:
        return self.says("sign_in_message")

    def print_state(self) -> str:
        return self.says("print_state")

    def click(self, name: str) -> None:
        widget = self.widget(QWidget, name)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def sign_in(self, pin: str = OWNER_PIN) -> None:
        self.wait_for_page("sign_in")
        self.enter_text(pin)
        self.wait_for(lambda: self.page in {"open_shift", "sell"}, "the end of signing in")
        self.settle()

    def start_selling(self, pin: str = OWNER_PIN) -> None:
        """Sign in and, where none is open, open a shift with the float shown."""
        self.sign_in(pin)
        if self.page == "open_shift":
            self.press(Key.Key_Return)
        self.wait_for_page("sell")


@contextmanager
def driven_till(
    folder: Path,
    *,
    mode: str = "light",
    size: tuple[int, int] = (1_366, 768),
    gap_ms: int = HAND_GAP_MS,
) -> Iterator[DrivenTill]:
    """Open the till on a demo store in this folder, as the desktop does; close it after.

    :param gap_ms: how long each key is held back; what is measured needs the till's own
    """
    data = DataFolder(folder)
    if not data.store.exists():
        ensure_demo(data)
    app, theme = start_application(mode)
    with holding(data) as held:
        desktop = Desktop(app, held, theme)
        window = desktop.window
        try:
            window.resize(*size)
            window.show()
            QTest.qWaitForWindowActive(window)
            wait_for(lambda: desktop.store is not None and window.is_complete, "the whole till")
            assert desktop.store is not None
            assert window.till is not None
            driven = DrivenTill(app, window, window.till, desktop.store, desktop.scanner)
            desktop.scanner.gap_ms = gap_ms
            driven.settle()
            yield driven
            window.close()
            driven.settle()
        finally:
            if window.isVisible():  # after a failure: it would take the keys of every till to come
                window.close()
            desktop.close()
            # Else it lives on, with its timers, while the next till is built.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def wait_for(condition: Callable[[], bool], what: str = "") -> None:
    """Look again whenever something has happened; meanwhile others have the core."""
    deadline = monotonic() + WAIT_S
    clock = QTimer(interval=STEP_MS)
    clock.start()
    try:
        while not condition():
            if monotonic() > deadline:
                raise AssertionError(f"waited {WAIT_S} s in vain for {what or condition}")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, STEP_MS)
    finally:
        clock.stop()
