"""The way to the hours of a running till; what is behind it is made at the first visit."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from pos_app.domain.staff import NotAllowedError, Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.shared.words import words_for

if TYPE_CHECKING:  # the start does not load what is behind
    from pos_app.viewmodels.hours.screens import HoursScreens


class HoursDoor(QObject):
    """Leads from the order and from the staff, and back to where somebody came from.

    Signals:
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    told = Signal(str, bool)

    def __init__(self, *, make: Callable[[], HoursScreens], formats: Formats) -> None:
        super().__init__()
        self._make = make
        self._formats = formats
        self._show: Callable[[PageName], None] | None = None
        self._came_from = PageName.SELL
        self._actor: StaffMember | None = None

    def follow(
        self,
        signed_in: SignalInstance,
        *,
        show: Callable[[PageName], None],
        tell: Callable[[str, bool], None],
    ) -> None:
        """Know who asks, and where this leads to."""
        signed_in.connect(self.signed_in)
        self._show = show
        self.told.connect(tell)

    @cached_property
    def screens(self) -> HoursScreens:
        made = self._make()
        made.told.connect(self.told)
        made.hours.left.connect(self._leave)
        return made

    @Slot()
    def open(self) -> None:
        self._open(PageName.SELL)

    @Slot()
    def open_from_staff(self) -> None:
        self._open(PageName.STAFF)

    def _open(self, came_from: PageName) -> None:
        """For whoever may, and for whoever may ask for what they do there."""
        if self._actor is None or self._show is None:
            return
        try:
            self._actor.require_to_ask(Permission.MANAGE_STAFF)
        except NotAllowedError as error:
            self.told.emit(words_for(error, self._formats), False)
            return
        self._came_from = came_from
        self.screens.open_for(self._actor)
        self._show(PageName.HOURS)

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @Slot()
    def _leave(self) -> None:
        if self._show is not None:
            self._show(self._came_from)
