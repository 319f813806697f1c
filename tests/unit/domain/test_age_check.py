from datetime import date

import pytest

from pos_app.domain.age_check import born_by


@pytest.mark.parametrize(
    ("day", "limit", "expected"),
    [
        (date(2026, 11, 26), 18, date(2008, 11, 26)),
        (date(2026, 2, 28), 18, date(2008, 2, 28)),
        # Born on 29 February 2008: of age on 1 March, and not a day before.
        (date(2026, 3, 1), 18, date(2008, 3, 1)),
        (date(2028, 2, 29), 18, date(2010, 2, 28)),
        (date(2028, 2, 29), 20, date(2008, 2, 29)),
    ],
)
def test_the_date_of_birth_to_beat(day: date, limit: int, expected: date) -> None:
    assert born_by(day, limit) == expected
