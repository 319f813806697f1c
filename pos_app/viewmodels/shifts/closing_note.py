"""What there is to say of a count: one line, for the Z report."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.ports import Formats
from pos_app.services.shifts.shift_service import NOTE_LENGTH_MAX, check_note
from pos_app.viewmodels.shared.words import words_for


class ClosingNote(QObject):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with a title and the note as it stands.
        hidden: Emitted when the sheet is to go.
        refused: Emitted with a sentence.
        changed: Emitted when the note is another one.
    """

    opened = Signal(str, str)
    hidden = Signal()
    refused = Signal(str)
    changed = Signal()
    length = NOTE_LENGTH_MAX

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._why = ""
        """Why there has to be one, if that is so."""
        self.text = ""
        self.is_open = False

    def begin(self) -> None:
        """For another count: nobody has said anything yet."""
        self.leave()
        self._why = self.text = ""
        self.changed.emit()

    def open(self, why: str = "") -> None:
        self._why = why or self._why
        self.is_open = True
        self.opened.emit(self.tr("What is there to say of this count?"), self.text)
        if why:
            self.refused.emit(why)

    @Slot()
    def leave(self) -> None:
        if self.is_open:
            self.is_open = False
            self.hidden.emit()

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
