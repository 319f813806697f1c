"""The marks on what is highlighted, and the icons of the fields, in each look."""

from typing import Final

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from pos_app.composition.desktop import start_application
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.views.shared import tokens
from pos_app.views.shared.fields import SearchIcons
from pos_app.views.shared.row_list import RowList
from tests.gui.test_tokens import EDGE_MIN, contrast

MODES: Final = tuple(tokens.COLOURS)
OPAQUE: Final = 255


def inks(action: QAction) -> set[str]:
    """The colours of an icon where it is drawn in full."""
    image = action.icon().pixmap(tokens.BODY[0]).toImage()
    dots = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {dot.name() for dot in dots if dot.alpha() == OPAQUE}


@pytest.mark.parametrize("mode", MODES)
def test_the_icons_of_a_field_go_with_the_look(mode: str) -> None:
    app, theme = start_application("light")
    field = QLineEdit()
    SearchIcons(field, theme=theme)

    theme.switch(app, mode)

    icons = field.findChildren(QAction)
    assert len(icons) == 2
    for icon in icons:
        assert inks(icon) == {theme.colour("text2").name()}
        assert contrast(theme.colour("text2").name(), theme.colour("surface").name()) >= EDGE_MIN


@pytest.mark.parametrize("mode", MODES)
def test_a_highlighted_row_begins_with_a_bar(mode: str) -> None:
    _, theme = start_application(mode)
    rows = RowList(theme=theme, name="rows", says="Rows")
    rows.resize(300, 200)
    rows.show_rows([RowText(key, f"Row {key}") for key in range(2)])
    words = QListWidget()
    theme.dress(words)
    words.resize(300, 200)
    for text in ("One", "Two"):
        words.addItem(QListWidgetItem(text))
    words.setCurrentRow(0)

    for view in (rows, words):
        place = view.visualRect(view.currentIndex())
        image = view.viewport().grab().toImage()
        assert image.pixelColor(place.left() + 1, place.center().y()) == theme.colour("primary")
        below = image.pixelColor(place.left() + 1, place.bottom() + place.height() // 2)
        assert below != theme.colour("primary")
