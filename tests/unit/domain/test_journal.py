from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.journal import EntryKind, RunningTotals

# A permanent on-disk format: this list grows and never changes.
KINDS = (
    "order refund order_cancel item_void discount price_override no_sale cash_in cash_out "
    "shift_open count shift_close day_close month_close year_close print reprint login "
    "login_failed lock unlock config_change import clock_jump key_rotate epoch_start "
    "integrity_fail custom_item"
)


class TestEntryKind:
    def test_keeps_every_name_that_was_ever_written(self) -> None:
        assert set(KINDS.split()) <= {kind.value for kind in EntryKind}


class TestRunningTotals:
    @given(st.lists(st.integers(-(10**9), 10**9)))
    def test_add_up_with_and_without_signs(self, amounts: list[int]) -> None:
        totals = RunningTotals()
        for amount in amounts:
            totals = totals.plus(amount)

        whole = sum(amounts)
        assert totals == RunningTotals(whole, whole, sum(map(abs, amounts)))

    def test_begin_a_period_at_zero_and_go_on_for_ever(self) -> None:
        totals = RunningTotals().plus(500).plus(-200).new_period().plus(70)

        assert totals == RunningTotals(70, 370, 770)
