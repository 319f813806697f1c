"""A refusal told as a page: in words, with the way back; or the way to sign in."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from pos_app.head_office.api.problems import STATUS, TITLES
from pos_app.head_office.page.desk import desk_of
from pos_app.head_office.page.rendering import see_other
from pos_app.head_office.services.errors import HeadOfficeError
from pos_app.head_office.services.overview.visits import VisitOverError

SIGN_IN: Final = "/app/sign-in"
_UNREADABLE: Final = 422
_UNREADABLE_WORDS: Final = (
    "The address or the form holds something that cannot be used here. Nothing was changed; go "
    "back and correct it."
)


class PageRoute(APIRoute):
    """A route whose refusals are for a person, not for a program."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handle(request)
            except VisitOverError:
                return see_other(SIGN_IN)
            except HeadOfficeError as error:
                return _refused(request, STATUS[error.code], str(error))
            except RequestValidationError:
                return _refused(request, _UNREADABLE, _UNREADABLE_WORDS)

        return told


def _refused(request: Request, status: int, words: str) -> Response:
    return desk_of(request).rendering.page(
        "refused", status=status, title=TITLES[status], words=words
    )
