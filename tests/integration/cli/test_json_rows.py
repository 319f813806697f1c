"""A long list as JSON: the text that it would be in one piece, but never held in one piece."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pos_app.composition.cli.context import print_json, print_json_rows


@pytest.mark.parametrize(
    "rows", [[], [{}], [1], [{"name": 'Crème "brûlée"\n', "tags": ["a", {"b": None}]}, {"n": 2}]]
)
def test_is_the_text_of_the_whole_list(rows: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    print_json(rows)
    whole = capsys.readouterr().out

    print_json_rows(rows)

    assert capsys.readouterr().out == whole


def test_is_printed_row_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []

    def rows() -> Iterator[dict[str, int]]:
        for number in range(3):
            seen.append(capsys.readouterr().out)
            yield {"number": number}

    print_json_rows(rows())

    assert all(f'"number": {place}' in text for place, text in enumerate(seen[1:]))
    assert json.loads("".join([*seen, capsys.readouterr().out])) == [
        {"number": n} for n in range(3)
    ]
