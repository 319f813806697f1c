"""What is called so as to be taken for HTML is shown as it is."""

from collections.abc import Callable
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.viewmodels.reports.shown import Bar
from pos_app.viewmodels.reports.sides import Side, SideRow
from pos_app.viewmodels.sell.order_tabs import TabText
from pos_app.views.reports.chart import BarChart
from pos_app.views.reports.side_chart import SideChart
from pos_app.views.shared.controls import plain_tip
from pos_app.views.shared.tab_strip import TabStrip
from pos_app.views.shared.theme import Theme

NAME: Final = '<img src="//far/away.png">'


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme("light")


def side(theme: Theme) -> QWidget:
    chart = SideChart(theme=theme, name="side")
    chart.show_side(Side("product", "Top products", [SideRow(NAME, "1", 1)]))
    return chart


def bars(theme: Theme) -> QWidget:
    chart = BarChart(theme=theme)
    chart.show_bars([Bar(NAME, 1, None, NAME, 0)], title="Sold")
    chart.highlight(0)
    return chart


def tabs(theme: Theme) -> QWidget:
    strip = TabStrip(theme=theme)
    strip.show_tabs([TabText(1, NAME, "", is_active=True)])
    return strip


@pytest.mark.parametrize("made", [side, bars, tabs])
def test_is_so_in_the_tip_of(theme: Theme, qtbot: QtBot, made: Callable[[Theme], QWidget]) -> None:
    widget = made(theme)
    qtbot.addWidget(widget)

    tips = "".join(one.toolTip() for one in (widget, *widget.findChildren(QWidget)))

    assert "&lt;img src=" in tips
    assert "<img" not in tips


def test_other_words_are_left_alone() -> None:
    assert plain_tip("Salt & pepper\nCola") == "Salt & pepper\nCola"
