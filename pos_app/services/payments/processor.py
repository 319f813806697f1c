"""The port behind which every payment processor stands; all that a new one has to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from pos_app.domain.attempt import NO_CARD, CardShown, Flow, Standing
from pos_app.domain.errors import RefusedError, UnavailableError
from pos_app.domain.money import Currency

KEY_LIFE_DEFAULT: Final = timedelta(hours=20)
"""How long a request may be repeated under its key; after that it is only asked about."""


class NotReachedError(UnavailableError):
    """Nothing has come to the processor: it is as if it had not been asked."""

    code = "processor.not_reached"
    text = "{processor} cannot be reached: {reason}. Nothing was charged. Cash still works."


class RestingError(NotReachedError):
    """It was not asked at all, as it has not answered several times in a row."""

    code = "processor.resting"
    text = (
        "{processor} is not answering; trying again in {seconds} s. Nothing was charged. "
        "Cash still works."
    )


class NoAnswerError(UnavailableError):
    """It may have come to the processor, and no answer that can be trusted came back."""

    code = "processor.no_answer"
    text = "{processor} has not answered ({reason}). It may have done what was asked."


class BusyError(UnavailableError):
    """It answers, and will not do this now: too many requests, a reader that is at work."""

    code = "processor.busy"
    text = "{processor} cannot do that now: {reason}. Nothing was charged; try again."


class ProcessorRefusedError(RefusedError):
    """It has answered that it will not do this: a wrong key, a right that lacks, a bad request."""

    code = "processor.refused"
    text = "{processor} refuses: {reason}."


class AmountError(RefusedError):
    """The processor cannot take this amount or this currency; nothing was sent."""

    code = "processor.amount"
    text = "{processor} cannot take {amount}: {reason}. Choose another way to pay."


class Purpose(StrEnum):
    """What a request is for; each has a breaker and a thread of its own."""

    CHARGE = "charge"
    QUERY = "query"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True)
class Charge:
    """What is asked for: `amount` in the currency's own minor units."""

    attempt_id: str
    order_id: str
    amount: int
    currency: Currency
    flow: Flow
    description: str
    created_at: datetime
    remote_id: str = ""
    capture_id: str = ""
    handed: int = 0
    is_cancelling: bool = False
    """A cancel was sent already. Where that gives paid money back, DONE is no end while it may
    still be on its way: then the answer is WAITING, and it is cancelled once more.
    """
    customer_code: str = ""
    """What the customer's phone shows; good once, never stored."""
    capture_sent: bool = False
    """Whether its capture was ever announced: where that is not seen to be done, it may yet be."""


@dataclass(frozen=True, slots=True)
class Refund:
    """What is given back of a charge: `amount` in the currency's own minor units.

    `remote_id` is the refund's own, `charge` the one that is taken back.
    """

    attempt_id: str
    amount: int
    charge: Charge
    created_at: datetime
    remote_id: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the processor says of a charge or a refund."""

    standing: Standing
    remote_id: str = ""
    capture_id: str = ""
    amount: int | None = None
    """As the processor has it; None where it does not say."""
    prompt: str = ""
    """What to draw as a QR code for the customer."""
    card: CardShown = NO_CARD
    reason: str = ""
    """Its words for people, such as why it declines."""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A movement of money as the processor lists it; `amount` below 0 is given back."""

    remote_id: str
    attempt_id: str
    """Ours, as far as the processor keeps it; else empty."""
    amount: int
    currency: str
    at: datetime
    is_done: bool


class PaymentProcessor(Protocol):
    """Every call may be repeated: what it names by its attempt id is done once.

    :raises NotReachedError: from any call, if nothing has come there
    :raises NoAnswerError: from any call, if something may have come there
    :raises BusyError, ProcessorRefusedError: from any call, if it has answered so
    """

    def create(self, charge: Charge) -> Answer:
        """Ask for money: CREATED, or with one call already WAITING, DONE or DECLINED.

        :raises AmountError: if it cannot take this amount
        """
        ...

    def hand_over(self, charge: Charge) -> Answer:
        """Ask the customer to pay it; `charge.handed` tells one asking from the next."""
        ...

    def query(self, charge: Charge) -> Answer:
        """Where it stands; ABSENT where nothing of it is known, also without a remote id."""
        ...

    def capture(self, charge: Charge) -> Answer:
        """Move what is set aside."""
        ...

    def cancel(self, charge: Charge) -> Answer:
        """Let nothing be moved any more; DONE if it was too late for that."""
        ...

    def refund(self, refund: Refund) -> Answer: ...
    def query_refund(self, refund: Refund) -> Answer: ...
    def listed(self, since: datetime, until: datetime) -> Iterator[Listed]:
        """What it moved in that time, oldest first or not."""
        ...

    def check(self) -> str:
        """Try the settings without moving money, and say in words what answered."""
        ...


