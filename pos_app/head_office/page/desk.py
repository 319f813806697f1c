"""What the routes of the page work with, and who is in front of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Protocol

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response

from pos_app.head_office.api.parts import parts_of
from pos_app.head_office.page.rendering import Rendering
from pos_app.head_office.services.access.own_password import OwnPassword
from pos_app.head_office.services.access.rates import require_callers_rate
from pos_app.head_office.services.access.roles import PersonCaller, Role
from pos_app.head_office.services.access.tokens import Grant
from pos_app.head_office.services.overview.overview import Overview
from pos_app.head_office.services.overview.product_editing import ProductEditing
from pos_app.head_office.services.overview.visits import Visit, VisitOverError, Visits

ROLE_NAMES: Final = {
    Role.CASHIER: "cashier",
    Role.MANAGER: "manager",
    Role.HEAD_OFFICE: "head office",
    Role.ADMIN: "administrator",
}
SECURE_COOKIE: Final = "__Host-visit"
PLAIN_COOKIE: Final = "visit"
"""On loopback only, where there is no TLS."""


class SignIn(Protocol):
    def __call__(self, *, name: str, password: str, address: str) -> Grant:
        """What a person may use head office with.

        :raises UnauthorisedError: if name or password are wrong
        :raises BusyError: after too many tries
        """
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    rendering: Rendering
    overview: Overview
    product_editing: ProductEditing
    visits: Visits
    sign_in: SignIn
    own_password: OwnPassword
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Way:
    """`count` is how much there is to look at."""

    name: str
    address: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever looks at the page, signed in."""

    caller: PersonCaller
    visit: Visit

    @property
    def name(self) -> str:
        return self.caller.name

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[self.caller.role]

    @property
    def csrf(self) -> str:
        return self.visit.form_secret


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def visitor_of(request: Request) -> Visitor:
    """Who is signed in.

    :raises VisitOverError: if nobody is
    :raises TooManyTriesError: if they ask too often
    """
    desk = desk_of(request)
    cookie = request.cookies.get(cookie_name(request), "")
    if not cookie:
        raise VisitOverError
    visit = desk.visits.opened(cookie=cookie)
    caller = desk.visits.visitor(visit=visit)
    require_callers_rate(parts_of(request).access.rates, caller)
    return Visitor(caller, visit)


AtDesk = Annotated[Desk, Depends(desk_of)]
Visiting = Annotated[Visitor, Depends(visitor_of)]


def cookie_name(request: Request) -> str:
    return SECURE_COOKIE if request.url.scheme == "https" else PLAIN_COOKIE


def set_cookie(request: Request, response: Response, value: str) -> None:
    """Until the browser is closed: the visit's own limits are inside it."""
    response.set_cookie(
        cookie_name(request),
        value,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def forget_cookie(request: Request, response: Response, name: str) -> None:
    """As securely as it was set: else a browser refuses one with such a name."""
    response.delete_cookie(
        name, path="/", secure=request.url.scheme == "https", httponly=True, samesite="strict"
    )


def show(
    request: Request, desk: Desk, visitor: Visitor, template: str, **values: Any
) -> HTMLResponse:
    """A page for somebody who is signed in; it also says that they are still there."""
    response = desk.rendering.page(
        template, visitor=visitor, ways=_ways(desk, visitor), now=desk.now(), **values
    )
    set_cookie(request, response, desk.visits.sealed(visit=desk.visits.seen(visit=visitor.visit)))
    return response


def _ways(desk: Desk, visitor: Visitor) -> Sequence[Way]:
    problems = desk.overview.problem_count(caller=visitor.caller)
    return (
        Way("Sales", "/app/"),
        Way("Orders", "/app/orders"),
        Way("Products", "/app/products"),
        Way("Terminals", "/app/terminals"),
        Way("To look at", "/app/problems", problems),
    )
