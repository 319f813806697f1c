"""The marks on what is highlighted, and the icons of the fields, in each look."""

from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from pos_app.composition.desktop import start_application
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, Icon
from pos_app.views.shared.fields import SearchIcons
from pos_app.views.shared.row_list import RowList
from pos_app.views.shared.theme import Theme

MODES: Final = tuple(tokens.COLOURS)


def inks(widget: QWidget) -> set[str]:
    """The colours that it shows."""
    image = widget.grab().toImage()
    dots = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {dot.name() for dot in dots}


def searching(theme: Theme) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName("what")
    field.resize(300, tokens.TARGET)
    SearchIcons(field, theme=theme)
    field.show()
    return field


@pytest.mark.parametrize("mode", MODES)
def test_the_icons_of_a_field_go_with_the_look(mode: str) -> None:
    app, theme = start_application("light")
    field = searching(theme)
    field.setText("milk")

    theme.switch(app, mode)

    (glass,) = field.findChildren(Icon)
    (cross,) = field.findChildren(ActionButton)
    assert theme.colour("text2").name() in inks(glass)
    assert theme.colour("text").name() in inks(cross)


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_the_cross_that_empties_a_field_is_a_target_clear_of_its_words(
    direction: Qt.LayoutDirection,
) -> None:
    _, theme = start_application("light")
    field = searching(theme)
    field.setLayoutDirection(direction)
    (cross,) = field.findChildren(ActionButton)
    edited: list[str] = []
    field.textEdited.connect(edited.append)
    assert not cross.isVisible()

    field.setText("milk")
    field.grab()  # laid out now

    assert cross.accessibleName() == "Empty the field"
    assert min(cross.width(), cross.height()) >= tokens.TARGET
    margins = field.textMargins()
    is_rtl = direction is Qt.LayoutDirection.RightToLeft
    assert (margins.left() if is_rtl else margins.right()) >= cross.width()
    assert (cross.x() == 0) is is_rtl

    cross.click()

    assert field.text() == ""
    assert edited == [""]
    assert not cross.isVisible()


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
