import pytest

from pos_app.domain.scanner import GAP_MS_DEFAULT, GAP_MS_MAX, Layout, gap_for, layout_of


class TestGap:
    @pytest.mark.parametrize(
        ("longest", "gap"),
        [(0, 40), (8, 40), (20, 40), (21, 50), (33, 70), (75, 150), (76, 150), (149, 150)],
    )
    def test_leaves_a_scanner_twice_its_longest_wait(self, longest: int, gap: int) -> None:
        assert gap_for(longest) == gap

    def test_stays_where_typing_can_be_told_from_a_scan(self) -> None:
        assert {gap_for(0), gap_for(10_000)} == {GAP_MS_DEFAULT, GAP_MS_MAX}


class TestLayout:
    @pytest.mark.parametrize("code", ["4006381333931", "96385074", "036000291452"])
    def test_is_right_where_a_check_digit_proves_it(self, code: str) -> None:
        assert layout_of([code, "AB-1042"]) is Layout.RIGHT

    @pytest.mark.parametrize("code", ['"ç&(_""', "$))^#*!###(#!", "čéé+ščřžýáíé"])
    def test_is_wrong_where_digits_came_as_signs(self, code: str) -> None:
        assert layout_of(["4006381333931", code]) is Layout.WRONG

    @pytest.mark.parametrize("code", ["AB-CDE", "PROMO-10", "4006381333932", "1042"])
    def test_is_for_a_person_to_say_where_nothing_proves_it(self, code: str) -> None:
        assert layout_of([code]) is Layout.UNPROVEN
