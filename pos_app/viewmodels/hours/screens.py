"""The hours and what is done with them, as one screen."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.staff import StaffMember
from pos_app.viewmodels.hours.hours import HoursViewModel
from pos_app.viewmodels.hours.time_entry_form import TimeEntryForm
from pos_app.viewmodels.shared.export import Export


class HoursScreens(QObject):
    """Signals of its parts, and what leads from one to the other.

    Signals:
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    told = Signal(str, bool)

    def __init__(self, hours: HoursViewModel, out: Export, form: TimeEntryForm) -> None:
        super().__init__()
        self.hours = hours
        self.out = out
        self.form = form
        out.told.connect(self.told)
        form.done.connect(self._on_done)
        form.missed.connect(lambda words: self.told.emit(words, False))

    def open_for(self, actor: StaffMember | None) -> None:
        self.form.actor = actor
        self.hours.open()

    @Slot()
    def correct(self) -> None:
        """The time entry that is highlighted."""
        row = self.hours.time_entries.row
        if row is not None and row.time_entry is not None and not self.hours.is_busy:
            self.form.open(row.name, row.time_entry)

    @Slot()
    def add(self) -> None:
        """One of the person who is highlighted, on the same day."""
        found, actor = self.hours.found, self.form.actor
        if found is None or actor is None or self.hours.is_busy:
            return
        time_entry = self.hours.time_entries.time_entry
        day = min(found.span.last, found.now.astimezone(self.hours.zone).date())
        if time_entry is not None:
            day = time_entry.began.astimezone(self.hours.zone).date()
        person = time_entry.staff_id if time_entry is not None else actor.staff_id
        self.form.open_new(found.staff, person=person, day=day)

    @Slot(object, str)
    def _on_done(self, began: datetime, said: str) -> None:
        self.told.emit(said, False)
        self.hours.renew(began)
