"""The way to the staff of a running till."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.shared.door import Door

if TYPE_CHECKING:  # the start does not load what is behind
    from pos_app.viewmodels.staff.staff import StaffViewModel


class StaffDoor(Door):
    """Leads from the order, and back to it.

    Signals:
        pin_wanted: Emitted with whether digits are those of a PIN.
        own_changed: Emitted when whoever is signed in has changed themselves: they are somebody
            else now.
    """

    page = PageName.STAFF
    permission = Permission.MANAGE_STAFF
    pin_wanted = Signal(bool)
    own_changed = Signal()

    def __init__(self, *, make: Callable[[], StaffViewModel], formats: Formats) -> None:
        super().__init__(formats)
        self._make = make
        self._is_made = False

    @cached_property
    def model(self) -> StaffViewModel:
        made = self._make()
        made.told.connect(self.told)
        made.form.pin_wanted.connect(self.pin_wanted)
        made.left.connect(self.leave)
        made.own_changed.connect(self.own_changed)
        made.actor = self.actor
        self._is_made = True
        return made

    def take_scan(self, raw: str, page: PageName) -> bool:
        """Whether a badge was waited for."""
        return page is PageName.STAFF and self._is_made and self.model.take_scan(raw)

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        super().signed_in(member)
        if self._is_made:
            self.model.actor = member

    def _begin(self, _actor: StaffMember) -> None:
        self.model.open()
