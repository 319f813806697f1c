"""The way to the staff of a running till; what is behind it is made at the first visit."""

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
    from pos_app.viewmodels.staff.staff import StaffViewModel


class StaffDoor(QObject):
    """Makes what is behind it when somebody goes there first.

    Signals:
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        pin_wanted: Emitted with whether digits are those of a PIN.
    """

    told = Signal(str, bool)
    pin_wanted = Signal(bool)

    def __init__(self, *, make: Callable[[], StaffViewModel], formats: Formats) -> None:
        super().__init__()
        self._make = make
        self._formats = formats
        self._show: Callable[[PageName], None] | None = None
        self._lock: Callable[[], None] | None = None
        self._is_made = False
        self.actor: StaffMember | None = None

    def follow(
        self,
        signed_in: SignalInstance,
        *,
        show: Callable[[PageName], None],
        lock: Callable[[], None],
        tell: Callable[[str, bool], None],
    ) -> None:
        """Know who asks, and where this leads to."""
        signed_in.connect(self._on_signed_in)
        self._show, self._lock = show, lock
        self.told.connect(tell)

    @cached_property
    def model(self) -> StaffViewModel:
        made = self._make()
        made.told.connect(self.told)
        made.form.pin_wanted.connect(self.pin_wanted)
        made.left.connect(self._leave)
        made.own_changed.connect(self._sign_in_anew)
        made.actor = self.actor
        self._is_made = True
        return made

    @Slot()
    def open(self) -> None:
        """For whoever may, and for whoever may ask for what they do there."""
        if self.actor is None or self._show is None:
            return
        try:
            self.actor.require_to_ask(Permission.MANAGE_STAFF)
        except NotAllowedError as error:
            self.told.emit(words_for(error, self._formats), False)
            return
        self.model.open()
        self._show(PageName.STAFF)

    def take_scan(self, raw: str, page: PageName) -> bool:
        """Whether a badge was waited for."""
        return page is PageName.STAFF and self._is_made and self.model.take_scan(raw)

    @Slot(object)
    def _on_signed_in(self, member: StaffMember) -> None:
        self.actor = member
        if self._is_made:
            self.model.actor = member

    @Slot()
    def _leave(self) -> None:
        if self._show is not None:
            self._show(PageName.SELL)

    @Slot()
    def _sign_in_anew(self) -> None:
        """Who has changed their own role, name or place here is somebody else now."""
        if self._lock is not None:
            self._lock()