@dataclass(frozen=True, slots=True)
class SettingField:
    """One thing a processor must be told; `label` and `help` are English, for people."""

    name: str
    label: str
    help: str
    is_secret: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    is_needed: bool = True
    names_account: bool = False
    """Whether another value leads to another account, which knows nothing of what is undecided."""
    account_part: Callable[[str], str] = str
    """What of such a value names the account: a key may be renewed without another one.

    Empty where it does not say.
    """


@dataclass(frozen=True, slots=True)
class TimeOuts:
    """How long to wait for a connection, for an answer, and for an answer from a device."""

    connect: timedelta = timedelta(seconds=3)
    read: timedelta = timedelta(seconds=10)
    reader: timedelta = timedelta(seconds=25)


TIME_OUTS: Final = TimeOuts()


@dataclass(frozen=True, slots=True)
class ProcessorConfig:
    """What was set for a processor in this store; `terminal` is this till's name."""

    values: Mapping[str, str] = field(repr=False)
    """By field name; secrets are among them."""
    terminal: str = ""
    time_outs: TimeOuts = TIME_OUTS


CannotTake = Callable[[int, Currency], str]
"""Why an amount in minor units cannot be taken, as AmountError says it; empty if it can."""


def takes_money(_values: Mapping[str, str]) -> bool:
    """What does not tell is never taken for a trial."""
    return False


def takes_any(_amount: int, _currency: Currency) -> str:
    """What is not known before is found out by asking."""
    return ""


def from_the_least(_currency: Currency) -> int:
    """One minor unit, where `cannot_take` knows what is too little."""
    return 1


@dataclass(frozen=True, slots=True)
class ProcessorKind:
    """What an entry point in the group `pos_app.payment_processors` names.

    Its module is loaded to list what there is; `open` loads what works, when it is first used.
    """

    name: str
    title: str
    flows: tuple[Flow, ...]
    fields: tuple[SettingField, ...]
    open: Callable[[ProcessorConfig], PaymentProcessor]
    key_life: timedelta = KEY_LIFE_DEFAULT
    polls_every: timedelta = timedelta(seconds=2)
    waits: timedelta = timedelta(minutes=3)
    """How long a customer is waited for before the till gives up."""
    cannot_take: CannotTake = takes_any
    """Told at once, from what is known here, before a customer stands and waits."""
    is_for_tests: Callable[[Mapping[str, str]], bool] = takes_money
    """Whether, with these settings by field name, it only pretends to move money."""
    trial_from: Callable[[Currency], int] = from_the_least
    """The minor units that a trial payment asks for at the least; an order may be of less."""


Accounts = Callable[[str], str]
"""Which account of a processor of that name is set up now, as `account_of` names it.

:raises UnavailableError: if it is not set up, or cannot be read
"""
Processors = Callable[[str, Purpose], PaymentProcessor]
"""The processor of this name for this purpose, as the store has set it up.

:raises ProcessorGoneError: if there is none of that name
:raises ProcessorNotSetUpError: if something that it must be told is missing
"""


class ProcessorGoneError(UnavailableError):
    code = "processor.gone"
    text = (
        "{processor} is not installed on this till any more, so it cannot be asked. Nothing was "
        "changed: install it again; a manager may treat a payment that waits for it as unpaid."
    )


class AccountChangedError(UnavailableError):
    """Of an attempt that was made under another account: what is not there proves nothing."""

    code = "processor.account_changed"
    text = (
        "{processor} is set up with another account now than the one that {amount} was asked of, "
        "so it is not asked what became of it. Nothing was changed: set the former key once more, "
        "then pos-app payments resolve; a manager may treat a payment as unpaid."
    )


class ProcessorNotSetUpError(UnavailableError):
    code = "processor.not_set_up"
    text = (
        "{processor} is not set up on this till: {missing} is missing. Enter it in the menu (F10), "
        "under Payment processors, or with pos-app payments processors set."
    )


class ProcessorIncompleteError(ProcessorNotSetUpError):
    """Of what is being entered now."""

    code = "processor.incomplete"
    text = "{processor} needs more: {missing}. Nothing was changed."
