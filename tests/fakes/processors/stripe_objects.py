"""What the simulated Stripe keeps: forms that came in, objects that go out, errors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

Object = dict[str, Any]
Form = Mapping[str, str]


class StripeError(Exception):
    """An error as Stripe answers it; what fails before anything runs is not kept under a key."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        kind: str = "invalid_request_error",
        param: str = "",
        is_kept: bool = True,
        **more: str,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.is_kept = is_kept
        told = {"type": kind, "code": code, "param": param, "message": f"for developers: {code}"}
        self.error = {name: value for name, value in (told | more).items() if value}


def invalid(code: str, param: str) -> StripeError:
    return StripeError(400, code, param=param, is_kept=False)


def missing(param: str) -> StripeError:
    return StripeError(404, "resource_missing", param=param, is_kept=False)


def require_known(form: Form, names: Collection[str]) -> None:
    """Stripe refuses a field that it does not know."""
    for field in form:
        name = field.partition("[")[0]
        if name not in names:
            raise invalid("parameter_unknown", name)


def required(form: Form, name: str) -> str:
    if not form.get(name):
        raise invalid("parameter_missing", name)
    return form[name]


def amount_in(form: Form, name: str) -> int:
    text = required(form, name)
    if not text.isdigit() or not int(text):
        raise invalid("parameter_invalid_integer", name)
    if int(text) > 99_999_999:
        raise invalid("amount_too_large", name)
    return int(text)


def metadata_in(form: Form, prefix: str = "metadata") -> dict[str, str]:
    start = f"{prefix}["
    return {
        field[len(start) : -1]: value for field, value in form.items() if field.startswith(start)
    }


def values_in(form: Form, name: str) -> list[str]:
    """Of `name[]` or `name[0]`, `name[1]`."""
    return [value for field, value in form.items() if field.startswith(f"{name}[")]


def listed(objects: Iterable[Object], query: Form) -> Object:
    """A page, newest first, as every list of Stripe's is cut."""
    since, until = int(query.get("created[gte]", 0)), int(query.get("created[lt]", 1 << 40))
    intent = query.get("payment_intent")
    newest_first = [
        one
        for one in reversed(list(objects))
        if since <= one["created"] < until and intent in {None, one.get("payment_intent")}
    ]
    after, limit = query.get("starting_after"), int(query.get("limit", 10))
    if not 1 <= limit <= 100:
        raise invalid("parameter_invalid_integer", "limit")
    names = [one["id"] for one in newest_first]
    start = names.index(after) + 1 if after else 0
    return {
        "object": "list",
        "data": newest_first[start : start + limit],
        "has_more": start + limit < len(newest_first),
    }
