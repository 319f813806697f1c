"""Build the customer display, with what switches it on and off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QTimer

from pos_app.adapters.system.paths import bundled
from pos_app.composition.front import Front
from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.domain.store import StoreProfile
from pos_app.services.store.preferences import Preferences
from pos_app.viewmodels.customer_display.customer_display import CustomerDisplay, Speech
from pos_app.viewmodels.customer_display.display_switch import DisplaySwitch
from pos_app.viewmodels.customer_display.slide_show import SlideShow, SlideSources
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.customer_display.display_placer import DisplayPlacer
from pos_app.views.customer_display.second_screen import SecondScreen
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.actions import Action, Group

ENGLISH: Final = "en"


def add_customer_display(
    window: MainWindow, till: TillViewModel, store: OpenStore, lanes: Lanes, front: Front
) -> CustomerDisplay:
    """It is looked for a second screen once the till itself stands there."""

    def name() -> str:
        profile = store.queries.profile
        return f"PRACTICE · {profile.name}" if profile.copy_of else profile.name

    slides = SlideShow(
        SlideSources(
            wanted=lambda: _wanted(store.queries.profile), listed=_listed, load=_load_picture
        ),
        tasks=lanes.slides,
        formats=front.formats,
        parent=window,
    )
    slides.told.connect(till.toast)
    display = CustomerDisplay(
        till=till,
        shifts=store.services.shifts,
        speech=Speech(name, lambda: _words(store.queries.profile)),
        slides=slides,
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
    return display


def _wanted(profile: StoreProfile) -> tuple[str, str]:
    return profile.display_sentences, profile.display_pictures


def _words(profile: StoreProfile) -> Mapping[str, str]:
    """English needs none."""
    language = profile.display_language or profile.language
    if language == ENGLISH:
        return {}
    module = import_module("pos_app.adapters.documents.receipt_words")
    words: Mapping[str, str] = module.read_customer_words(
        bundled("resources") / "translations", language
    )
    return words


def _listed(folder: str) -> Sequence[str]:
    module = import_module("pos_app.adapters.documents.slide_pictures")
    found: Sequence[str] = module.pictures_in(folder)
    return found


def _load_picture(path: str, box: tuple[int, int]) -> object:
    width, height = box
    module = import_module("pos_app.adapters.documents.slide_pictures")
    image: object = module.slide_picture(Path(path), width=width, height=height)
    return image
