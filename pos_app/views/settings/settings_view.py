"""The settings: sections at the left, with a field to find one; the one chosen at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QScrollArea, QStackedWidget, QWidget

from pos_app.viewmodels.settings.search import Hit
from pos_app.viewmodels.settings.settings import SettingsViewModel
from pos_app.views.settings.section_list import SectionList
from pos_app.views.settings.section_view import DEEDS_MAX, SectionView
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, frame, label, row
from pos_app.views.shared.file_dialog import ChoosePicture, choose_picture
from pos_app.views.shared.page import Page
from pos_app.views.shared.receipt_paper import ReceiptPaper
from pos_app.views.shared.theme import Theme

LIST_WIDTH: Final = 280
NARROW_LIST_WIDTH: Final = 252
FORM_WIDTH: Final = 720
PAPER_EDGES: Final = 64
"""Beside the paper, with a bar to scroll by."""


class SettingsView(Page):
    context = "settings"

    def __init__(
        self, model: SettingsViewModel, *, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._model = model
        self._areas: dict[str, QScrollArea] = {}
        self.choose_picture: ChoosePicture = choose_picture
        self.sections = SectionList(model.sections, theme=theme)
        self.stack = QStackedWidget()
        self.paper = ReceiptPaper(theme=theme)
        self._preview = _paper_card(self.paper, theme)
        self._body = row(spacing=theme.px(tokens.SPACE[3]))
        self.state = label(role="muted", name="settings_state")
        self.save_button = ActionButton(
            self.tr("Save"), theme=theme, name="settings_save", key="Ctrl+S", role="primary"
        )
        self.undo_button = ActionButton(
            self.tr("Undo"), theme=theme, name="settings_undo", key="Alt+0", icon="undo-2"
        )
        self._lay_out()
        self._bind()
        self._show_section()

    def _lay_out(self) -> None:
        theme = self.theme
        gap, pad = theme.px(tokens.GAP), theme.px(tokens.SPACE[3])
        self._body.addWidget(self.stack, 1)
        self._body.addWidget(self._preview)
        inside = column(spacing=gap)
        inside.addLayout(self._body, 1)
        inside.addLayout(row(self.state, 1, self.undo_button, self.save_button, spacing=gap))
        inside.setContentsMargins(pad, pad, pad, pad)
        card = frame("card")
        card.setLayout(inside)
        whole = row(self.sections, spacing=pad)
        whole.addWidget(card, 1)
        whole.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(whole)

    def _bind(self) -> None:
        model, sections = self._model, self.sections
        self.bind_keys(
            {
                "save": model.save,
                "undo": model.undo,
                "go": lambda: None if sections.take() else model.save(),
                "search": partial(self._give_keys, sections.search),
                "up": partial(sections.go_by, -1),
                "down": partial(sections.go_by, 1),
                **{f"deed_{n + 1}": partial(model.do, n) for n in range(DEEDS_MAX)},
                "back": self._back,
            }
        )
        sections.moved.connect(model.choose)
        sections.taken.connect(self._take)
        sections.back_button.clicked.connect(self._back)
        self.save_button.clicked.connect(model.save)
        self.undo_button.clicked.connect(model.undo)
        model.shown.connect(self._show_section)
        model.changed.connect(self._show_state)
        model.refused.connect(self._show_problem)
        model.preview.changed.connect(self._show_paper)
        model.logo.wanted.connect(self._choose_logo)

    def enter(self) -> None:
        super().enter()
        self.sections.clear()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802
        """Tab goes round the search and the fields of the section."""
        ring = [self.sections.search, *self._view.editors]
        self._give_keys(_beside(ring, QApplication.focusWidget(), 1 if next else -1))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._show_paper()

    @property
    def _view(self) -> SectionView:
        view = self._areas[self._model.section.name].widget()
        assert isinstance(view, SectionView)
        return view

    def _give_keys(self, editor: QWidget) -> None:
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(editor, QLineEdit):
            editor.selectAll()
        whole = editor.parentWidget()
        if whole is not None and self._view.isAncestorOf(editor):
            area, view = self._areas[self._model.section.name], self._view
            if editor is view.editors[-1] and view.buttons:
                area.ensureWidgetVisible(view.buttons[-1])  # the last one is chosen by them
            area.ensureWidgetVisible(whole)

    @Slot(object)
    def _take(self, hit: Hit) -> None:
        self._model.choose(hit.place)
        self.sections.mark(hit.place)
        editors = self._view.editors
        names = [one.name for one in self._view.section.settings]
        if hit.setting:
            self._give_keys(editors[names.index(hit.setting)])
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _back(self) -> None:
        if not self.sections.clear():
            self._model.back()

    @Slot()
    def _show_section(self) -> None:
        section, theme = self._model.section, self.theme
        if section.name not in self._areas:
            view = SectionView(section, self._model, theme=theme)
            view.setMaximumWidth(theme.px(FORM_WIDTH))
            area = QScrollArea()
            area.setWidget(view)
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._areas[section.name] = area
            self.stack.addWidget(area)
        self.stack.setCurrentWidget(self._areas[section.name])
        self.sections.mark(self._model.place)
        self._show_paper()
        self._show_state()

    @Slot()
    def _show_paper(self) -> None:
        """Beside the fields, or below them where there is no room for both."""
        self.paper.show_paper(self._model.preview.paper)
        self._preview.setVisible(self._model.section.has_preview)
        shape = shape_in(self.window(), self.theme)
        self._view.show_shape(shape)
        is_wide = shape.is_wide
        ways = self._body.Direction
        self._body.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)
        width = self.paper.sizeHint().width() + self.theme.px(PAPER_EDGES)
        self._preview.setMinimumWidth(width if is_wide else 0)
        self._body.setStretch(1, 0 if is_wide else 1)
        self.sections.setFixedWidth(self.theme.px(LIST_WIDTH if is_wide else NARROW_LIST_WIDTH))

    @Slot()
    def _show_state(self) -> None:
        model = self._model
        self._view.show_state()
        unsaved = model.values.unsaved
        words = self.tr("%n settings are not saved yet", "", unsaved) if unsaved else ""
        self.state.setText(self.tr("Saving …") if model.is_busy else words)
        self.save_button.setVisible(bool(unsaved or model.section.settings))
        self.undo_button.setVisible(bool(model.values.before) and not unsaved)
        self.undo_button.setEnabled(not model.is_busy)
        self.save_button.setEnabled(bool(unsaved) and not model.is_busy)

    @Slot()
    def _choose_logo(self) -> None:
        """Not if the screen was left meanwhile: somebody else may be there by then."""
        entered = self.entered
        path = self.choose_picture(self.window())
        if self.entered == entered and self.isVisibleTo(self.window()):
            self._model.logo.take(path)

    @Slot()
    def _show_problem(self) -> None:
        wrong = self._view.problem_row()
        if wrong is not None:
            self._give_keys(wrong.editor)


def _paper_card(paper: ReceiptPaper, theme: Theme) -> QFrame:
    inside = QWidget()
    inside.setLayout(row(1, paper, 1))
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    layout = column(area)
    pad = theme.px(tokens.SPACE[2])
    layout.setContentsMargins(pad, pad, pad, pad)
    card = frame("card")
    card.setLayout(layout)
    return card


def _beside(ring: Sequence[QWidget], focus: QWidget | None, step: int) -> QWidget:
    """The widget after the one with the keys, or before it; from outside, the first field."""
    at = next((place for place, one in enumerate(ring) if one is focus), 0)
    return ring[(at + step) % len(ring)]
