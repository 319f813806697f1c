"""What each screen of the till says to the customer, from what it says to the cashier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.customer_display.customer_text import CustomerText, Scene, SumRow
from pos_app.viewmodels.customer_display.slide_show import Slide
from pos_app.viewmodels.pay.done_text import DoneText
from pos_app.viewmodels.pay.pay_text import PayText
from pos_app.viewmodels.returns.pay_out_text import PayOutText
from pos_app.viewmodels.sell.summary import Summary

CONTEXT: Final = "CustomerDisplay"
_SPOKEN: ContextVar[Mapping[str, str]] = ContextVar("spoken", default=MappingProxyType({}))


@contextmanager
def speaking(words: Mapping[str, str]) -> Iterator[None]:
    """Say these for the English ones: the customer's language is not always the till's."""
    before = _SPOKEN.set(words)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def of_slide(slide: Slide) -> CustomerText:
    return CustomerText(Scene.SLIDE, large=slide.words, picture=slide.path, image=slide.image)


def idle(store: str) -> CustomerText:
    return CustomerText(Scene.MESSAGE, large=store, words=tr("Welcome!"))


def away(store: str, *, is_open: bool) -> CustomerText:
    """Nobody is signed in."""
    words = tr("We will be with you in a moment.") if is_open else tr("This till is closed.")
    return CustomerText(Scene.MESSAGE, large=store, words=words)


def of_order(summary: Summary) -> CustomerText:
    rows = (
        SumRow(tr("Discount"), summary.cut),
        SumRow(tr("You save"), summary.saved, "success"),
        SumRow(tr("Tax included"), summary.tax),
        SumRow(tr("Tip"), summary.tip),
    )
    return CustomerText(
        Scene.ORDER,
        title=tr("Goes back to you") if summary.gives_back else tr("Total"),
        large=summary.total,
        rows=tuple(one for one in rows if one.amount),
    )


def of_payment(summary: Summary, pay: PayText) -> CustomerText:
    return CustomerText(
        Scene.ORDER, title=tr("To pay"), large=pay.due, rows=tuple(_paid(summary, pay))
    )


def of_pay_out(out: PayOutText) -> CustomerText:
    """Which way it goes back is the cashier's to say."""
    return CustomerText(Scene.MESSAGE, title=tr("Goes back to you"), large=out.due)


def of_done(done: DoneText, *, is_approved: bool) -> CustomerText:
    """The change, or what went back; without either a thank-you alone."""
    thanks = tr("Thank you!")
    if done.gives_back:
        title = tr("Your money back") if done.change else tr("On its way back to you")
        return CustomerText(
            Scene.MESSAGE, title=title, large=done.change or done.total, words=thanks
        )
    if done.change:
        return CustomerText(Scene.MESSAGE, title=tr("Your change"), large=done.change, words=thanks)
    words = tr("{total} paid").format(total=done.total) if done.is_sale else tr("Nothing to pay")
    return CustomerText(
        Scene.MESSAGE,
        title=tr("Approved") if is_approved else "",
        large=thanks,
        words=words,
    )


def _paid(summary: Summary, pay: PayText) -> Iterator[SumRow]:
    """What it comes to, what is paid of it, and what goes back on what lies on the counter."""
    if pay.tip:
        yield SumRow(tr("Total"), pay.total, "strong")
        yield SumRow(tr("Tip"), pay.tip)
    elif pay.tenders or pay.rounding:
        yield SumRow(tr("Total"), summary.total, "strong")
    for one in pay.tenders:
        yield SumRow(tr(one.way), one.amount)
    if pay.rounding:
        yield SumRow(tr("Rounded by"), pay.rounding)
    if pay.gives_change:
        yield SumRow(tr("Given"), pay.given)
        yield SumRow(tr("Your change"), pay.change, "strong")


def tr(words: str) -> str:
    own = _SPOKEN.get().get(words)
    if own is not None:
        return own
    return QCoreApplication.translate(CONTEXT, words)
