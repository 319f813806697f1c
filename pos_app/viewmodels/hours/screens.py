"""The hours and what is done with them, as one screen."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.staff import StaffMember
from pos_app.viewmodels.hours.hours import HoursViewModel
from pos_app.viewmodels.hours.visit_form import VisitForm
from pos_app.viewmodels.shared.export import Export


class HoursScreens(QObject):
    """Signals of its parts, and what leads from one to the other.

    Signals:
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    told = Signal(str, bool)

    def __init__(self, hours: HoursViewModel, out: Export, form: VisitForm) -> None:
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
        """The visit that is highlighted."""
        row = self.hours.visits.row
        if row is not None and row.visit is not None and not self.hours.is_busy:
            self.form.open(row.name, row.visit)

    @Slot()
    def add(self) -> None:
        """Hours of the person who is highlighted, on the same day."""
        found, visit, actor = self.hours.found, self.hours.visits.visit, self.form.actor
        if found is None or actor is None or self.hours.is_busy:
            return
        day = min(found.span.last, found.now.astimezone(self.hours.zone).date())
        if visit is not None:
            day = visit.began.astimezone(self.hours.zone).date()
        person = visit.staff_id if visit is not None else actor.staff_id
        self.form.open_new(found.staff, person=person, day=day)

    @Slot(object, str)
    def _on_done(self, began: datetime, said: str) -> None:
        self.told.emit(said, False)
        self.hours.renew(began)
