"""What PayPal lists of the account's money: its report of transactions, up to three hours late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from pos_app.adapters.payments.paypal.amounts import minor_of
from pos_app.adapters.payments.paypal.calls import Calls
from pos_app.adapters.payments.paypal.fields import Fields, read
from pos_app.adapters.payments.paypal.issues import problem_of
from pos_app.adapters.payments.paypal.kind import KIND
from pos_app.domain.errors import InvalidInputError
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import Listed, ProcessorRefusedError

PATH: Final = "/v1/reporting/transactions"
READ_SCOPE: Final = "https://uri.paypal.com/services/reporting/search/read"
"""What an app must be allowed at PayPal to read it."""
SPAN_MAX: Final = timedelta(days=30)
"""PayPal lists at most 31 days at once."""
PAGE_SIZE: Final = 200
PAGES_MAX: Final = 50
"""Of a span: PayPal itself lists at most 10,000 transactions at once."""
_FORBIDDEN: Final = 403
_OK: Final = 200
_MOVED: Final = frozenset({"S", "V"})
"""Done, and done before it was given back; not pending, not denied."""
_EVENTS: Final = ("T00", "T11")
"""Payments, and what takes them back; not what is moved to a bank or between currencies."""


def transactions(calls: Calls, since: datetime, until: datetime) -> Iterator[Listed]:
    """:raises ProcessorRefusedError: if the app may not read the report"""
    start = since
    while start < until:
        end = min(start + SPAN_MAX, until)
        yield from _span(calls, start, end)
        start = end


def _span(calls: Calls, start: datetime, end: datetime) -> Iterator[Listed]:
    for page in range(1, PAGES_MAX + 1):
        rows, pages = _page(calls, start, end, page)
        yield from (row for row in rows if start <= row.at < end)
        if page >= pages:
            return
    raise ProcessorRefusedError(
        processor=KIND.title, reason="there is too much to list; ask for fewer days"
    )


def _page(calls: Calls, start: datetime, end: datetime, page: int) -> tuple[list[Listed], int]:
    """Its rows, and how many pages there are."""
    asked = urlencode(
        {
            "start_date": _text(start),
            # In whole seconds: what is a little too late is left out above.
            "end_date": _text(end + timedelta(seconds=1)),
            "fields": "transaction_info",
            "page_size": PAGE_SIZE,
            "page": page,
        }
    )
    reply = calls.get(f"{PATH}?{asked}")
    if reply.status == _OK:
        return read(reply, _rows)
    problem = problem_of(reply)
    if reply.status == _FORBIDDEN:
        reason = (
            "this app may not list payments. Switch on Transaction Search for it at PayPal, and "
            "wait up to nine hours"
        )
        raise ProcessorRefusedError(processor=reply.processor, reason=reason)
    raise problem.refusal()


def _rows(answer: Fields) -> tuple[list[Listed], int]:
    rows = [_row(one.inner("transaction_info")) for one in answer.each("transaction_details")]
    return [row for row in rows if row is not None], answer.number(
        "total_pages"
    ) if "total_pages" in answer else 1


def _row(info: Fields) -> Listed | None:
    """None for what is neither a payment nor one that is taken back."""
    if not info.text("transaction_event_code").startswith(_EVENTS):
        return None
    amount = info.inner("transaction_amount")
    currency = _currency(amount.text("currency_code"))
    at = datetime.fromisoformat(info.text("transaction_initiation_date"))
    if at.tzinfo is None:
        raise ValueError("a time of no place")
    return Listed(
        remote_id=info.text("transaction_id"),
        attempt_id=info.text("custom_field") if "custom_field" in info else "",
        amount=minor_of(amount, currency),
        currency=currency.code,
        at=at.astimezone(UTC),
        is_done=info.text("transaction_status") in _MOVED,
    )


def _currency(code: str) -> Currency:
    try:
        return Currency.of(code)
    except InvalidInputError as error:
        raise ValueError("no currency") from error


def _text(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
