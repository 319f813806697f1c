from __future__ import annotations

import pytest

from pos_app.domain.disk_space import (
    MEBIBYTE,
    DiskLowError,
    NoRoomForOrderError,
    NoRoomForShiftError,
    require_room_for_order,
    require_room_for_shift,
    worry_about,
)


class TestWorry:
    @pytest.mark.parametrize(
        ("free", "worry"),
        [
            (500 * MEBIBYTE, None),
            (500 * MEBIBYTE - 1, DiskLowError),
            (100 * MEBIBYTE, DiskLowError),
            (100 * MEBIBYTE - 1, NoRoomForShiftError),
            (20 * MEBIBYTE, NoRoomForShiftError),
            (20 * MEBIBYTE - 1, NoRoomForOrderError),
            (0, NoRoomForOrderError),
        ],
    )
    def test_is_the_gravest(self, free: int, worry: type[Exception] | None) -> None:
        assert type(worry_about(free)) is (type(None) if worry is None else worry)

    def test_says_how_much_is_free_and_wanted(self) -> None:
        words = str(worry_about(30 * MEBIBYTE))

        assert "Only 30 MiB are free" in words
        assert "it takes 100" in words


class TestRoom:
    def test_for_a_shift_begins_at_its_limit(self) -> None:
        require_room_for_shift(100 * MEBIBYTE)
        with pytest.raises(NoRoomForShiftError):
            require_room_for_shift(100 * MEBIBYTE - 1)

    def test_for_an_order_begins_at_its_limit(self) -> None:
        require_room_for_order(20 * MEBIBYTE)
        with pytest.raises(NoRoomForOrderError):
            require_room_for_order(20 * MEBIBYTE - 1)
