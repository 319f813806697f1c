"""The sales of a day, the terminals, and what is to be looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response

from pos_app.head_office.api.fields import WHOLE_MAX
from pos_app.head_office.page.chart import Chart, chart_of
from pos_app.head_office.page.desk import AtDesk, Visiting, show
from pos_app.head_office.page.failures import PageRoute
from pos_app.head_office.page.rendering import see_other
from pos_app.head_office.page.words import Standing, Words, standing_of, words_of
from pos_app.head_office.services.overview.overview import PROBLEMS_SHOWN
from pos_app.head_office.services.overview.shapes import (
    Hour,
    ProblemShown,
    StoreDay,
    TerminalShown,
)
from pos_app.head_office.services.overview.visits import require_own_form

StoreId = Annotated[str, Query(max_length=64)]
Day = Annotated[str, Query(max_length=10)]

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ShownDay:
    name: str
    currency: str
    hours: Sequence[Hour]
    chart: Chart
    orders: int
    amount: int


@dataclass(frozen=True, slots=True)
class Sum:
    currency: str
    orders: int
    amount: int


@router.get("/app")
def begin() -> Response:
    return see_other("/app/")


@router.get("/app/")
def sales(
    request: Request, desk: AtDesk, visitor: Visiting, day: Day = "", store: StoreId = ""
) -> Response:
    caller = visitor.caller
    chosen = day_of(day) or desk.overview.today(caller=caller)
    days = desk.overview.days(caller=caller, day=chosen, store_id=store)
    return show(
        *(request, desk, visitor, "today"),
        here="/app/",
        day=chosen,
        stores=desk.overview.stores(caller=caller),
        chosen=store,
        days=_shown(days),
        sums=_sums(days),
    )


@router.get("/app/terminals")
def terminals(request: Request, desk: AtDesk, visitor: Visiting) -> Response:
    found = desk.overview.terminals(caller=visitor.caller)
    return show(
        *(request, desk, visitor, "terminals"),
        here="/app/terminals",
        terminals=[(one, _standing(one)) for one in found],
    )


@router.get("/app/problems")
def problems(request: Request, desk: AtDesk, visitor: Visiting) -> Response:
    found = desk.overview.problems(caller=visitor.caller)
    return show(
        *(request, desk, visitor, "problems"),
        here="/app/problems",
        problems=[(one, _words(one), _text(one.raw)) for one in found[:PROBLEMS_SHOWN]],
        more=len(found) > PROBLEMS_SHOWN,
    )


@router.post("/app/problems/{problem_id}/settled")
def settle(
    problem_id: Annotated[int, Path(ge=1, le=WHOLE_MAX)],
    desk: AtDesk,
    visitor: Visiting,
    csrf: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    require_own_form(visitor.visit, csrf)
    desk.overview.settle(caller=visitor.caller, problem_id=problem_id)
    return see_other("/app/problems")


def day_of(text: str) -> date | None:
    """None for what is no date: a field that was left empty, or an address typed by hand."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _shown(days: Sequence[StoreDay]) -> Sequence[ShownDay]:
    """Stores of one currency share a scale, so that their charts compare."""
    scales: dict[str, list[int]] = defaultdict(list)
    for one in days:
        scales[one.store.currency] += [hour.gross for hour in one.hours]
    return [
        ShownDay(
            name=one.store.name,
            currency=one.store.currency,
            hours=one.hours,
            chart=chart_of(
                {hour.hour: hour.gross for hour in one.hours},
                highest=max(scales[one.store.currency], default=0),
                lowest=min(scales[one.store.currency], default=0),
            ),
            orders=one.orders,
            amount=one.gross,
        )
        for one in days
    ]


def _sums(days: Sequence[StoreDay]) -> Sequence[Sum]:
    """Currencies are never added up; with one store its own line says it all."""
    if len(days) <= 1:
        return ()
    currencies = sorted({one.store.currency for one in days if one.hours})
    return [
        Sum(
            currency=currency,
            orders=sum(one.orders for one in days if one.store.currency == currency),
            amount=sum(one.gross for one in days if one.store.currency == currency),
        )
        for currency in currencies
    ]


def _standing(one: TerminalShown) -> Standing:
    return standing_of(
        revoked=one.revoked, seen=one.last_contact is not None, problems=one.problems
    )


def _words(one: ProblemShown) -> Words:
    return words_of(one.answer, one.reason, one.detail)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")
