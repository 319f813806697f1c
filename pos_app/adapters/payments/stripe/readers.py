"""The card readers of a Stripe account: which there are, a new one, and a card held to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pos_app.adapters.payments.stripe import answers
from pos_app.adapters.payments.stripe.amounts import TITLE
from pos_app.adapters.payments.stripe.asking import StripeApi, place, unreadable
from pos_app.adapters.payments.stripe.kind import is_for_tests
from pos_app.adapters.payments.stripe.reader import unknown_reader
from pos_app.services.payments.processor import ProcessorConfig, ProcessorRefusedError

_READERS: Final = "terminal/readers"
_LOCATIONS: Final = "terminal/locations"
_CODE: Final = "registration_code"


@dataclass(frozen=True, slots=True)
class KnownReader:
    reader_id: str
    label: str
    device: str
    location: str
    is_connected: bool


class StripeReaders:
    """For the settings; a till that pays needs none of it."""

    def __init__(self, config: ProcessorConfig) -> None:
        """:raises ProcessorRefusedError: for a key or an address that cannot be used"""
        self._api = StripeApi(config)
        self._is_for_tests = is_for_tests(config.values)

    def all(self) -> list[KnownReader]:
        return [_known(one) for one in self._api.all(_READERS, {})]

    def register(self, code: str, *, label: str, location: str = "") -> KnownReader:
        """Bring a reader into the account.

        :param code: what the reader shows, or `simulated-wpe` for one that is only simulated
        :param location: where it stands, by Stripe's name; may be left out where there is one
        :raises ProcessorRefusedError: if it cannot be told where it stands, or the code is wrong
        """
        told = self._api.post(
            _READERS,
            {_CODE: code, "label": label, "location": location or self._only_location()},
        )
        if told.parameter == _CODE:
            raise _refused("it does not know this code; the reader shows a new one")
        return _known(told.done().require("terminal.reader").body)

    def present(self, reader_id: str) -> None:
        """Hold a card to a simulated reader: one that pays, but for amounts that end otherwise.

        :raises ProcessorRefusedError: if it asks for none, or it is no simulated one
        """
        if not self._is_for_tests:
            raise _refused("only a key for tests has simulated readers")
        helper = place("test_helpers", "terminal", "readers", reader_id, "present_payment_method")
        told = self._api.post(helper)
        if told.is_missing:
            raise unknown_reader()
        told.done().require("terminal.reader")

    def _only_location(self) -> str:
        known = [_text(one, "id") for one in self._api.all(_LOCATIONS, {})]
        if not known:
            raise _refused("it knows of no place yet; add one in Stripe's dashboard, at Terminal")
        if len(known) > 1:
            raise _refused(f"it must be told where the reader stands: {', '.join(known)}")
        return known[0]


def _known(body: Mapping[str, Any]) -> KnownReader:
    if not _text(body, "id"):
        raise unreadable()
    return KnownReader(
        reader_id=_text(body, "id"),
        label=answers.shown(body.get("label")),
        device=_text(body, "device_type"),
        location=_text(body, "location"),
        is_connected=body.get("status") == "online",
    )


def _text(body: Mapping[str, Any], name: str) -> str:
    return answers.shown(body.get(name))


def _refused(reason: str) -> ProcessorRefusedError:
    return ProcessorRefusedError(processor=TITLE, reason=reason)
