"""The sheet of a note: one line of words, about a line, the order or a count."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import column
from pos_app.views.shared.theme import Theme
from pos_app.views.shared.words_sheet import WordsModel, WordsSheet


class NoteSheet(WordsSheet):
    def __init__(
        self, view_model: WordsModel, *, theme: Theme, owner: QWidget, name: str = "note"
    ) -> None:
        super().__init__(view_model, name, theme=theme, owner=owner)
        self.words.setAccessibleName(self.tr("Note"))
        self.words.setFixedHeight(theme.px(tokens.TARGET))
        self.lay_out(column(self.words), save=self.tr("Save the note"))
        self.bind_words("note", {}, self.words)

    def focusNextPrevChild(self, _next: bool) -> bool:  # noqa: N802
        """There is one field: Tab stays in it."""
        return True
