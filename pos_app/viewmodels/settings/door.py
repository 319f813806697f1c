"""The way into the settings of a running till."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.shared.door import Door
from pos_app.viewmodels.shared.scanner_test import ScannerTest

if TYPE_CHECKING:  # loaded with the screen
    from pos_app.viewmodels.settings.settings import SettingsViewModel

Opens = Mapping[str, Callable[[], object]]
"""What is opened from the settings, by the name of the deed."""


class SettingsDoor(Door):
    """Leads from the order, and back to it.

    Signals:
        saved: Emitted when something of the store was changed.
    """

    page = PageName.SETTINGS
    permission = Permission.MANAGE_STORE
    saved = Signal()

    def __init__(
        self, *, make: Callable[[Opens, ScannerTest], SettingsViewModel], formats: Formats
    ) -> None:
        super().__init__(formats)
        self._make = make
        self._model: SettingsViewModel | None = None
        self.opens: Opens = {}
        self.scanner = ScannerTest(self)

    @property
    def model(self) -> SettingsViewModel:
        if self._model is None:
            self._model = self._make(self.opens, self.scanner)
            self._model.setParent(self)
            self._model.left.connect(self.leave)
            self._model.told.connect(self.told)
            self._model.saved.connect(self.saved)
        return self._model

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        super().signed_in(member)
        if self._model is not None:
            self._model.forget()

    def _begin(self, actor: StaffMember) -> None:
        self.model.start(actor)
