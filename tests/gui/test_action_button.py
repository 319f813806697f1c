"""A button says what it is called, and takes no key from that."""

from __future__ import annotations

import pytest

from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.theme import Theme


@pytest.mark.usefixtures("qapp")
def test_takes_no_key_from_its_words() -> None:
    button = ActionButton("M&M's", theme=Theme("light"), name="tile")
    assert button.text() == "M&M's"
    assert button.shortcut().isEmpty()

    button.set_text("Dairy & eggs")
    assert button.text() == "Dairy & eggs"
    assert button.shortcut().isEmpty()
