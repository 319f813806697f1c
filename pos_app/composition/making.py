"""Make a store in an empty folder: it appears whole, with its keys, or not at all."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pos_app import __version__
from pos_app.adapters.devices.choosing import open_printer
from pos_app.adapters.documents.receipt_words import FALLBACK, receipt_languages
from pos_app.adapters.persistence import schema
from pos_app.adapters.persistence.checkpoint import checkpoint
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.journal import SqlJournalQueries
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.countries import CountryPreset, load_countries
from pos_app.adapters.system.ids import UuidV7
from pos_app.adapters.system.installation import KnownPlace
from pos_app.adapters.system.lock import WriterLock
from pos_app.adapters.system.paths import PRACTICE_FOLDER, DataFolder, bundled
from pos_app.adapters.system.whole_file import sync
from pos_app.composition.secrets import (
    PEPPER,
    SECRET_BYTES,
    SIGNING_KEY,
    KeyPlacing,
    Secrets,
)
from pos_app.composition.upgrading import migrate
from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.money import Currency, InvalidCurrencyError
from pos_app.domain.scanner import GAP_MS_DEFAULT
from pos_app.domain.store import StoreProfile
from pos_app.domain.tax import Tax, TaxClass
from pos_app.domain.tender import BY_HAND, CARD
from pos_app.services.journal.keys import in_use
from pos_app.services.journal.writing import JournalWriter, TerminalIdentity
from pos_app.services.store.setting_up import (
    NewStore,
    SettingUp,
    StoreExistsError,
    check,
    clean_text,
)

UNFINISHED: Final = ".new"
DEMO_FOLDER: Final = "demo"


class KeysExistError(RefusedError):
    code = "setup.keys_exist"
    text = (
        "{folder} holds the keys of a store ({file}) whose file is gone. Nothing was changed. "
        "Bring the store back (`pos-app backup restore`), or move the keys to a safe place."
    )


class FolderInUseError(RefusedError):
    code = "setup.folder_in_use"
    text = (
        "{folder} is not empty: it holds {found}. Nothing was changed. "
        "Name a folder of its own for the store, which need not be there yet."
    )


class LanguageUnknownError(InvalidInputError):
    code = "setup.language"
    text = "There are no receipts in {value!r}. Languages: {known}."


class TaxesNeededError(InvalidInputError):
    code = "setup.taxes_needed"
    text = (
        "{country} has no tax rates that hold everywhere. "
        "Say yours, for example: --tax STANDARD=8.875."
    )


class TimeZoneUnknownError(InvalidInputError):
    code = "setup.time_zone"
    text = "{value!r} is not a time zone such as Europe/Paris."


@dataclass(frozen=True, slots=True)
class SetupRequest:
    """What a person said; empty texts and None are filled in from the country's presets."""

    store: str
    country: str
    owner: str
    pin: str
    currency: str = ""
    terminal: str = "T01"
    time_zone: str = ""
    prices_include_tax: bool | None = None
    taxes: dict[str, int] = field(default_factory=dict)
    """Millionths by tax class code."""
    practice: bool = False
    demo: bool = False
    keys_in_file: bool = False
    pin_length: int = 6
    language: str = ""
    address: str = ""
    tax_number: str = ""
    company_id: str = ""
    phone: str = ""
    footer: str = ""
    logo: str = ""
    """The text of a Logo."""
    printer: str = ""
    scanner_gap_ms: int = GAP_MS_DEFAULT
    methods: tuple[str, ...] = (CARD.code,)
    """Codes of BY_HAND; cash is taken besides, named or not."""
    embedded: tuple[tuple[str, int, int, int, str, bool], ...] = ()


def make_store(folder: DataFolder, request: SetupRequest) -> str:
    """Make the store and return the recovery code, which is shown once and kept nowhere.

    :raises RefusedError: if the folder holds a store, its keys, or anything else
    :raises InvalidInputError: naming what is wrong in the request
    :raises UnavailableError: if the key store or the disk does not work
    """
    require_free(folder)
    new = check_request(folder, request)
    folder.create()
    with ExitStack() as stack:
        lock = WriterLock(folder.lock)
        lock.acquire()
        stack.callback(lock.release)
        require_free(folder)
        return _write(folder, new)


def check_request(folder: DataFolder, request: SetupRequest) -> NewStore:
    """What the store will be; nothing is written.

    :raises InvalidInputError: naming what is wrong in the request
    """
    preset = load_countries(bundled("resources")).get(request.country)
    profile = _profile(request, preset)
    new = NewStore(profile, _tax_classes(request, preset), request.owner, request.pin, recovery="")
    check(new)
    open_printer(profile.printer, folder.printed)  # made and dropped: it refuses what is none
    return new


def require_free(folder: DataFolder) -> None:
    """Refuse a folder in which anything lies but logs, the demo, and a setup that was killed."""
    if folder.store.exists():
        raise StoreExistsError(folder=folder.root)
    if folder.keys.exists() and not _are_of_an_unfinished_store(folder):
        raise KeysExistError(folder=folder.root, file=folder.keys.name)
    if not folder.root.is_dir():
        return
    keys = {folder.keys.name, folder.keys.name + UNFINISHED}
    allowed = {folder.logs.name, folder.lock.name, folder.last_entry.name, DEMO_FOLDER, *keys}
    allowed.add(PRACTICE_FOLDER)
    unfinished = folder.store.name + UNFINISHED
    for path in folder.root.iterdir():
        if path.name not in allowed and not path.name.startswith(unfinished):
            raise FolderInUseError(folder=folder.root, found=path.name)


