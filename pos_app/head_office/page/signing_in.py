"""Sign in and out, and the files that every page asks for."""

from __future__ import annotations

import secrets
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from pos_app.head_office.api.fields import NO_NUL
from pos_app.head_office.api.parts import address_of, parts_of
from pos_app.head_office.api.problems import STATUS
from pos_app.head_office.page.desk import (
    AtDesk,
    Desk,
    Visiting,
    cookie_name,
    forget_cookie,
    set_cookie,
)
from pos_app.head_office.page.failures import SIGN_IN, PageRoute
from pos_app.head_office.page.rendering import see_other
from pos_app.head_office.services.access.rates import require_strangers_rate
from pos_app.head_office.services.errors import BusyError, UnauthorisedError
from pos_app.head_office.services.overview.visits import (
    ForeignFormError,
    Visit,
    require_own_form,
)

NAME_LENGTH_MAX: Final = 64
PASSWORD_LENGTH_MAX: Final = 128
FORM_COOKIE: Final = "sign-in"
SECURE_FORM_COOKIE: Final = f"__Host-{FORM_COOKIE}"
"""No page of a neighbouring host can set this one, and so make somebody sign in as another."""
_SECRET_BYTES: Final = 16

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Secret = Annotated[str, Form(max_length=64)]


@router.get("/app/page.css")
def style(desk: AtDesk) -> Response:
    return desk.rendering.style()


@router.get("/app/icon.svg")
def icon(desk: AtDesk) -> Response:
    return desk.rendering.icon()


@router.get(SIGN_IN)
def form(request: Request, desk: AtDesk) -> Response:
    return _form(request, desk)


@router.post(SIGN_IN)
def sign_in(
    request: Request,
    desk: AtDesk,
    name: Annotated[str, Form(max_length=NAME_LENGTH_MAX, pattern=NO_NUL)] = "",
    password: Annotated[str, Form(max_length=PASSWORD_LENGTH_MAX)] = "",
    csrf: Secret = "",
) -> Response:
    expected = request.cookies.get(_form_cookie(request), "")
    if not expected or not secrets.compare_digest(expected.encode(), csrf.encode()):
        raise ForeignFormError
    try:
        visit = _begun(request, desk, name, password)
    except (UnauthorisedError, BusyError) as error:
        return _form(request, desk, name=name, refusal=str(error), status=STATUS[error.code])
    response = see_other("/app/")
    forget_cookie(request, response, _form_cookie(request))
    set_cookie(request, response, desk.visits.sealed(visit=visit))
    return response


@router.post("/app/sign-out")
def sign_out(request: Request, desk: AtDesk, visitor: Visiting, csrf: Secret = "") -> Response:
    require_own_form(visitor.visit, csrf)
    desk.visits.end(visit=visitor.visit)
    response = see_other(SIGN_IN)
    forget_cookie(request, response, cookie_name(request))
    return response


def _begun(request: Request, desk: Desk, name: str, password: str) -> Visit:
    address = address_of(request)
    require_strangers_rate(parts_of(request).access.rates, address)
    grant = desk.sign_in(name=name, password=password, address=address)
    visit = desk.visits.begin(token=grant.token)
    # Whom the page shows nothing is told so before they are in.
    desk.overview.stores(caller=desk.visits.visitor(visit=visit))
    return visit


def _form_cookie(request: Request) -> str:
    return SECURE_FORM_COOKIE if request.url.scheme == "https" else FORM_COOKIE


def _form(
    request: Request, desk: Desk, *, name: str = "", refusal: str = "", status: int = 200
) -> Response:
    secret = request.cookies.get(_form_cookie(request), "") or secrets.token_hex(_SECRET_BYTES)
    response = desk.rendering.page(
        "sign_in", status=status, name=name, refusal=refusal, csrf_text=secret
    )
    response.set_cookie(
        _form_cookie(request),
        secret,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response
