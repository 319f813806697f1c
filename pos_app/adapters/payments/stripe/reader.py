"""The card reader beside the till, as it is told through Stripe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pos_app.adapters.payments.stripe import answers
from pos_app.adapters.payments.stripe.amounts import TITLE
from pos_app.adapters.payments.stripe.asking import StripeApi, Told, place, unreadable
from pos_app.services.payments.processor import ProcessorNotSetUpError, ProcessorRefusedError

BUSY: Final = "terminal_reader_busy"
OFFLINE: Final = "terminal_reader_offline"
NOT_HEARD: Final = "terminal_reader_timeout"
"""The reader may have got it all the same."""
_CANCELLED: Final = "customer_canceled"
_LINK_LOST: Final = "connection_error"


class Stage(StrEnum):
    """How far the reader is with a payment."""

    ASKING = "asking"
    PASSED = "passed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """By the customer."""
    UNKNOWN = "unknown"
    """It has lost its connection on the way."""


@dataclass(frozen=True, slots=True)
class Showing:
    stage: Stage
    reason: str = ""


class Reader:
    def __init__(self, api: StripeApi, reader_id: str, *, read_s: float) -> None:
        """:param reader_id: empty while none is set"""
        self._api = api
        self._is_set = bool(reader_id)
        self._path = place("terminal", "readers", reader_id)
        self._read_s = read_s

    def require(self) -> None:
        """:raises ProcessorNotSetUpError: if none is set"""
        if not self._is_set:
            raise ProcessorNotSetUpError(processor=TITLE, missing="Reader")

    def hand(self, intent: str, *, key: str) -> Told:
        """Answered when the reader has heard it, so it may take longer than other requests."""
        return self._api.post(
            f"{self._path}/process_payment_intent",
            {
                "payment_intent": intent,
                # A tip would change what is paid, and the order would not know of it.
                "process_config": {"enable_customer_cancellation": True, "skip_tipping": True},
            },
            key=key,
            read_s=self._read_s,
        )

    def showing(self, intent: str) -> Showing | None:
        """What became of it at the reader; None where that shows nothing, or another payment."""
        if not self._is_set:
            return None
        told = self._api.get(self._path)
        if told.is_missing:
            return None
        return showing(told.done().require("terminal.reader"), intent)

    def let_go(self, intent: str) -> bool:
        """Make it ask no longer; false while the card is being charged, as it listens to nothing.

        Whether anything was paid is for the intent to say, so all else that fails is let be.
        """
        now = self.showing(intent)
        if now is None or now.stage is not Stage.ASKING:
            return True
        return self._api.post(f"{self._path}/cancel_action").code != BUSY

    def described(self) -> str:
        """In words for people.

        :raises ProcessorRefusedError: if there is no such reader
        """
        if not self._is_set:
            return "No card reader is set"
        told = self._api.get(self._path)
        if told.is_missing:
            raise unknown_reader()
        told.done().require("terminal.reader")
        name = answers.shown(told.body.get("label")) or "The card reader"
        if told.text("status") == "offline":
            return f"{name} is not connected: check its power and its network"
        return f"{name} is connected"


def unknown_reader() -> ProcessorRefusedError:
    return ProcessorRefusedError(
        processor=TITLE, reason="it knows no such card reader; see Settings, Payments"
    )


def showing(told: Told, intent: str) -> Showing | None:
    """It shows its latest action alone, which may be about the payment of someone else."""
    action = told.body.get("action")
    if not isinstance(action, Mapping):
        return None
    about = action.get("process_payment_intent")
    if not isinstance(about, Mapping) or _id_of(about.get("payment_intent")) != intent:
        return None
    status = action.get("status")
    if status == "in_progress":
        return Showing(Stage.ASKING)
    if status == "succeeded":
        return Showing(Stage.PASSED)
    if status != "failed":
        raise unreadable()
    return _failed(action)


def _failed(action: Mapping[str, Any]) -> Showing:
    code = action.get("failure_code")
    if code == _LINK_LOST:
        return Showing(Stage.UNKNOWN, "the card reader has lost its connection")
    if code == _CANCELLED:
        return Showing(Stage.CANCELLED, "the customer has cancelled it on the card reader")
    # Older readers do not say why; the intent does.
    return Showing(Stage.FAILED, answers.reason_of(action.get("api_error")))


def _id_of(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("id", ""))
    return value if isinstance(value, str) else ""
