"""What a manager is told of a terminal, and of what was not taken in."""

from __future__ import annotations

import pytest

from pos_app.head_office.page.words import standing_of, words_of


class TestProblems:
    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            ("conflict", ""),
            *(("rejected", one) for one in ("chain", "hash", "signature", "version", "practice")),
            *(("rejected", one) for one in ("size", "unreadable", "something new")),
        ],
    )
    def test_say_what_happened_and_what_to_do(self, answer: str, reason: str) -> None:
        words = words_of(answer, reason, "")

        assert words.title
        assert words.what.endswith(".")
        assert words.to_do[0].islower()
        assert words.to_do.endswith(".")

    def test_repeat_what_was_said_where_there_is_nothing_better(self) -> None:
        assert words_of("rejected", "envelope", "It is not the one.").what == "It is not the one."

    def test_differ(self) -> None:
        told = {words_of("rejected", one, "").title for one in ("chain", "hash", "version", "?")}

        assert len(told) == 4


class TestStanding:
    def test_says_the_worst(self) -> None:
        tones = [
            standing_of(revoked=True, seen=True, problems=2).tone,
            standing_of(revoked=False, seen=True, problems=2).tone,
            standing_of(revoked=False, seen=False, problems=0).tone,
            standing_of(revoked=False, seen=True, problems=0).tone,
        ]

        assert tones == ["bad", "attention", "attention", "good"]
