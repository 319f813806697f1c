"""Counting the drawer by notes and coins: the total is shown, what it should be is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.services.shifts.counting import Count, CountDraft
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class CountForm:
    """What the sheet shows: a text for each note and coin, which one is counted, and the total."""

    cells: tuple[str, ...]
    chosen: int
    total: str


@dataclass(frozen=True, slots=True)
class CountDesk:
    """`pieces` are notes and coins in minor units."""

    draft: CountDraft
    pieces: Sequence[int]


class CountModel(QObject):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the CountForm, when the sheet is to be seen.
        changed: Emitted with the CountForm as it is now.
        hidden: Emitted when it is to go.
        counted: Emitted with the Count that is to be filed.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    opened = Signal(object)
    changed = Signal(object)
    hidden = Signal()
    counted = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        desk: CountDesk,
        tasks: TaskRunner,
        formats: Formats,
        currency: Currency,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._formats = formats
        self._currency = currency
        self._pieces = tuple(sorted(desk.pieces, reverse=True))
        self._count = Count()
        self._of = (0, 0)
        """The shift, and who counts."""
        self._wanted = (0, 0)
        """The same of whom it is to be opened for."""
        self._chosen = 0
        self._is_typed = False
        self.is_open = False

    @property
    def names(self) -> tuple[str, ...]:
        """What each note and coin is worth, in the order of the cells."""
        return tuple(self._money(value) for value in self._pieces)

    def open(self, actor: StaffMember, shift: int) -> None:
        """Go on with what they counted before in this shift, also after a restart."""
        if not self._pieces or not shift:
            return
        self._wanted = wanted = (shift, actor.staff_id)

        def show(count: Count) -> None:
            if self._wanted == wanted:  # else they have gone on
                self._of, self._count, self.is_open = wanted, count, True
                self._choose(0)
                self.opened.emit(self._form())

        if self._of == wanted:  # the newest may still be on its way to the draft
            show(self._count)
        else:
            self._tasks.submit(
                lambda: self._desk.draft.load(shift, staff_id=actor.staff_id),
                on_success=show,
                on_failure=self._fail,
            )

    @Slot()
    def leave(self) -> None:
        """What is counted stays as a draft."""
        self._wanted = (0, 0)
        if self.is_open:
            self.is_open = False
            self.hidden.emit()

    @Slot(int)
    def choose(self, place: int) -> None:
        if self.is_open:
            self._choose(place)
            self.changed.emit(self._form())

    def step(self, by: int) -> None:
        self.choose((self._chosen + by) % len(self._pieces))

    @Slot()
    def next(self) -> None:
        """The next note or coin; after the last one, all of it is the count."""
        if self._chosen + 1 < len(self._pieces):
            self.step(1)
        else:
            self.use()

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit, or two zeros; the first one replaces what stands there."""
        if not (self.is_open and key.isascii() and key.isdigit()):
            return
        before = self._count.of(self._pieces[self._chosen]) if self._is_typed else 0
        self._is_typed = True
        self._set(int(f"{before}{key}"))

    @Slot()
    def backspace(self) -> None:
        if self.is_open:
            self._is_typed = True
            self._set(self._count.of(self._pieces[self._chosen]) // 10)

    @Slot()
    def use(self) -> None:
        if self.is_open:
            self.leave()
            self.counted.emit(self._count)

    def _choose(self, place: int) -> None:
        self._chosen = place
        self._is_typed = False

    def _set(self, number: int) -> None:
        self._count = count = self._count.with_number(self._pieces[self._chosen], number)
        self.changed.emit(self._form())
        shift, staff_id = self._of
        self._tasks.submit(
            lambda: self._desk.draft.save(shift, count, staff_id=staff_id),
            on_success=lambda _nothing: None,
            on_failure=self._fail,
        )

    def _form(self) -> CountForm:
        cells = tuple(
            f"{name} × {self._count.of(value)}"
            for name, value in zip(self.names, self._pieces, strict=True)
        )
        return CountForm(cells, self._chosen, self._money(self._count.total))

    def _money(self, minor: int) -> str:
        return self._formats.number(Money(minor, self._currency))

    def _fail(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
