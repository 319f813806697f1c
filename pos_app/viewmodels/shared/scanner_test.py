"""The test of a scanner: three products are scanned, and it says which gap is right for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.badge import BADGE_PREFIX_DEFAULT, is_badge
from pos_app.domain.card_number import looks_like_card
from pos_app.domain.scanner import Layout, gap_for, layout_of
from pos_app.viewmodels.shared.raw_scan import RawScan

SCANS: Final = 3
SHOWN_LENGTH: Final = 40
HIDDEN: Final = "•••"


class ScannerTest(QObject):
    """While it runs, what is scanned is for it alone.

    Signals:
        changed: Emitted when `words` or `is_trouble` are others.
        running_changed: Emitted with whether it runs: slow scanners are listened to as well then.
    """

    changed = Signal()
    running_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recent: Callable[[], Sequence[RawScan]] = tuple
        """What came last of all, whatever it was for."""
        self.badge_prefix = BADGE_PREFIX_DEFAULT
        self.scans: tuple[RawScan, ...] = ()
        self.is_running = False

    @property
    def gap_ms(self) -> int | None:
        """The gap that is right for the scanner; None until it is known."""
        if len(self.scans) < SCANS:
            return None
        return gap_for(max(one.gap_ms for one in self.scans))

    @property
    def is_trouble(self) -> bool:
        return self.gap_ms is not None and self._layout is Layout.WRONG

    @property
    def words(self) -> str:
        gap_ms = self.gap_ms
        if gap_ms is None:
            asked = self.tr("Scan three products, one after the other: {count} of {all} came")
            return asked.format(count=len(self.scans), all=SCANS) if self.is_running else ""
        facts = self.tr("Longest gap {longest} ms, ends with {suffix}, {layout}.").format(
            longest=max(one.gap_ms for one in self.scans),
            suffix=self._suffix(),
            layout=self._layout_words(),
        )
        return self.tr("{facts} Right for it is a gap of {gap} ms.").format(facts=facts, gap=gap_ms)

    @Slot()
    def start(self) -> None:
        self.scans = ()
        self._run(is_running=True)

    @Slot()
    def stop(self) -> None:
        """Somebody goes on to something else."""
        self.scans = ()
        if self.is_running:
            self._run(is_running=False)

    def take(self, raw: str) -> bool:
        """Something was scanned; say whether it was for the test."""
        last = self.recent()[-1:] if self.is_running else ()
        if not last or last[0].text != raw:  # what a PIN field made a scan of is not among them
            return False
        self.scans = (*self.scans, last[0])
        if len(self.scans) < SCANS:
            self.changed.emit()
        else:
            self._run(is_running=False)
        return True

    def _run(self, *, is_running: bool) -> None:
        self.is_running = is_running
        self.running_changed.emit(is_running)
        self.changed.emit()

    @property
    def _layout(self) -> Layout:
        return layout_of(one.text for one in self.scans)

    def _suffix(self) -> str:
        ends = {one.suffix for one in self.scans}
        if len(ends) > 1:
            return self.tr("something else each time")
        return ends.pop() or self.tr("no key of its own")

    def _layout_words(self) -> str:
        if self._layout is Layout.RIGHT:
            return self.tr("digits come through right")
        codes = ", ".join(shown(one.text, self.badge_prefix) for one in self.scans)
        if self._layout is Layout.UNPROVEN:
            return self.tr("compare with what is printed: {codes}").format(codes=codes)
        return self.tr(
            "but it means another keyboard than this computer ({codes}): scan the barcode of your "
            "country in the scanner's manual, and test again"
        ).format(codes=codes)


def shown(text: str, badge_prefix: str) -> str:
    """Every character in sight, as many as there is room for; but of no badge and no card."""
    if is_badge(text, prefix=badge_prefix):
        return badge_prefix + HIDDEN
    if looks_like_card(text, field_is_code=True):
        return HIDDEN
    seen = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    return seen if len(seen) <= SHOWN_LENGTH else f"{seen[:SHOWN_LENGTH]}…"
