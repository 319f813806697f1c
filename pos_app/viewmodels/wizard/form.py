"""What the first-run wizard asks, and who makes a store of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from pos_app.domain.errors import PosError
from pos_app.domain.scanner import GAP_MS_DEFAULT
from pos_app.domain.tender import CARD


class Step(StrEnum):
    """In order; from CODE on the store is made. Which of them are asked, `steps_of` says."""

    COUNTRY = "country"
    JOIN = "join"
    STORE = "store"
    OWNER = "owner"
    TAXES = "taxes"
    PRODUCTS = "products"
    PRINTER = "printer"
    PAYMENTS = "payments"
    SIZE = "size"
    LOOK = "look"
    CODE = "code"
    SYNC = "sync"
    DONE = "done"

    @property
    def place(self) -> int:
        return list(Step).index(self)


class Products(StrEnum):
    NOTHING = "nothing"
    FILE = "file"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class WizardForm:
    """What was said so far; `rates` are percentages as typed, by tax class, where changed."""

    country: str = ""
    language: str = ""
    store: str = ""
    address: str = ""
    tax_number: str = ""
    phone: str = ""
    logo: str = ""
    """The text of a Logo."""
    owner: str = ""
    pin: str = ""
    pin_again: str = ""
    keys_in_file: bool = False
    rates: Mapping[str, str] = field(default_factory=dict)
    prices_include_tax: bool | None = None
    products: Products = Products.NOTHING
    products_file: str = ""
    printer: str = ""
    scanner_gap_ms: int = GAP_MS_DEFAULT
    methods: tuple[str, ...] = (CARD.code,)
    """Ways to pay beside cash, by their codes in BY_HAND."""
    card: int = 100
    """How wide a bank card is on this screen, in per cent of what it is on a usual one."""
    look: str = "auto"
    joins: bool = False
    """Whether it is one more till of a shop that a head office knows."""
    office: str = ""
    enrolment_code: str = ""
    terminal: str = "T01"


_ONLY_ALONE: Final = frozenset({Step.STORE, Step.PRODUCTS})
"""What comes from head office where there is one."""
_ONLY_JOINING: Final = frozenset({Step.JOIN, Step.SYNC})


def steps_of(form: WizardForm) -> tuple[Step, ...]:
    left_out = _ONLY_ALONE if form.joins else _ONLY_JOINING
    return tuple(step for step in Step if step not in left_out)


@dataclass(frozen=True, slots=True)
class CountryText:
    """A country as the wizard shows it; `rates` are (tax class, its name, percentage)."""

    code: str
    name: str
    currency: str
    time_zone: str
    language: str
    prices_include_tax: bool
    rates: tuple[tuple[str, str, str], ...]
    tax_number_label: str
    fiscal_notice: str


@dataclass(frozen=True, slots=True)
class MadeStore:
    """`problem` is what kept the products from coming in; the store is whole all the same."""

    name: str
    recovery_code: str
    signed_by: str
    imported: int = 0
    refused: int = 0
    problem: PosError | None = None


@dataclass(frozen=True, slots=True)
class JoinedShop:
    """`fingerprint` is what head office shows of this till too; `people` came from there."""

    name: str
    fingerprint: str
    received: int = 0
    people: int = 0
    is_whole: bool = True
    """Whether all has come that there is; the rest comes while the till sells."""


class StoreMaker(Protocol):
    """The same rules and the same way as `pos-app setup`."""

    def countries(self) -> Sequence[CountryText]:
        """By name."""
        ...

    def languages(self) -> Sequence[str]:
        """Those that receipts are written in."""
        ...

    def home(self) -> tuple[str, str]:
        """The country and the language that this computer is set to."""
        ...

    def has_keyring(self) -> bool:
        """Whether the system keeps secrets; slow."""
        ...

    def fetch_logo(self, path: str) -> str:
        """The text of the logo that a picture makes; slow.

        :raises PosError: saying why it makes none
        """
        ...

    def print_test_page(self, form: WizardForm) -> None:
        """On the printer that was named; slow.

        :raises PosError: saying why none came out
        """
        ...

    def open_drawer(self, form: WizardForm) -> None:
        """The one that is plugged into that printer; slow.

        :raises PosError: saying why it stays shut
        """
        ...

    def check(self, form: WizardForm, step: Step) -> None:
        """Look at what was said up to this step.

        :raises PosError: naming what a store cannot be made with
        """
        ...

    def make(self, form: WizardForm) -> MadeStore:
        """Make the whole store; slow.

        :raises PosError: if it cannot be made, and then nothing is there
        """
        ...

    def join(self, form: WizardForm, *, progress: Callable[[int, int], bool]) -> JoinedShop:
        """Let the store that was made join its head office, and receive what is there; slow.

        Where it has joined before, it goes on from there.

        :param progress: told how much has come and how much is left; says whether to go on
        :raises PosError: if head office does not take it, or does not answer; what came is kept
        """
        ...
