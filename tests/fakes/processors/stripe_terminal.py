"""The card readers of the simulated Stripe, and the hands that hold cards to them."""

from __future__ import annotations

from typing import Final

from tests.fakes.processors.stripe_book import Book
from tests.fakes.processors.stripe_cards import CARDS, ENDINGS, VISA, Card
from tests.fakes.processors.stripe_objects import (
    Form,
    Object,
    StripeError,
    invalid,
    missing,
    require_known,
    required,
)

READER: Final = "tmr_front"
LOCATION: Final = "tml_shop"
_SIMULATED: Final = {"simulated-wpe": "simulated_wisepos_e", "simulated-s700": "stripe_s700"}


class Terminal:
    def __init__(self, book: Book) -> None:
        self.card = ""
        """The number of a card that is held to every reader at once; empty for none."""
        self.endings = False
        """Whether the last two digits of an amount decide, as they do in Stripe's sandbox."""
        self.tells_declines = True
        """Older readers do not say why a card was declined."""
        self.locations = {LOCATION: {"id": LOCATION, "object": "terminal.location"}}
        self.readers: dict[str, Object] = {}
        self._busy: set[str] = set()
        self._charging: dict[str, Card] = {}
        self._book = book
        self._add(READER, label="Front desk", device_type="stripe_s700", location=LOCATION)

    def reader(self, reader_id: str) -> Object:
        if reader_id not in self.readers:
            raise missing("reader")
        return self.readers[reader_id]

    def register(self, form: Form) -> Object:
        require_known(form, {"registration_code", "label", "location"})
        code = required(form, "registration_code")
        if code not in _SIMULATED:
            raise invalid("terminal_reader_registration_code_invalid", "registration_code")
        if required(form, "location") not in self.locations:
            raise missing("location")
        reader_id = f"tmr_{len(self.readers) + 1:06}"
        return self._add(
            reader_id,
            label=form.get("label", ""),
            device_type=_SIMULATED[code],
            location=form["location"],
        )

    def process(self, reader_id: str, form: Form) -> Object:
        require_known(form, {"payment_intent", "process_config"})
        reader = self.reader(reader_id)
        intent = self._book.intent(required(form, "payment_intent"), "payment_intent")
        if reader["status"] == "offline":
            raise StripeError(400, "terminal_reader_offline")
        if reader_id in self._busy or reader_id in self._charging:
            raise StripeError(400, "terminal_reader_busy")
        if intent["status"] != "requires_payment_method":
            raise StripeError(400, "intent_invalid_state")
        reader["action"] = {
            "type": "process_payment_intent",
            "status": "in_progress",
            "failure_code": None,
            "failure_message": None,
            "api_error": None,
            "process_payment_intent": {"payment_intent": intent["id"]},
        }
        heard = reader | {"action": dict(reader["action"])}
        if self.card:
            self.present(reader_id, self.card)
        return heard

    def cancel_action(self, reader_id: str, form: Form) -> Object:
        require_known(form, ())
        reader = self.reader(reader_id)
        if reader["status"] == "offline":
            raise StripeError(400, "terminal_reader_offline")
        if reader_id in self._charging:
            raise StripeError(400, "terminal_reader_busy")
        reader["action"] = None
        return reader

    def present_method(self, reader_id: str, form: Form) -> Object:
        require_known(form, {"type", "card_present"})
        self.present(reader_id, form.get("card_present[number]", VISA))
        return self.reader(reader_id)

    def present(self, reader_id: str = READER, number: str = VISA) -> None:
        """A customer holds a card to it."""
        self.begin(reader_id, number)
        self.finish(reader_id)

    def begin(self, reader_id: str = READER, number: str = VISA) -> None:
        """The card is read, and is being charged from now on."""
        action = self.reader(reader_id)["action"]
        if action is None or action["status"] != "in_progress":
            raise StripeError(400, "terminal_reader_no_action")
        self._intent(reader_id)["status"] = "processing"
        self._charging[reader_id] = CARDS[number]

    def finish(self, reader_id: str = READER) -> None:
        """The card's bank has answered."""
        card = self._charging.pop(reader_id)
        intent = self._intent(reader_id)
        ending = ENDINGS.get(intent["amount"] % 100, "") if self.endings else ""
        decline = card.decline or (ending if card.number == VISA else "")
        action = self.readers[reader_id]["action"]
        if not decline:
            self._book.authorise(intent, card)
            action["status"] = "succeeded"
            return
        self._book.decline(intent, code=card.code, decline=decline)
        action |= {"status": "failed", "failure_code": "card_declined"}
        if self.tells_declines:
            action["api_error"] = dict(intent["last_payment_error"])

    def customer_cancels(self, reader_id: str = READER) -> None:
        self.readers[reader_id]["action"] |= {
            "status": "failed",
            "failure_code": "customer_canceled",
        }

    def lose_link(self, reader_id: str = READER, *, is_paid: bool) -> None:
        """The reader drops out in the middle; whether the card was charged, it cannot say."""
        if is_paid:
            self._book.authorise(self._intent(reader_id), CARDS[VISA])
        self.readers[reader_id]["action"] |= {
            "status": "failed",
            "failure_code": "connection_error",
        }

    def restart(self, reader_id: str = READER) -> None:
        self.readers[reader_id]["action"] = None

    def set_busy(self, reader_id: str = READER, *, is_busy: bool = True) -> None:
        """An update runs, or a card was left in it."""
        (self._busy.add if is_busy else self._busy.discard)(reader_id)

    def _intent(self, reader_id: str) -> Object:
        about = self.readers[reader_id]["action"]["process_payment_intent"]
        return self._book.intents[about["payment_intent"]]

    def _add(self, reader_id: str, **fields: str) -> Object:
        reader = {"id": reader_id, "object": "terminal.reader", "status": "online", **fields}
        self.readers[reader_id] = reader | {"action": None, "serial_number": f"S-{reader_id}"}
        return self.readers[reader_id]
