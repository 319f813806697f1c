"""Whoever is signed in changes their password."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel, Field

from pos_app.head_office.api.parts import address_of
from pos_app.head_office.api.problems import STATUS
from pos_app.head_office.page.desk import AtDesk, Desk, Visiting, Visitor, set_cookie, show
from pos_app.head_office.page.failures import PageRoute
from pos_app.head_office.page.rendering import see_other
from pos_app.head_office.services.access.passwords import LENGTH_MAX, WeakPasswordError
from pos_app.head_office.services.errors import BusyError, ForbiddenError
from pos_app.head_office.services.overview.visits import require_own_form

ADDRESS: Final = "/app/password"
_CHANGED: Final = "Your password is changed. You are signed out everywhere else."
_NOT_TWICE: Final = "Type the same new password twice."
_UNFIT: Final = 422

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Password = Annotated[str, Field(max_length=LENGTH_MAX)]


class Typed(BaseModel):
    old: Password = ""
    new: Password = ""
    again: Password = ""
    csrf: str = Field("", max_length=64)


@router.get(ADDRESS)
def form(
    request: Request,
    desk: AtDesk,
    visitor: Visiting,
    changed: Annotated[str, Query(max_length=1)] = "",
) -> Response:
    return _form(request, desk, visitor, told=_CHANGED if changed else "")


@router.post(ADDRESS)
def change(
    request: Request, desk: AtDesk, visitor: Visiting, typed: Annotated[Typed, Form()]
) -> Response:
    require_own_form(visitor.visit, typed.csrf)
    if typed.new != typed.again:
        return _form(request, desk, visitor, status=_UNFIT, again_problem=_NOT_TWICE)
    try:
        grant = desk.own_password.change(
            name=visitor.name, old=typed.old, new=typed.new, address=address_of(request)
        )
    except WeakPasswordError as error:
        return _form(request, desk, visitor, status=_UNFIT, new_problem=str(error))
    except (ForbiddenError, BusyError) as error:
        status = STATUS[error.code]
        return _form(request, desk, visitor, status=status, old_problem=str(error))
    response = see_other(f"{ADDRESS}?changed=1")
    visit = desk.visits.begin(token=grant.token)
    set_cookie(request, response, desk.visits.sealed(visit=visit))
    return response


def _form(
    request: Request,
    desk: Desk,
    visitor: Visitor,
    *,
    status: int = 200,
    told: str = "",
    **problems: str,
) -> Response:
    """Empty: no password is ever sent back."""
    shown: dict[str, Any] = {
        **dict.fromkeys(("old_problem", "new_problem", "again_problem"), ""),
        **problems,
    }
    return show(
        *(request, desk, visitor, "password"),
        here=ADDRESS,
        action=ADDRESS,
        status=status,
        told=told,
        **shown,
    )
