"""A customer who is taken down, or corrected, while somebody waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.customer import Customer, CustomerDetails
from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.viewmodels.customers.customer_desk import CustomerDesk
from pos_app.viewmodels.customers.customer_form import CustomerForm, MailDomains, field_of
from pos_app.viewmodels.shared.words import words_for


class CustomerTyping(QObject):
    """One form at a time; `form` is None while none is filled in.

    Signals:
        opened: Emitted with the CustomerForm to fill in.
        alike: Emitted with the RowTexts of customers that this one may be already.
        refused: Emitted with a field, or nothing, and a sentence.
        written: Emitted with the Customer, once they are on disk.
    """

    opened = Signal(object)
    alike = Signal(object)
    refused = Signal(str, str)
    written = Signal(object)

    def __init__(self, *, desk: CustomerDesk, formats: Formats) -> None:
        super().__init__()
        self._desk = desk
        self._formats = formats
        self._domains = MailDomains()
        self.actor: StaffMember | None = None
        self.form: CustomerForm | None = None

    @Slot(str)
    def new(self, typed: str) -> None:
        """Take a customer down; what was searched for in vain is the beginning."""
        text = typed.strip()
        is_number, is_address = text[:1] in set("+0123456789") and bool(text), "@" in text
        self._open(
            CustomerForm(
                0,
                "" if is_number or is_address else text,
                text if is_number else "",
                text if is_address else "",
                self._domains.offered(),
            )
        )

    @Slot(int)
    def edit(self, customer_id: int) -> None:
        """Correct one that is known."""
        known = self._desk.known(customer_id)
        if known is not None:
            details = known.details
            self._open(
                CustomerForm(
                    *(known.customer_id, details.name, details.phone, details.email),
                    self._domains.offered(),
                )
            )

    def completed(self, text: str, chip: int) -> str:
        """What was typed, with the domain of that button behind it."""
        domains = self._domains.offered()
        return f"{text.partition('@')[0]}@{domains[chip]}" if chip < len(domains) else text

    def save(self, name: str, phone: str, email: str, *, anyway: bool = False) -> None:
        """Write it, unless there is one alike that it may be; `anyway`: it is another one."""
        form = self.form
        if form is None:
            return
        known = self._desk.known(form.customer_id)
        note = known.details.note if known else ""
        try:
            details = CustomerDetails.of(name, phone=phone, email=email, note=note)
        except PosError as error:
            typed = CustomerDetails(name, phone, email)
            self.refused.emit(field_of(error, typed), words_for(error, self._formats))
            return
        if anyway:
            self._write(form, details)
            return
        self._desk.reader.submit(
            lambda: self._desk.service.alike(details, without=form.customer_id),
            on_success=lambda others: self._on_alike(form, details, others),
            on_failure=lambda error: self.refused.emit("", words_for(error, self._formats)),
        )

    def _on_alike(
        self, form: CustomerForm, details: CustomerDetails, others: Sequence[Customer]
    ) -> None:
        if form is not self.form:
            return
        if others:
            self.alike.emit(self._desk.rows(others))
        else:
            self._write(form, details)

    def _write(self, form: CustomerForm, details: CustomerDetails) -> None:
        actor, service = self.actor, self._desk.service
        if actor is None:
            return
        self._desk.writer.submit(
            lambda: (
                service.change(actor=actor, customer_id=form.customer_id, details=details)
                if form.customer_id
                else service.add(actor=actor, details=details)
            ),
            on_success=lambda written: self._on_written(form, written),
            on_failure=lambda error: self.refused.emit("", words_for(error, self._formats)),
        )

    def _on_written(self, form: CustomerForm, written: Customer) -> None:
        self._domains.note(written.details.email)
        self._desk.remember(written)
        if form is self.form:
            self.form = None
            self.written.emit(written)

    def _open(self, form: CustomerForm) -> None:
        self.form = form
        self.opened.emit(form)
