from __future__ import annotations

import pytest

from pos_app.services.shifts.counting import DRAFT, NOTE_DRAFT, PIECES_MAX, Count, CountDraft

ANA, BEN = 1, 2


class FakeDrafts:
    def __init__(self, text: str = "") -> None:
        self.texts: dict[tuple[str, int | None], str] = {(DRAFT, ANA): text}

    def get(self, name: str, *, staff_id: int | None = None) -> str:
        return self.texts.get((name, staff_id), "")

    def put(self, name: str, value: str, *, staff_id: int | None = None) -> None:
        self.texts[name, staff_id] = value


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

    def test_adds_what_is_no_note_or_coin(self) -> None:
        assert Count({200: 5}).with_other(1_234).total == 1_000 + 1_234
        assert Count().with_other(-1).other == 0


class TestDraft:
    def test_comes_back_for_its_shift_and_whoever_counted_only(self) -> None:
        drafts, count = FakeDrafts(), Count({2_000: 12, 10: 4})
        CountDraft(drafts).save(7, count, staff_id=ANA)

        assert CountDraft(drafts).load(7, staff_id=ANA) == count
        assert CountDraft(drafts).load(8, staff_id=ANA) == Count()
        assert CountDraft(drafts).load(7, staff_id=BEN) == Count()

    def test_keeps_the_rolls_and_the_other_sum(self) -> None:
        drafts, count = FakeDrafts(), Count({200: 53}, {200: 2}, other=1_234)
        CountDraft(drafts).save(7, count, staff_id=ANA)

        assert CountDraft(drafts).load(7, staff_id=ANA) == count

    def test_of_before_there_were_rolls_is_read(self) -> None:
        drafts = FakeDrafts('{"shift": 7, "pieces": {"200": 5}}')

        assert CountDraft(drafts).load(7, staff_id=ANA) == Count({200: 5})

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
            '{"shift": 7, "pieces": {}, "rolls": {"5": 2}, "other": -3}',
            '{"shift": 7, "pieces": {"5": 9}, "rolls": [2]}',
            '{"shift": 7, "pieces": {"5": 9}, "other": "x"}',
            '{"shift": 7, "pieces": {"5": 9}, "other": 1e999}',
        ],
    )
    def test_that_cannot_be_read_is_none(self, text: str) -> None:
        assert CountDraft(FakeDrafts(text)).load(7, staff_id=ANA) == Count()


class TestNoteDraft:
    def test_comes_back_for_its_shift_and_whoever_said_it_only(self) -> None:
        drafts = FakeDrafts()
        CountDraft(drafts).save_note(7, "No roll left", staff_id=ANA)

        assert CountDraft(drafts).load_note(7, staff_id=ANA) == "No roll left"
        assert CountDraft(drafts).load_note(8, staff_id=ANA) == ""
        assert CountDraft(drafts).load_note(7, staff_id=BEN) == ""

    @pytest.mark.parametrize("text", ["{", "[]", "null", '{"shift": 7}'])
    def test_that_cannot_be_read_is_none(self, text: str) -> None:
        drafts = FakeDrafts()
        drafts.put(NOTE_DRAFT, text, staff_id=ANA)

        assert CountDraft(drafts).load_note(7, staff_id=ANA) == ""
