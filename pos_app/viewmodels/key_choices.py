"""The store's own keys: kept for everybody at this till, and in force at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

NAME: Final = "keys"


class ChoicesForAll(Protocol):
    """Where they are kept."""

    def get(self, name: str, *, staff_id: int | None = None) -> str: ...
    def put_for_all(self, name: str, value: str, *, actor: StaffMember) -> None: ...


def keys_from(text: str) -> dict[str, str]:
    """Read what was kept; what cannot be read is as if no key had been changed."""
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(said, dict):
        return {}
    return {str(name): str(key) for name, key in said.items()}


class KeyChoices(QObject):
    """Changed keys by the name of their command, such as "sell.undo".

    Signals:
        opened: Emitted to open the sheet on which they are changed.
        changed: Emitted with all changed keys.
        told: Emitted with a sentence, and that it cannot be undone.
    """

    opened = Signal()
    changed = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        choices: ChoicesForAll,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._tasks = tasks
        self._formats = formats
        self._actor: StaffMember | None = None
        self.keys = keys_from(choices.get(NAME))

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @Slot()
    def open(self) -> None:
        self.opened.emit()

    def tell_card(self, place: str) -> None:
        """Say where the card of the keys was written to."""
        self.told.emit(self.tr("The card of the keys is in {place}").format(place=place), False)

    def change(self, name: str, key: str) -> None:
        self._put({**self.keys, name: key})

    def reset(self, name: str) -> None:
        self._put({other: key for other, key in self.keys.items() if other != name})

    @Slot()
    def reset_all(self) -> None:
        self._put({})

    def _put(self, keys: Mapping[str, str]) -> None:
        before, actor = self.keys, self._actor
        if keys == before or actor is None:
            return
        self._show(keys)
        self._tasks.submit(
            lambda: self._choices.put_for_all(NAME, json.dumps(keys), actor=actor),
            on_success=lambda _nothing: None,
            on_failure=lambda error: self._take_back(before, error),
        )

    def _take_back(self, before: Mapping[str, str], error: PosError) -> None:
        self._show(before)
        self.told.emit(words_for(error, self._formats), False)

    def _show(self, keys: Mapping[str, str]) -> None:
        self.keys = dict(keys)
        self.changed.emit(self.keys)
