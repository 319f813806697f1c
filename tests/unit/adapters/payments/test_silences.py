from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.adapters.payments.breakers import FAILURES_MAX, RESET_S, Breakers, GuardedProcessor
from pos_app.adapters.payments.silence_file import SilenceFile, read_silences
from pos_app.services.payments.processor import (
    NoAnswerError,
    NotReachedError,
    Purpose,
    RestingError,
)
from pos_app.services.payments.silence import Silence
from tests.fakes.payment_processor import ScriptedProcessor, kind_of
from tests.fakes.system import MORNING
from tests.unit.adapters.payments.test_breakers import AWAY, CHARGE, SILENT


class Bench:
    """Breakers that tell what they leave alone."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.told: list[Sequence[Silence]] = []
        self.breakers = Breakers(monotonic=lambda: self.seconds, tell=self.told.append)
        self.processor = ScriptedProcessor()

    def guarded(self, purpose: Purpose, name: str = "acme") -> GuardedProcessor:
        kind = kind_of(lambda _config: self.processor, name=name)
        return GuardedProcessor(self.processor, kind=kind, purpose=purpose, breakers=self.breakers)

    def ask(self, *purposes: Purpose, name: str = "acme", times: int = FAILURES_MAX) -> None:
        for purpose in purposes:
            for _ in range(times):
                with pytest.raises((NoAnswerError, RestingError)):
                    self.guarded(purpose, name).query(CHARGE)

    def fail(self, *purposes: Purpose, name: str = "acme") -> None:
        self.processor.acts = [SILENT] * (FAILURES_MAX * len(purposes))
        self.ask(*purposes, name=name)


@pytest.fixture
def bench() -> Bench:
    return Bench()


class TestTold:
    def test_is_one_that_is_left_alone_from_now_on(self, bench: Bench) -> None:
        before = datetime.now(UTC)
        bench.fail(Purpose.CHARGE)

        [[silence]] = bench.told
        assert (silence.processor, silence.purpose) == ("acme", Purpose.CHARGE)
        assert (silence.failures, silence.reason) == (5, "it takes too long")
        assert before <= silence.since == silence.tried_at <= datetime.now(UTC)
        assert silence.until - silence.since == timedelta(seconds=RESET_S)

    def test_is_nothing_while_it_answers_now_and_then(self, bench: Bench) -> None:
        bench.processor.acts = [SILENT] * (FAILURES_MAX - 1)
        bench.ask(Purpose.CHARGE, times=FAILURES_MAX - 1)

        assert bench.told == []

    def test_is_what_is_refused_meanwhile_no_more(self, bench: Bench) -> None:
        bench.fail(Purpose.CHARGE)
        bench.ask(Purpose.CHARGE, times=3)

        assert len(bench.told) == 1

    def test_is_the_next_try_that_fails_as_part_of_the_same(self, bench: Bench) -> None:
        bench.fail(Purpose.QUERY)
        bench.seconds += RESET_S
        bench.processor.acts = [AWAY]
        with pytest.raises(NotReachedError):
            bench.guarded(Purpose.QUERY).query(CHARGE)

        [first], [second] = bench.told
        assert second.since == first.since
        assert second.until > first.until
        assert (second.failures, second.reason) == (6, "there is no connection to it")

    def test_is_every_purpose_and_processor_by_itself(self, bench: Bench) -> None:
        bench.fail(Purpose.CHARGE, Purpose.REVERSAL)
        bench.fail(Purpose.CHARGE, name="other")

        assert [(one.processor, one.purpose) for one in bench.told[-1]] == [
            ("acme", Purpose.CHARGE),
            ("acme", Purpose.REVERSAL),
            ("other", Purpose.CHARGE),
        ]

    def test_is_that_it_answers_again(self, bench: Bench) -> None:
        bench.fail(Purpose.CHARGE, Purpose.QUERY)
        bench.seconds += RESET_S
        bench.guarded(Purpose.CHARGE).create(CHARGE)

        assert [one.purpose for one in bench.told[-1]] == [Purpose.QUERY]

    def test_is_that_it_is_set_up_anew(self, bench: Bench) -> None:
        bench.fail(Purpose.CHARGE, Purpose.QUERY)
        bench.fail(Purpose.CHARGE, name="other")

        bench.breakers.forget("acme")
        bench.breakers.forget("acme")

        assert [one.processor for one in bench.told[-1]] == ["other"]
        assert len(bench.told) == 4

    def test_is_nothing_of_a_request_from_before_that(self, bench: Bench) -> None:
        old = bench.breakers.of("acme", Purpose.CHARGE)
        bench.breakers.forget("acme")
        for _ in range(FAILURES_MAX):
            with pytest.raises(NoAnswerError):
                old.call(SILENT)

        assert bench.told == []


class TestSecondsLeft:
    @pytest.mark.parametrize(
        ("passed", "left"), [(0, 30), (6_001, 24), (29_999, 1), (30_000, 0), (99_000, 0)]
    )
    def test_are_rounded_up(self, passed: int, left: int) -> None:
        assert SILENCE.seconds_left(MORNING + timedelta(milliseconds=passed)) == left

    def test_are_no_more_if_the_clock_is_set_back(self) -> None:
        assert SILENCE.seconds_left(MORNING - timedelta(hours=5)) == 30


SILENCE = Silence(
    *("acme", Purpose.CHARGE, MORNING, MORNING, MORNING + timedelta(seconds=30)),
    failures=5,
    reason="es antwortet nicht: „zu spät“",
)


class TestFile:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "silent"

    def test_is_read_as_it_was_written(self, path: Path) -> None:
        file = SilenceFile(path)
        file.put([SILENCE, SILENCE])
        assert read_silences(path) == (SILENCE, SILENCE)

        file.put([SILENCE])
        assert read_silences(path) == (SILENCE,)
        assert path.stat().st_mode & 0o777 == 0o600

        file.put([])
        assert read_silences(path) == ()

    def test_says_nothing_once_the_till_is_gone(self, path: Path) -> None:
        file = SilenceFile(path)
        file.put([SILENCE])
        file.close()
        file.close()

        assert b"acme" in path.read_bytes()
        assert read_silences(path) == ()

    def test_says_nothing_before_there_is_one(self, path: Path) -> None:
        assert read_silences(path) == ()

    @pytest.mark.parametrize("damage", [b"", b"0", b"00000000 []\n", b"\xff\xfe"])
    def test_says_nothing_that_is_not_whole(self, path: Path, damage: bytes) -> None:
        file = SilenceFile(path)
        file.put([SILENCE])
        path.write_bytes(damage)

        assert read_silences(path) == ()
        file.close()

    def test_is_not_written_by_a_second_one(
        self, path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        first = SilenceFile(path)
        first.put([SILENCE])
        with caplog.at_level(logging.INFO):
            SilenceFile(path).put([])

        assert read_silences(path) == (SILENCE,)
        assert "was not written down" in caplog.text
        first.close()

    def test_keeps_nobody_from_paying_if_the_disk_is_full(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def full(*_words: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("pos_app.adapters.payments.silence_file.os.pwrite", full)
        file = SilenceFile(path)
        with caplog.at_level(logging.INFO):
            file.put([SILENCE])

        assert "No space left on device" in caplog.text
        assert read_silences(path) == ()
        file.close()
