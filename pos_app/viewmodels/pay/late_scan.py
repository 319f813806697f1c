"""What is scanned while an order is paid: no product is lost, and no payment code is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.pay.pay import PayViewModel
from pos_app.viewmodels.sell.sell import SellViewModel

# What the phones of Alipay's and WeChat's customers show, behind what a scanner may add.
_PAYMENT_CODE: Final = re.compile(
    r"(?:\][A-Za-z][0-9A-Za-z])?(?:1[0-5][0-9]{16}|(?:2[5-9]|30)[0-9]{14,22})"
)
_PAYING: Final = frozenset({PageName.PAY, PageName.CHARGE, PageName.DONE})


def is_too_late(raw: str, page: PageName, *, pay: PayViewModel, sell: SellViewModel) -> bool:
    """Whether the order takes nothing more; then it stays in sight, and Pay says why."""
    if page not in _PAYING:
        return page is PageName.SELL and _is_of_the_last(raw, pay)
    if raw == pay.remote_keys.code:
        if page is PageName.PAY:  # elsewhere the phone still lies before the scanner
            sell.ringing.miss(raw, is_product=False)
        return True
    if page is PageName.PAY and pay.code_ways and _PAYMENT_CODE.fullmatch(raw):
        if not pay.busy:
            pay.refused.emit(_too_early(pay.code_ways))
        return True
    if page is PageName.DONE or (page is PageName.PAY and not pay.has_tenders and not pay.busy):
        return False
    is_for_a_code = page is PageName.CHARGE and pay.remote_keys.has_code
    sell.ringing.miss(raw, is_product=not is_for_a_code and not _PAYMENT_CODE.fullmatch(raw))
    if page is PageName.PAY and pay.has_tenders:
        pay.back()  # which is refused in words
    return True


def _is_of_the_last(raw: str, pay: PayViewModel) -> bool:
    """Whether the phone of who has paid is still read."""
    if not raw or raw != pay.remote_keys.code:
        return False
    pay.told.emit(QCoreApplication.translate("LateScan", "That code belongs to the last payment"))
    return True


def _too_early(ways: Sequence[str]) -> str:
    words = QCoreApplication.translate(
        "LateScan", "That is a phone's payment code. Choose {way} first, then scan it."
    )
    return words.format(way=" / ".join(ways))
