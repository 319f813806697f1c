"""Dress the window in the look that was chosen, at the largest scale that fits into it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.viewmodels.look import SCALES, Look, LookViewModel
from pos_app.views.shared.breakpoints import scale_max
from pos_app.views.shared.rescale import Rescale, arrange
from pos_app.views.shared.theme import AUTO, Theme


class Dresser(QObject):
    """Follows the look, the size of the window, and the system where its colours are wanted."""

    def __init__(self, view_model: LookViewModel, *, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._view_model = view_model
        self._window = window
        self._theme = theme
        window.installEventFilter(self)
        view_model.changed.connect(self.dress)
        QApplication.styleHints().colorSchemeChanged.connect(self._follow)
        self._learn_size()
        self.dress(view_model.look)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Resize:
            self._learn_size()
            if self._scale(self._view_model.look) != self._theme.scale:
                self.dress(self._view_model.look)
        return False

    @Slot(object)
    def dress(self, look: Look) -> None:
        theme, before = self._theme, self._theme.scale
        scale = self._scale(look)
        is_moved = theme.is_mirrored != look.is_mirrored
        theme.has_motion = look.has_motion
        theme.is_mirrored = look.is_mirrored
        if look.mode != theme.mode or scale != before:
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            theme.switch(app, look.mode, scale=scale)
            if scale != before:
                Rescale(before, scale).window(self._window)
        if is_moved or scale != before:
            arrange(self._window)

    @Slot()
    def _follow(self) -> None:
        app = QApplication.instance()
        if self._theme.mode == AUTO and isinstance(app, QApplication):
            self._theme.apply(app)

    def _scale(self, look: Look) -> float:
        wanted = min(look.scale, max(self._view_model.scales))
        return wanted / 100

    def _learn_size(self) -> None:
        most = max(scale_max(self._window) * 100, 100)
        self._view_model.scales = tuple(scale for scale in SCALES if scale <= most)
