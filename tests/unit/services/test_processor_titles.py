from __future__ import annotations

from pos_app.adapters.payments.factory import OWN
from pos_app.services.processor_titles import learn, title_of


def test_are_known_of_those_that_come_along() -> None:
    assert [title_of(one.name) for one in OWN] == [one.title for one in OWN]
    assert title_of("paypal") == "PayPal"


def test_are_learned_of_others() -> None:
    assert title_of("acme") == "Acme"

    learn({"acme": "Acme Pay", "other": "The other"})

    assert (title_of("acme"), title_of("other")) == ("Acme Pay", "The other")
