"""The way to a screen that is made at the first visit: the start does not load what is behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from pos_app.domain.staff import NotAllowedError, Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.shared.words import words_for


class Door(QObject):
    """Lets in whoever may, and whoever may ask for what they do there.

    Signals:
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    told = Signal(str, bool)
    page: ClassVar[PageName]
    permission: ClassVar[Permission]

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._show: Callable[[PageName], None] | None = None
        self._came_from = PageName.SELL
        self.actor: StaffMember | None = None

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

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self.actor = member

    @Slot()
    def open(self) -> None:
        self.open_from(PageName.SELL)

    def open_from(self, page: PageName) -> None:
        """Leaving leads back there."""
        if self.actor is None or self._show is None:
            return
        try:
            self.actor.require_to_ask(self.permission)
        except NotAllowedError as error:
            self.told.emit(words_for(error, self._formats), False)
            return
        self._came_from = page
        self._begin(self.actor)
        self._show(self.page)

    @Slot()
    def leave(self) -> None:
        if self._show is not None:
            self._show(self._came_from)

    def _begin(self, actor: StaffMember) -> None:
        """Make ready what is behind it."""
        raise NotImplementedError
