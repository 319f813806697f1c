"""Every byte of an export in another state: both verifiers must name the line that it is in."""

from __future__ import annotations

import pytest

from tests.fakes.exports import HEADER_BAD, Bench, busy_export, by_both
from tests.faults.flips import BITS, Sweep, flipped, sweep


class TestExport:
    def test_is_long_enough_to_mean_something(self) -> None:
        assert len(busy_export()) > 50
        assert by_both(busy_export()) is None


class TestEveryByte:
    def test_of_the_entries_is_missed_by_none_with_one_bit_flipped(self) -> None:
        """Which bit goes by its place; `make faults` flips all eight, the case of letters too."""
        found = sweep(busy_export(), bits=lambda place: (place % BITS,))

        assert found == Sweep(flips=sum(map(len, busy_export()[1:])), missed=[], disagreed=[])

    @pytest.mark.parametrize("bit", range(BITS))
    def test_of_the_first_line_is_missed_by_none(self, bit: int) -> None:
        header, *lines = busy_export()

        for place in range(len(header)):
            assert by_both(flipped(header, place, bit) + b"".join(lines)) is not None, place

    def test_that_is_as_it_was_is_no_fault(self) -> None:
        header, first, *_ = busy_export()

        assert Bench(header).first_bad([first]) == (2, 2)  # an epoch is still to begin
        assert by_both(header.replace(b"{", b"[", 1)) == HEADER_BAD
