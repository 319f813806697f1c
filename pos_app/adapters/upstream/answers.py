"""What head office answers, checked field by field before anything is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from pos_app.adapters.upstream.http import Reply
from pos_app.domain.errors import PosError
from pos_app.services.sync.ports import (
    BadAnswerError,
    BusyHeadOfficeError,
    CodeRefusedError,
    ContentRefusedError,
    CursorUnknownError,
    HeldHead,
    OutOfOrderError,
    ShutOutError,
)
from pos_app.wire.changes import PAGE_MAX, Change, Page, Subject
from pos_app.wire.enrolment import Enrolled
from pos_app.wire.keys import FOR_HEADS, KEYS_MAX, PublishedKey
from pos_app.wire.missing import EPOCHS_MAX, PAGE_SKUS_MAX, LostEpoch, Missing
from pos_app.wire.problem import TYPE_PREFIX, ProblemCode
from pos_app.wire.records import BATCH_MAX, Answer, Countersigned, Received, Result

Values = Mapping[str, Any]

WHOLE_MAX: Final = 2**53
GOOD: Final = range(200, 300)
DETAIL_LENGTH_MAX: Final = 300
CURSOR_LENGTH_MAX: Final = 2_000
MOVED_MAX: Final = PAGE_SKUS_MAX + 1_000
"""The last entry of a page may lead beyond it."""
_SHUT_OUT: Final = {
    ProblemCode.TERMINAL_REVOKED: "it was taken off the list of terminals there",
    ProblemCode.TERMINAL_CLONED: "another copy of this till has been talking to it",
    ProblemCode.STALE_EPOCH: "a newer copy of this till has been talking to it",
    ProblemCode.UNAUTHORISED: "it does not know this terminal, or its clock is far off",
    ProblemCode.FORBIDDEN: "this terminal may not do that there",
}
_UNAUTHORISED: Final = 401
_FORBIDDEN: Final = 403
_TOO_LARGE: Final = 413


def received(reply: Reply) -> Received:
    """:raises BadAnswerError: if it is not what it should be"""
    values = reply.values()
    try:
        results = [_result(one) for one in _list(values, "results", most=BATCH_MAX)]
        return Received(results, _head(values["head"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswerError(reason=f"a field is missing or wrong: {error}") from error


def page(reply: Reply) -> Page:
    """:raises BadAnswerError: if it is not what it should be"""
    values = reply.values()
    try:
        changes = [_change(one) for one in _list(values, "changes", most=PAGE_MAX)]
        cursor = _text(values, "cursor", most=CURSOR_LENGTH_MAX)
        return Page(changes, cursor, _whole(values, "left"))
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswerError(reason=f"a field is missing or wrong: {error}") from error


def missing(reply: Reply) -> Missing:
    """:raises BadAnswerError: if it is not what it should be"""
    values = reply.values()
    try:
        epochs = [_lost_epoch(one) for one in _list(values, "epochs", most=EPOCHS_MAX)]
        return Missing(epochs, _text(values, "after", least=0))
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswerError(reason=f"a field is missing or wrong: {error}") from error


def keys(reply: Reply) -> list[PublishedKey]:
    """Those of the countersigned heads.

    :raises BadAnswerError: if it is not what it should be
    """
    values = reply.values()
    try:
        return [
            PublishedKey(
                _text(one, "kid"),
                _text(one, "x"),
                _text(one, "signed_by", least=0),
                _text(one, "signature", least=0),
            )
            for one in _list(values, "keys", most=KEYS_MAX)
            if one["use_for"] == FOR_HEADS
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswerError(reason=f"a field is missing or wrong: {error}") from error


def enrolled(reply: Reply) -> Enrolled:
    """:raises BadAnswerError: if it is not what it should be"""
    values = reply.values()
    try:
        return Enrolled(
            *(
                _text(values, name)
                for name in (
                    "terminal_id",
                    "store_id",
                    "store_name",
                    "head_key_id",
                    "head_public_key",
                )
            )
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswerError(reason=f"a field is missing or wrong: {error}") from error


def refusal(reply: Reply) -> PosError:
    """What a status that is not good means."""
    try:
        values: Values = reply.values()
    except BadAnswerError:
        values = {}
    code, detail = _code_of(reply, values), _detail(values)
    reason = detail or f"status {reply.status}"
    meanings: Mapping[ProblemCode | None, Callable[[], PosError]] = {
        **{
            known: partial(ShutOutError, reason=detail or words, why=known.value)
            for known, words in _SHUT_OUT.items()
        },
        ProblemCode.OUT_OF_ORDER: partial(_out_of_order, values),
        ProblemCode.CURSOR_UNKNOWN: CursorUnknownError,
        ProblemCode.CODE_REFUSED: partial(CodeRefusedError, reason=reason),
        # Only enrolling has one of these; what was sent otherwise is answered one by one.
        ProblemCode.CONFLICT: partial(CodeRefusedError, reason=reason),
        ProblemCode.RATE_LIMITED: partial(BusyHeadOfficeError, reason=reason, wait_ms=0),
        ProblemCode.UNAVAILABLE: partial(BusyHeadOfficeError, reason=reason, wait_ms=0),
        ProblemCode.INVALID: partial(ContentRefusedError, reason=reason),
        ProblemCode.TOO_LARGE: partial(ContentRefusedError, reason=reason),
    }
    return meanings.get(code, partial(BadAnswerError, reason=reason))()


def _code_of(reply: Reply, values: Values) -> ProblemCode | None:
    kind = values.get("type")
    if isinstance(kind, str) and kind.startswith(TYPE_PREFIX):
        code = kind.removeprefix(TYPE_PREFIX)
        if code in set(ProblemCode):
            return ProblemCode(code)
    if reply.status == _TOO_LARGE:
        # Whatever stands before head office says so in words of its own.
        return ProblemCode.TOO_LARGE
    if reply.status == _UNAUTHORISED:
        return ProblemCode.UNAUTHORISED
    return ProblemCode.FORBIDDEN if reply.status == _FORBIDDEN else None


def _detail(values: Values) -> str:
    """Its own words, as far as they are words."""
    detail = values.get("detail")
    if not isinstance(detail, str) or not detail.isprintable():
        return ""
    return detail[:DETAIL_LENGTH_MAX].rstrip(".")


def _out_of_order(values: Values) -> PosError:
    head = values.get("head")
    try:
        if head is None:
            return OutOfOrderError(head=HeldHead(0, 0))
        known = head.get("hash") or ""
        return OutOfOrderError(
            head=HeldHead(_whole(head, "epoch"), _whole(head, "seq"), str(known))
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return BadAnswerError(reason="it does not say where to begin")


def _result(values: Values) -> Result:
    return Result(
        epoch=_whole(values, "epoch"),
        seq=_whole(values, "seq"),
        answer=Answer(values["answer"]),
        reason=str(values.get("reason") or "")[:DETAIL_LENGTH_MAX],
        detail=str(values.get("detail") or "")[:DETAIL_LENGTH_MAX],
    )


def _head(values: Values) -> Countersigned:
    return Countersigned(
        terminal=_text(values, "terminal"),
        epoch=_whole(values, "epoch"),
        seq=_whole(values, "seq"),
        hash=_text(values, "hash", least=0),
        at=_text(values, "at"),
        key_id=_text(values, "key_id"),
        signature=_text(values, "signature"),
    )


def _change(values: Values) -> Change:
    body = values["body"]
    if not (body is None or isinstance(body, dict)):
        raise TypeError("body")
    return Change(Subject(values["subject"]), _text(values, "key"), _whole(values, "version"), body)


def _lost_epoch(values: Values) -> LostEpoch:
    return LostEpoch(
        _whole(values, "epoch"),
        _whole(values, "entries"),
        *(_moved(values[name]) for name in ("moved", "opened", "off", "counted", "since")),
    )


def _moved(value: object) -> Mapping[str, int]:
    if not isinstance(value, dict) or len(value) > MOVED_MAX:
        raise TypeError("moved")
    for sku, quantity in value.items():
        sku.encode("utf-8")  # as for every text
        if type(quantity) is not int or abs(quantity) > WHOLE_MAX:
            raise TypeError("moved")
    return value


def _list(values: Values, name: str, *, most: int) -> list[Any]:
    value = values[name]
    if not isinstance(value, list) or len(value) > most:
        raise TypeError(name)
    return value


def _text(values: Values, name: str, *, least: int = 1, most: int = DETAIL_LENGTH_MAX) -> str:
    value = values[name]
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise TypeError(name)
    value.encode("utf-8")  # half of a character cannot be written anywhere
    return value


def _whole(values: Values, name: str) -> int:
    value = values[name]
    if type(value) is not int or not 0 <= value <= WHOLE_MAX:
        raise TypeError(name)
    return value
