"""The order's lines as the customer may read them: no note, and no reason, is for their eyes."""

from __future__ import annotations

from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import LineTotals
from pos_app.domain.returned import Returned
from pos_app.viewmodels.customer_display.customer_words import tr
from pos_app.viewmodels.sell.change_words import words_of_cut
from pos_app.viewmodels.sell.lines import LinesModel


class CustomerLines(LinesModel):
    def _news(self, item: OrderItem, totals: LineTotals) -> list[str]:
        """What it cost before, and what was taken off."""
        news = self._price_before(item, totals)
        if item.discount is not None:
            news.append(words_of_cut(item.discount, item.unit_price.currency, self._formats))
        return news

    def _news_of_return(self, _back: Returned) -> str:
        return tr("Returned")

    def _was(self, price: str) -> str:
        return tr("was {price}").format(price=price)