def _are_of_an_unfinished_store(folder: DataFolder) -> bool:
    """Whether the keys sign the store that a killed setup left beside them, and no other one."""
    unfinished = folder.store.with_name(folder.store.name + UNFINISHED)
    if not unfinished.exists():
        return False
    key_file = import_module("pos_app.adapters.secrets.key_file").KeyFileStore(folder.keys)
    signing_key = key_file.get(SIGNING_KEY)
    with explained(), Readers(unfinished) as readers:
        known = SqlJournalQueries(readers).signing_keys()
    signing = import_module("pos_app.adapters.system.signing")
    return signing_key is not None and in_use(known, 1) == (
        signing.Ed25519Signer(signing_key).public_key
    )


def _write(folder: DataFolder, new: NewStore) -> str:
    signing = import_module("pos_app.adapters.system.signing")
    recovery = import_module("pos_app.adapters.system.recovery")
    hashing = import_module("pos_app.adapters.system.pin_hashing")
    pepper, private_key = secrets.token_bytes(SECRET_BYTES), signing.generate()
    code: str = recovery.new_code()
    installation = "" if new.profile.practice else UuidV7().new()
    keys = KeyPlacing(folder, new.profile, Secrets(pepper, private_key))
    wrapped = recovery.wrap({PEPPER: pepper, SIGNING_KEY: private_key}, code)
    # Under another name until it is whole: a kill half-way leaves no store, not half of one.
    unfinished = folder.store.with_name(folder.store.name + UNFINISHED)
    for leftover in folder.root.glob(unfinished.name + "*"):
        leftover.unlink()
    keys.stage()
    schema.create(unfinished, migrate)
    engine = open_writer(unfinished)
    try:
        clock, signer = SystemClock(), signing.Ed25519Signer(private_key)
        SettingUp(
            new_uow=lambda: SqlUnitOfWork(engine),
            hasher=hashing.Argon2PinHasher(pepper),
            journal=JournalWriter(signer=signer, clock=clock, identity=_identity(new.profile)),
            signer=signer,
            clock=clock,
        ).run(replace(new, recovery=wrapped, installation=installation))
        checkpoint(engine)
    finally:
        engine.dispose()
    unfinished.chmod(0o600)
    if installation:
        KnownPlace(folder.root, new.profile.journal_id).remember(installation)
    keys.finish()
    unfinished.rename(folder.store)
    sync(folder.root)
    return code


def _identity(profile: StoreProfile) -> TerminalIdentity:
    return TerminalIdentity(
        journal_id=profile.journal_id,
        terminal=profile.terminal,
        epoch=1,
        practice=profile.practice,
        time_zone=profile.time_zone,
        app_version=__version__,
    )


def _profile(request: SetupRequest, preset: CountryPreset) -> StoreProfile:
    time_zone = request.time_zone or preset.time_zone
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # "Europe" is a folder
        raise TimeZoneUnknownError(value=time_zone) from error
    own_money = request.currency in ("", preset.currency.code)
    inclusive = request.prices_include_tax
    return StoreProfile(
        name=clean_text(request.store),
        country=preset.code,
        currency_code=_currency(request, preset),
        time_zone=time_zone,
        terminal=request.terminal,
        journal_id=UuidV7().new(),
        language=known_language(request.language),
        address=clean_text(request.address),
        tax_number=clean_text(request.tax_number),
        tax_number_label=preset.tax_number_label,
        company_id=clean_text(request.company_id),
        phone=clean_text(request.phone),
        footer=clean_text(request.footer),
        logo=request.logo,
        prices_include_tax=preset.prices_include_tax if inclusive is None else inclusive,
        # Coins and notes belong to the country's own currency, not to another one used there.
        cash_increment=preset.cash_rounding.increment_minor if own_money else 1,
        cash_rounding=preset.cash_rounding.rounding.value,
        default_tax_class=_tax_classes(request, preset)[0].code,
        steps=preset.quick_cash if own_money else (),
        largest_note=preset.notes[-1] if own_money else 0,
        pin_length=request.pin_length,
        practice=request.practice or request.demo,
        demo=request.demo,
        keys_in_file=request.keys_in_file or request.practice or request.demo,
        printer=request.printer,
        scanner_gap_ms=request.scanner_gap_ms,
        methods=tuple(one.fields for code, one in BY_HAND.items() if code in request.methods),
        embedded=request.embedded,
        fiscal_notice=preset.fiscal_notice,
    )


def _currency(request: SetupRequest, preset: CountryPreset) -> str:
    if not request.currency:
        return preset.currency.code
    code = Currency.of(request.currency).code
    if not import_module("pos_app.adapters.system.formats").is_currency(code):
        raise InvalidCurrencyError(value=code)
    return code


def known_language(wanted: str) -> str:
    """:raises LanguageUnknownError: if there are no receipts in it"""
    known = receipt_languages(bundled("resources") / "translations")
    language = wanted or FALLBACK
    if language not in known:
        raise LanguageUnknownError(value=language, known=", ".join(known))
    return language


def _tax_classes(request: SetupRequest, preset: CountryPreset) -> tuple[TaxClass, ...]:
    classes = {one.code: one for one in preset.tax_classes}
    for code, millionths in request.taxes.items():
        name = code.replace("_", " ").capitalize()
        classes[code] = TaxClass(code, name, (Tax(code, name, millionths),))
    if not classes:
        raise TaxesNeededError(country=preset.code)
    return tuple(classes.values())
