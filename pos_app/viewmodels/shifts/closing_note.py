"""What there is to say of a count: one line, for the Z report."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.services.shifts.counting import CountDraft
from pos_app.services.shifts.shift_service import NOTE_LENGTH_MAX, check_note
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.sheet_model import SheetModel
from pos_app.viewmodels.shared.words import words_for


class ClosingNote(SheetModel):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with a title and the note as it stands.
        refused: Emitted with a sentence.
        changed: Emitted when the note is another one.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    opened = Signal(str, str)
    refused = Signal(str)
    changed = Signal()
    told = Signal(str, bool)
    length = NOTE_LENGTH_MAX

    def __init__(self, *, draft: CountDraft, tasks: TaskRunner, formats: Formats) -> None:
        super().__init__()
        self._draft = draft
        self._tasks = tasks
        self._formats = formats
        self._of = (0, 0)
        """The shift, and who counts."""
        self._why = ""
        """Why there has to be one, if that is so."""
        self.text = ""

    def begin(self, shift: int, actor: StaffMember) -> None:
        """With what they said before of this shift, also after a restart."""
        self.leave()
        self._why = ""
        wanted = (shift, actor.staff_id)
        if self._of != wanted:  # else the newest may still be on its way to the draft
            self._of = wanted
            self.text = self._draft.load_note(shift, staff_id=actor.staff_id)
        self.changed.emit()

    def open(self, why: str = "") -> None:
        self._why = why or self._why
        self.is_open = True
        self.opened.emit(self.tr("What is there to say of this count?"), self.text)
        if why:
            self.refused.emit(why)

    @Slot(str)
    def save(self, text: str) -> None:
        note = text.strip()
        if not self.is_open:
            return
        if not note and self._why:
            self.refused.emit(self._why)
            return
        try:
            check_note(note)
        except PosError as error:
            self.refused.emit(words_for(error, self._formats))
            return
        self.text = note
        self.leave()
        self.changed.emit()
        shift, staff_id = self._of
        self._tasks.submit(
            lambda: self._draft.save_note(shift, note, staff_id=staff_id),
            on_success=lambda _nothing: None,
            on_failure=lambda error: self.told.emit(words_for(error, self._formats), False),
        )
