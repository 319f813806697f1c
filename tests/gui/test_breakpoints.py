"""Where the shape of the screens changes, at each scale."""

import pytest
from PySide6.QtWidgets import QWidget

from pos_app.composition.desktop import start_application
from pos_app.views.shared.breakpoints import shape_in, shape_of

SCALES = (1.0, 1.25, 1.5)


@pytest.mark.parametrize(
    ("width", "height", "order", "columns"),
    [
        (1_023, 768, 0, 4),
        (1_024, 768, 420, 3),
        (1_199, 768, 420, 3),
        (1_200, 768, 480, 5),
        (1_699, 1_080, 480, 5),
        (1_700, 768, 560, 6),
        # Higher than wide: in one column, unless both fit all the same.
        (1_100, 1_101, 0, 4),
        (1_100, 1_100, 420, 3),
        (1_200, 1_920, 480, 5),
    ],
)
def test_the_width_says_how_wide_the_order_is(
    width: int, height: int, order: int, columns: int
) -> None:
    shape = shape_of(width, height)

    assert (shape.order_width, shape.columns) == (order, columns)
    assert shape.is_one_column is (order == 0)
    assert shape.is_wide is (order >= 480)


@pytest.mark.parametrize(
    ("width", "height", "is_kept"),
    [(1_700, 899, False), (1_700, 900, True), (1_699, 900, False)],
)
def test_the_keypad_is_kept_where_it_is_wide_and_high(
    width: int, height: int, is_kept: bool
) -> None:
    assert shape_of(width, height).keeps_keypad is is_kept


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("width", [1_023, 1_024, 1_199, 1_200, 1_699, 1_700])
def test_a_larger_scale_takes_as_much_more_room(width: int, scale: float) -> None:
    _, theme = start_application("light")
    theme.scale = scale
    window = QWidget()
    window.resize(round(width * scale), round(900 * scale))

    assert shape_in(window, theme) == shape_of(width, 900)
