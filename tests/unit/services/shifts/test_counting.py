from __future__ import annotations

import pytest

from pos_app.services.shifts.counting import DRAFT, PIECES_MAX, Count, CountDraft


class FakeDrafts:
    def __init__(self, text: str = "") -> None:
        self.texts = {DRAFT: text}

    def get(self, name: str) -> str:
        return self.texts.get(name, "")

    def put(self, name: str, value: str) -> None:
        self.texts[name] = value


class TestCount:
    def test_adds_up(self) -> None:
        count = Count().with_number(5_000, 3).with_number(50, 22).with_number(1, 7)

        assert count.total == 15_000 + 1_100 + 7

    def test_of_nothing_keeps_nothing(self) -> None:
        count = Count({200: 5}).with_number(200, 0)

        assert (count.pieces, count.of(200), count.total) == ({}, 0, 0)

    def test_holds_no_more_than_a_drawer(self) -> None:
        assert Count().with_number(1, 10**9).of(1) == PIECES_MAX

    def test_holds_nothing_below_none(self) -> None:
        assert Count({200: 5}).with_number(200, -3) == Count()


class TestDraft:
    def test_comes_back_for_its_shift_only(self) -> None:
        drafts, count = FakeDrafts(), Count({2_000: 12, 10: 4})
        CountDraft(drafts).save(7, count)

        assert CountDraft(drafts).load(7) == count
        assert CountDraft(drafts).load(8) == Count()

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "[]",
            "null",
            '{"shift": 7}',
            '{"shift": 7, "pieces": [1]}',
            '{"shift": 7, "pieces": {"x": 1}}',
            '{"shift": 7, "pieces": {"5": null}}',
            '{"shift": 7, "pieces": {"5": -3}}',
        ],
    )
    def test_that_cannot_be_read_is_none(self, text: str) -> None:
        assert CountDraft(FakeDrafts(text)).load(7) == Count()
