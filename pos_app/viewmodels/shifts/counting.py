"""Counting the drawer by notes and coins: the total is shown, what it should be is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.services.shifts.counting import CoinRolls, Count, CountDraft
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.decimal_sign import decimal_sign
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.shifts.count_entry import CountEntry
from pos_app.viewmodels.shifts.count_words import CountWords


@dataclass(frozen=True, slots=True)
class CountForm:
    """What the sheet shows: a text for each box, which one is counted, and the total.

    `words` are about the chosen one; `roll` names what the key of rolls counts, if it does.
    """

    cells: tuple[str, ...]
    chosen: int
    total: str
    words: str = ""
    roll: str = ""


@dataclass(frozen=True, slots=True)
class CountDesk:
    """`pieces` are notes and coins in minor units."""

    draft: CountDraft
    pieces: Sequence[int]
    rolls: CoinRolls = field(default_factory=CoinRolls)


class CountModel(QObject):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the CountForm, when the sheet is to be seen.
        changed: Emitted with the CountForm as it is now.
        hidden: Emitted when it is to go.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    opened = Signal(object)
    changed = Signal(object)
    hidden = Signal()
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
        self.draft = desk.draft
        self._tasks = tasks
        self._formats = formats
        self._entry = CountEntry(desk.pieces, desk.rolls, currency, in_cents=formats.in_cents)
        self._words = words = CountWords(self._entry, desk.rolls, formats, currency)
        self.has_rolls = words.has_rolls
        self.names = words.names() if desk.pieces else ()
        """Of the boxes, in their order."""
        self.decimal_sign = decimal_sign(currency, formats)
        self._of = (0, 0)
        """The shift, and who counts."""
        self._wanted = (0, 0)
        """The same of whom it is to be opened for."""
        self._take: Callable[[Count], None] = lambda _count: None
        self.is_open = False
        self.visit = 0
        """What was asked for in one that has ended is not to be shown any more."""

    def open(self, actor: StaffMember, shift: int, *, take: Callable[[Count], None]) -> None:
        """Go on with what they counted before in this shift, also after a restart.

        :param shift: its number; below zero, of its float
        :param take: gets the count once that is all
        """
        if not self._desk.pieces or not shift:
            return
        self._take = take
        self._wanted = wanted = (shift, actor.staff_id)

        def show(count: Count) -> None:
            if self._wanted == wanted:  # else they have gone on
                self._of, self.is_open = wanted, True
                self._entry.start(count)
                self.opened.emit(self._form())

        if self._of == wanted:  # the newest may still be on its way to the draft
            show(self._entry.count)
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
        self.visit += 1
        if self.is_open:
            self.is_open = False
            self.hidden.emit()

    @Slot(int)
    def choose(self, place: int) -> None:
        if self.is_open:
            self._entry.choose(place)
            self.changed.emit(self._form())

    def step(self, by: int) -> None:
        self.choose((self._entry.chosen + by) % self._entry.places)

    @Slot()
    def next(self) -> None:
        """The next note or coin; after the last one, all of it is the count."""
        if self._entry.chosen + 1 < self._entry.places:
            self.step(1)
        else:
            self.use()

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit, two zeros or a point; the first one replaces what stands there."""
        self._change(lambda: self._entry.press(key))

    @Slot()
    def backspace(self) -> None:
        self._change(self._entry.backspace)

    @Slot()
    def roll(self) -> None:
        """What was typed is of rolls; without it, it is one more."""
        self._change(self._entry.roll_up)

    def turn(self, place: int, by: int) -> None:
        """One more or less in a box, by the wheel."""
        self._change(lambda: self._entry.turn(place, by))

    @Slot()
    def use(self) -> None:
        if self.is_open:
            self.leave()
            self._take(self._entry.count)

    def _change(self, by: Callable[[], None]) -> None:
        if not self.is_open:
            return
        before = self._entry.count
        by()
        self.changed.emit(self._form())
        count = self._entry.count
        if count == before:
            return
        shift, staff_id = self._of
        self._tasks.submit(
            lambda: self._desk.draft.save(shift, count, staff_id=staff_id),
            on_success=lambda _nothing: None,
            on_failure=self._fail,
        )

    def _form(self) -> CountForm:
        words = self._words
        return CountForm(
            words.cells(), self._entry.chosen, words.total(), words.chosen(), words.roll()
        )

    def _fail(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
