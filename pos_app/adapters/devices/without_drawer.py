"""A printer whose drawer stays shut: what is practised is printed, and no cash comes near it."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from pos_app.services.ports import Printer
from pos_app.services.print_lines import Line

log = logging.getLogger(__name__)


class WithoutDrawer:
    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def print_lines(self, *, name: str, lines: Iterable[Line]) -> None:
        self._printer.print_lines(name=name, lines=lines)

    def open_drawer(self) -> None:
        log.info("in a real store the drawer would open now")
