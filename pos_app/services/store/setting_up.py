"""Use case: a new store, with its owner, taxes, number series and the journal's first entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.logo import Logo
from pos_app.domain.staff import PIN_LENGTHS, Role, StaffMember, check_pin
from pos_app.domain.store import INSTALLATION, SETTING, StoreProfile
from pos_app.domain.tax import TaxClass
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, NewUnitOfWork, PinHasher, Signer
from pos_app.services.printing.cells import clean
from pos_app.services.staff.names import clean_name

RECOVERY_SETTING: Final = "recovery"
CUSTOM_NAME: Final = "Custom item"
STORE_TEXT_LENGTH_MAX: Final = 200
_TERMINAL: Final = re.compile(r"[A-Z0-9]{1,8}")


class StoreExistsError(RefusedError):
    code = "store.exists"
    text = "There is a store in {folder} already. Nothing was changed."


class StoreTextError(InvalidInputError):
    code = "store.text"
    text = "{field} must have {least} to {longest} characters."


class TerminalCodeError(InvalidInputError):
    code = "store.terminal"
    text = "{value!r} is no terminal code: use 1 to 8 capital letters and digits, such as T01."


class PinLengthRangeError(InvalidInputError):
    code = "store.pin_length"
    text = "A store's PINs have {shortest} to {longest} digits."


@dataclass(frozen=True, slots=True)
class NewStore:
    """`recovery` is the store's secrets wrapped by the recovery code; backups carry it."""

    profile: StoreProfile
    tax_classes: tuple[TaxClass, ...]
    owner_name: str
    pin: str
    recovery: str
    installation: str = ""
    """What this computer remembers of it; a store for practice has none."""


class SettingUp:
    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        hasher: PinHasher,
        journal: JournalWriter,
        signer: Signer,
        clock: Clock,
    ) -> None:
        self._new_uow = new_uow
        self._hasher = hasher
        self._journal = journal
        self._signer = signer
        self._clock = clock

    def run(self, new: NewStore) -> StaffMember:
        """Write everything in one transaction and return the owner.

        :raises InvalidInputError: for a name, code or PIN that cannot be used
        """
        check(new)
        with self._new_uow() as uow:
            uow.settings.put(SETTING, new.profile.to_text())
            uow.settings.put(RECOVERY_SETTING, new.recovery)
            uow.settings.put(INSTALLATION, new.installation)
            for tax_class in new.tax_classes:
                uow.settings.add_tax_class(tax_class)
            uow.catalogue.add_custom(name=CUSTOM_NAME, tax_class=new.profile.default_tax_class)
            series = uow.settings.start_epoch(
                at=self._clock.now(), reason="setup", terminal=new.profile.number_prefix
            )
            uow.settings.add_signing_key(
                key_id=self._signer.key_id, public_key=self._signer.public_key, first_seq=1
            )
            owner = uow.staff.add(name=clean_name(new.owner_name), role=Role.OWNER, pin_hash="")
            hashed = self._hasher.hash(new.pin, staff_id=owner.staff_id)
            uow.staff.set_pin(owner.staff_id, pin_hash=hashed)
            self._journal.append(
                uow.journal,
                Fact(
                    kind=EntryKind.EPOCH_START,
                    actor=owner,
                    body={"reason": "setup", "series": series, "store": new.profile.name},
                ),
            )
            uow.commit()
        return owner


def clean_text(text: str) -> str:
    """What a receipt will show of it, line by line: nothing that moves, hides or commands."""
    return "\n".join(clean(line) for line in text.split("\n")).strip("\n")


def check(new: NewStore) -> None:
    """Refuse what could not be put right later.

    :raises InvalidInputError: naming the field and its limit
    """
    profile = new.profile
    if not 1 <= len(profile.name.strip()) <= STORE_TEXT_LENGTH_MAX:
        raise StoreTextError(field="The store's name", least=1, longest=STORE_TEXT_LENGTH_MAX)
    texts = {
        "The address": profile.address,
        "The tax number": profile.tax_number,
        "The company number": profile.company_id,
        "The phone number": profile.phone,
        "The footer": profile.footer,
    }
    for field, text in texts.items():
        if len(text) > STORE_TEXT_LENGTH_MAX:
            raise StoreTextError(field=field, least=0, longest=STORE_TEXT_LENGTH_MAX)
    for text in (profile.name, *texts.values()):
        # Telephone and company numbers stand in these: of 13 and 14 digits they look like cards.
        require_no_card(text, field_is_code=True)
    if profile.logo:
        Logo.of_text(profile.logo)
    if not _TERMINAL.fullmatch(profile.terminal):
        raise TerminalCodeError(value=profile.terminal)
    if profile.pin_length not in PIN_LENGTHS:
        raise PinLengthRangeError(shortest=PIN_LENGTHS.start, longest=PIN_LENGTHS.stop - 1)
    clean_name(new.owner_name)
    check_pin(new.pin, length=profile.pin_length)
