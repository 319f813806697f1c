"""Build the customer display, with what switches it on and off."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTimer

from pos_app.composition.front import Front
from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.services.store.preferences import Preferences
from pos_app.viewmodels.customer_display.customer_display import CustomerDisplay
from pos_app.viewmodels.customer_display.display_switch import DisplaySwitch
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.customer_display.display_placer import DisplayPlacer
from pos_app.views.customer_display.second_screen import SecondScreen
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.actions import Action, Group


def add_customer_display(
    window: MainWindow, till: TillViewModel, store: OpenStore, lanes: Lanes, front: Front
) -> None:
    """It is looked for a second screen once the till itself stands there."""

    def name() -> str:
        profile = store.queries.profile
        return f"PRACTICE · {profile.name}" if profile.copy_of else profile.name

    display = CustomerDisplay(
        till=till,
        shifts=store.services.shifts,
        name=name,
        formats=front.formats,
        parent=window,
    )
    switch = DisplaySwitch(
        choices=Preferences(new_uow=store.services.new_uow, settings=store.queries.settings),
        tasks=lanes.writer,
        formats=front.formats,
        parent=window,
    )
    switch.told.connect(till.toast)
    placer = DisplayPlacer(display, switch, SecondScreen(window), till=window, theme=window.theme)
    window.closing.connect(placer.end)
    window.till_actions.add(
        Action(
            "customer_display",
            QCoreApplication.translate("TillActions", "Show or hide the customer display"),
            switch.toggle,
            "monitor",
            Group.LOOK,
        )
    )
    if window.isVisible():
        QTimer.singleShot(0, placer, placer.look)
    else:  # a practice that a till has still to make room for
        window.painted.connect(placer.look)
