"""A form in a sheet: what is saved is written behind it, and may have to be asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval, StaffMember
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.double_tap import DoubleTap
from pos_app.viewmodels.shared.sheet_model import SheetModel
from pos_app.viewmodels.shared.words import words_for

Texts = Mapping[str, str]
"""What stands in the fields, by their names."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a form asks for: `act` does it, and `done` is given what it returned."""

    act: Callable[[StaffMember, Approval | None], Any]
    request: ApprovalRequest
    done: Callable[[Any], None]


class SheetForm(SheetModel):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the card to fill in.
        changed: Emitted with the card once something else is chosen on it.
        refused: Emitted with the reason why it cannot be so, and the field that is why, or "".
        missed: Emitted with that reason, if the form is gone by then.
    """

    opened = Signal(object)
    changed = Signal(object)
    refused = Signal(str, str)
    missed = Signal(str)

    def __init__(self, lane: AskingLane, formats: Formats, parent: QObject | None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._formats = formats
        self._shown = 0
        """How often it was opened: what is saved may be answered after the next time."""
        self._asked = DoubleTap()
        """Begun by a refusal that means: once more, and it is done."""
        self.actor: StaffMember | None = None
        self.is_busy = False

    def save(self, texts: Texts) -> None:
        actor, shown = self.actor, self._shown
        if actor is None or not self.is_open or self.is_busy or self._asked.is_on:
            return
        try:
            deed = self._deed(texts)
        except PosError as error:
            self._refuse(shown, error)
            return
        self.is_busy = True
        self._lane.submit(
            lambda approval: deed.act(actor, approval),
            request=lambda: deed.request,
            on_success=lambda result: self._on_done(shown, deed, result),
            on_failure=lambda error: self._refuse(shown, error),
        )

    def _deed(self, texts: Texts) -> Deed:
        """:raises PosError: if what stands there can be no deed"""
        raise NotImplementedError

    def _field_of(self, error: PosError) -> str:
        """Which field is why."""
        raise NotImplementedError

    def _words_of(self, error: PosError) -> str:
        return words_for(error, self._formats)

    def _show(self, card: object) -> None:
        self._shown += 1
        self._asked.end()
        self.is_open, self.is_busy = True, False
        self.opened.emit(card)

    def _on_done(self, shown: int, deed: Deed, result: object) -> None:
        if shown == self._shown:
            self.is_busy = False
            self.leave()
        deed.done(result)

    def _refuse(self, shown: int, error: PosError) -> None:
        words = self._words_of(error)
        if shown != self._shown or not self.is_open:
            self.missed.emit(words)
            return
        self.is_busy = False
        self.refused.emit(words, self._field_of(error))
