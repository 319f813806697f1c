"""The way to the hours of a running till."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.shared.door import Door

if TYPE_CHECKING:  # the start does not load what is behind
    from pos_app.viewmodels.hours.screens import HoursScreens


class HoursDoor(Door):
    """Leads from the order and from the staff, and back to where somebody came from."""

    page = PageName.HOURS
    permission = Permission.MANAGE_STAFF

    def __init__(self, *, make: Callable[[], HoursScreens], formats: Formats) -> None:
        super().__init__(formats)
        self._make = make

    @cached_property
    def screens(self) -> HoursScreens:
        made = self._make()
        made.told.connect(self.told)
        made.hours.left.connect(self.leave)
        return made

    @Slot()
    def open_from_staff(self) -> None:
        self.open_from(PageName.STAFF)

    def _begin(self, actor: StaffMember) -> None:
        self.screens.open_for(actor)
