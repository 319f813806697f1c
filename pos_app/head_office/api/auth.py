"""Who may come in: a guarded router lets nobody in, nor reads a body, before somebody is known.

What a route takes as `Annotated` from here says who may use it:

* `AnyPerson`, `ManagerPerson`, `HeadOfficePerson`, `AdminPerson`: a person of that role or above
* `OwnTerminal`: the terminal that the address names, `{terminal_id}`
* `AnyTerminal`: a terminal
* `AnyCaller`: either
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import OAuth2PasswordBearer
from starlette.concurrency import run_in_threadpool

from pos_app.head_office.api.fields import PathId
from pos_app.head_office.api.parts import address_of, parts_of
from pos_app.head_office.services.access.rates import (
    require_callers_rate,
    require_strangers_rate,
)
from pos_app.head_office.services.access.roles import (
    Caller,
    PersonCaller,
    Role,
    TerminalCaller,
)
from pos_app.head_office.services.access.tokens import TokenRefusedError
from pos_app.head_office.services.errors import ForbiddenError

BEARER: Final = "bearer "
_described: Final = OAuth2PasswordBearer(tokenUrl="/token", auto_error=False)


class RoleTooLowError(ForbiddenError):
    text = "Your role ({role}) may not do this. Nothing was changed; ask whoever may."


class PeopleOnlyError(ForbiddenError):
    text = "This is for people, not for terminals. Nothing was changed."


class TerminalsOnlyError(ForbiddenError):
    text = "This is for terminals, not for people. Nothing was changed."


class OtherTerminalsError(ForbiddenError):
    text = "A terminal speaks for itself only. Nothing was changed."


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            request.state.caller = await run_in_threadpool(admit, request)
            return await handle(request)

        return guarded


class OpenRoute(APIRoute):
    """For whoever comes, though not as often as they like."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def counted(request: Request) -> Response:
            limiter = parts_of(request).access.rates
            await run_in_threadpool(require_strangers_rate, limiter, address_of(request))
            return await handle(request)

        return counted


def guarded_router(**options: Any) -> APIRouter:
    """For routes that need a token: every route is, unless it says that it is open."""
    return APIRouter(route_class=GuardedRoute, dependencies=[Security(_described)], **options)


def open_router(**options: Any) -> APIRouter:
    return APIRouter(route_class=OpenRoute, **options)


def admit(request: Request) -> Caller:
    """Who asks.

    :raises HeadOfficeError: if nobody is known by what is shown, or asks too often
    """
    access = parts_of(request).access
    given = request.headers.getlist("authorization")
    if len(given) != 1 or not given[0].lower().startswith(BEARER):
        raise TokenRefusedError
    caller = access.admission.admit(given[0][len(BEARER) :])
    require_callers_rate(access.rates, caller)
    return caller


# FastAPI gives a thread to each of these that is not asynchronous, and they wait for nothing.
async def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


async def _terminal(caller: Annotated[Caller, Depends(_caller)]) -> TerminalCaller:
    if not isinstance(caller, TerminalCaller):
        raise TerminalsOnlyError
    return caller


async def _own_terminal(
    terminal_id: PathId, caller: Annotated[TerminalCaller, Depends(_terminal)]
) -> TerminalCaller:
    if caller.terminal_id != terminal_id:
        raise OtherTerminalsError
    return caller


def _at_least(role: Role) -> Callable[[Caller], Awaitable[PersonCaller]]:
    async def check(caller: Annotated[Caller, Depends(_caller)]) -> PersonCaller:
        if not isinstance(caller, PersonCaller):
            raise PeopleOnlyError
        if not caller.role.covers(role):
            raise RoleTooLowError(role=caller.role.value)
        return caller

    return check


AnyCaller = Annotated[PersonCaller | TerminalCaller, Depends(_caller)]
AnyTerminal = Annotated[TerminalCaller, Depends(_terminal)]
OwnTerminal = Annotated[TerminalCaller, Depends(_own_terminal)]
AnyPerson = Annotated[PersonCaller, Depends(_at_least(Role.CASHIER))]
ManagerPerson = Annotated[PersonCaller, Depends(_at_least(Role.MANAGER))]
HeadOfficePerson = Annotated[PersonCaller, Depends(_at_least(Role.HEAD_OFFICE))]
AdminPerson = Annotated[PersonCaller, Depends(_at_least(Role.ADMIN))]
