"""The way into the settings: what is behind it is loaded when somebody goes there first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.shared.words import words_for

if TYPE_CHECKING:  # loaded with the screen
    from pos_app.viewmodels.settings.settings import SettingsViewModel

Opens = Mapping[str, Callable[[], object]]
"""What is opened from the settings, by the name of the deed."""


class SettingsDoor(QObject):
    """Lets in whoever may change settings, or ask for it.

    Signals:
        opened: Emitted when the settings want to be shown.
        left: Emitted when the order that is being rung up is wanted again.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        saved: Emitted when something of the store was changed.
    """

    opened = Signal()
    left = Signal()
    told = Signal(str, bool)
    saved = Signal()

    def __init__(
        self,
        *,
        make: Callable[[Opens], SettingsViewModel],
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._formats = formats
        self._model: SettingsViewModel | None = None
        self._actor: StaffMember | None = None
        self.opens: Opens = {}

    @property
    def model(self) -> SettingsViewModel:
        if self._model is None:
            self._model = self._make(self.opens)
            self._model.setParent(self)
            self._model.left.connect(self.left)
            self._model.told.connect(self.told)
            self._model.saved.connect(self.saved)
        return self._model

    def follow(
        self,
        signed_in: SignalInstance,
        *,
        show: Callable[[PageName], None],
        tell: Callable[[str, bool], None],
    ) -> None:
        """Know who is here, and show and tell by the till."""
        signed_in.connect(self.signed_in)
        self.opened.connect(lambda: show(PageName.SETTINGS))
        self.left.connect(lambda: show(PageName.SELL))
        self.told.connect(tell)

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member
        if self._model is not None:
            self._model.forget()

    @Slot()
    def open(self) -> None:
        actor = self._actor
        if actor is None:
            return
        try:
            actor.require_to_ask(Permission.MANAGE_STORE)
        except PosError as error:
            self.told.emit(words_for(error, self._formats), False)
            return
        self.model.start(actor)
        self.opened.emit()
