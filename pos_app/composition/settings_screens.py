"""The way into the settings of a running till; what is behind it is built at the first visit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance

from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.domain.scanner import GAP_MS_MAX
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.settings.door import Opens, SettingsDoor
from pos_app.viewmodels.shared.scanner_test import ScannerTest
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow

if TYPE_CHECKING:
    from pos_app.viewmodels.settings.settings import SettingsViewModel


@dataclass(frozen=True, slots=True)
class SettingParts:
    """`stopped` is set when the till closes."""

    store: OpenStore
    lanes: Lanes
    asking: AskingLane
    formats: Formats
    stopped: threading.Event = field(default_factory=threading.Event)


def settings_door(parts: SettingParts) -> SettingsDoor:
    def make(opens: Opens, scanner: ScannerTest) -> SettingsViewModel:
        building = import_module("pos_app.composition.settings_building")
        model: SettingsViewModel = building.build_settings(parts, opens, scanner)
        return model

    return SettingsDoor(make=make, formats=parts.formats)


def connect_settings(window: MainWindow, till: TillViewModel, stopped: threading.Event) -> None:
    """What they open of the till itself."""
    window.closing.connect(stopped.set)
    screens = till.screens
    screens.settings.opens = {
        "open_drawer": screens.drawer.open,
        "customer_display": lambda: window.till_actions.run("customer_display"),
        "processors": screens.processors.open,
        "mail_server": screens.receipts.settings.open,
        "sync": screens.sync.open,
        "look": screens.look.open,
        "keys": screens.keys.open,
    }


def connect_scanner(
    window: MainWindow,
    till: TillViewModel,
    live: Callable[[], StoreProfile],
    renewed: SignalInstance,
) -> None:
    """It is listened to as the store wants it; as long as anybody may while it is tested."""
    scanner, test = window.scanner, till.screens.settings.scanner
    test.recent = lambda: tuple(scanner.recent)

    def listen() -> None:
        scanner.gap_ms = GAP_MS_MAX if test.is_running else live().scanner_gap_ms

    test.running_changed.connect(listen)
    till.page_changed.connect(lambda _page: test.stop())  # locked, a badge is for the sign-in
    renewed.connect(listen)
