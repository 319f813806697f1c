"""Thousands of entries that say something else, each signed by the key: one verdict of both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from typing import Any, Final

from pos_app.services.ports import Entry
from pos_app.wire import canonical
from tests.fakes.exports import OWN, Bench, busy_entries, busy_export, export_of
from tests.fakes.journal import Body, body_of, signed, with_raw

Path = tuple[str | int, ...]

OTHERS: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 2, 450, 10**30),
    *("", "0", "1", "T01", "T01-000001", "T01-0000001", "T01-00000\u0661", "T01B-000001"),
    *("normal", "practice", "order", "refund", "order_cancel", "shift_open", "shift_close"),
    *("epoch_start", "key_rotate", "cash_in", "approved", "cash", "2026-03-14"),
    *([], {}, [[]], [{}], {"amount": 1}),
)


def paths(value: object, before: Path = ()) -> Iterator[Path]:
    """Every place in it, those of lists and objects too."""
    if before:
        yield before
    inside: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inside = enumerate(value)
    for key, one in inside:
        yield from paths(one, (*before, key))


def put(body: Any, path: Path, value: Any) -> Any:
    """Shared with the original, but for what lies on the way."""
    if not path:
        return value
    changed = copy(body)
    changed[path[0]] = put(body[path[0]], path[1:], value)
    return changed


def dropped(body: Any, path: Path) -> Any:
    changed = copy(body)
    if path[1:]:
        changed[path[0]] = dropped(body[path[0]], path[1:])
    else:
        del changed[path[0]]
    return changed


def variants(body: Body) -> Iterator[tuple[str, Body]]:
    for path in paths(body):
        yield f"without {path}", dropped(body, path)
        for other in OTHERS:
            yield f"{path} = {other!r}", put(body, path, other)


def wanted(entry: Entry) -> bool:
    """The first of each kind, and every epoch's: the others are like them."""
    same = [one.seq for one in busy_entries() if one.kind == entry.kind]
    return entry.kind == "epoch_start" or entry.seq == same[0]


class TestEntry:
    def test_of_another_meaning_is_judged_alike(self) -> None:
        header, *lines = busy_export()
        bench, tried, disagreed = Bench(header), 0, list[str]()
        for entry, line in zip(busy_entries(), lines, strict=True):
            for name, body in variants(body_of(entry)) if wanted(entry) else ():
                forged = signed(with_raw(entry, canonical.encode(body)), OWN)
                tried += 1
                verdicts = bench.copy().first_bad(export_of([forged])[1:])
                if verdicts[0] != verdicts[1]:
                    disagreed.append(f"entry {entry.seq}, {name}: {verdicts}")
            bench.go_on(line)

        assert disagreed == []
        assert tried > 5_000

    def test_is_tried_in_all_its_places(self) -> None:
        assert set(paths(json.loads('{"a":[{"b":1}]}'))) == {
            ("a",),
            ("a", 0),
            ("a", 0, "b"),
        }
