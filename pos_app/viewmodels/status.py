"""What works and what does not, as chips in the bar: always in the same order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

PRINTER: Final = "printer"
SCANNER: Final = "scanner"
ORDER: Final = (
    "sync",
    "payments",
    PRINTER,
    "email",
    "backup",
    "disk",
    "journal",
    "move",
    "upkeep",
    SCANNER,
)
"""Head office comes first, where there is one."""
ALWAYS: Final = frozenset({PRINTER, SCANNER})
_CONTEXT: Final = "StatusChips"
_ICONS: Final = {PRINTER: "printer", SCANNER: "scan-barcode"}
_TROUBLE_ICON: Final = "triangle-alert"


@dataclass(frozen=True, slots=True)
class Chip:
    """`words` say what happened, what was kept and what to do; `since` is a time of day."""

    about: str
    word: str
    icon: str
    is_trouble: bool = False
    words: str = ""
    since: str = ""


class StatusChips(QObject):
    """Grey is healthy; what has a colour means something.

    Signals:
        changed: Emitted when a chip is another, with none of its parts.
    """

    changed = Signal()

    def __init__(self, *, now: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._troubles: dict[str, Chip] = {}
        self._well: dict[str, str] = {}
        self._own: dict[str, Chip] = {}
        self.retries: dict[str, Callable[[], object]] = {}
        """What can be tried again at once, by what it is about."""

    @property
    def chips(self) -> Sequence[Chip]:
        known = [*ORDER, *(about for about in self._troubles if about not in ORDER)]
        found = (self.chip(about) for about in known)
        return [one for one in found if one is not None]

    def chip(self, about: str) -> Chip | None:
        """What is shown about one thing, or nothing."""
        if about in self._troubles:
            return self._troubles[about]
        if about not in ALWAYS:
            return self._own.get(about)
        return Chip(about, _healthy(about), _ICONS[about], words=self._well.get(about, ""))

    def show_trouble(self, about: str, words: str) -> None:
        """Something is out of order, or works again where there are no words."""
        if not words:
            if self._troubles.pop(about, None) is not None:
                self.changed.emit()
            return
        known = self._troubles.get(about)
        if known is None:
            trouble = Chip(about, _wrong(about), _TROUBLE_ICON, is_trouble=True, since=self._now())
        else:
            trouble = known
        if known is None or known.words != words:
            self._troubles[about] = replace(trouble, words=words)
            self.changed.emit()

    def show_well(self, about: str, words: str) -> None:
        """What a healthy one has to say in its panel."""
        if self._well.get(about) != words:
            self._well[about] = words
            self.changed.emit()

    def show_chip(self, about: str, chip: Chip | None) -> None:
        """One that says by itself what it is and whether it is well, or none any more."""
        known = self._own.get(about)
        if chip is None:
            self._own.pop(about, None)
        else:
            is_same = known is not None and (known.word, known.is_trouble) == (
                chip.word,
                chip.is_trouble,
            )
            since = known.since if is_same and known else self._now()
            self._own[about] = replace(chip, since=since if chip.is_trouble else "")
        if self._own.get(about) != known:
            self.changed.emit()

    def worst(self) -> str:
        """The first that is out of order, or the first of all."""
        troubled = [one.about for one in self.chips if one.is_trouble]
        return (troubled or [one.about for one in self.chips])[0]


def _healthy(about: str) -> str:
    return tr("Printer") if about == PRINTER else tr("Scanner")


def _wrong(about: str) -> str:
    words = {
        PRINTER: tr("Printer off"),
        SCANNER: tr("Scanner"),
        "email": tr("E-mail"),
        "backup": tr("No backup"),
        "payments": tr("Payment waits"),
        "disk": tr("Disk full"),
        "journal": tr("Journal"),
        "move": tr("Store moved"),
        "upkeep": tr("Upkeep"),
    }
    return words.get(about, about)


def tr(words: str) -> str:
    return QCoreApplication.translate(_CONTEXT, words)
