from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.views.pay.given_card import GivenCard
from pos_app.views.shared.theme import Theme

ROOM_OF_TWO_ROWS: Final = 480
"""What is left of 768 pixels beside two rows of ways to pay and a banner."""


class TestGivenCard:
    def test_has_room_for_everything_above_two_rows_of_ways_to_pay(
        self, qapp: QCoreApplication
    ) -> None:
        card = GivenCard(theme=Theme("dark"))
        card.arrange("S")
        card.show_quick(("14.82", "15.00", "20.00", "50.00"))

        assert card.minimumSizeHint().height() <= ROOM_OF_TWO_ROWS
