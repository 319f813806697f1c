"""What is scanned while an order is paid, of which a part is paid already: it is not lost."""

from __future__ import annotations

from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.pay.pay import PayViewModel
from pos_app.viewmodels.sell.sell import SellViewModel


def is_too_late(raw: str, page: PageName, *, pay: PayViewModel, sell: SellViewModel) -> bool:
    """Whether the order takes nothing more; then it stays in sight, and Pay says why."""
    if page is PageName.PAY and not pay.has_tenders and not pay.busy:
        return False
    if page not in {PageName.PAY, PageName.CHARGE}:
        return False
    sell.ringing.miss(raw)
    if page is PageName.PAY and pay.has_tenders:
        pay.back()  # which is refused in words
    return True
