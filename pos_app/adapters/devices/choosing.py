"""Pick the printer that the store's setting names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from pos_app.adapters.devices.device_printer import DevicePrinter
from pos_app.adapters.devices.file_printer import FilePrinter
from pos_app.adapters.devices.without_drawer import WithoutDrawer
from pos_app.domain.errors import InvalidInputError
from pos_app.services.ports import Printer
from pos_app.services.print_lines import Line


class PrinterTargetError(InvalidInputError):
    code = "printer.target"
    text = "{target!r} is no printer: leave it empty, or give a path such as /dev/usb/lp0."


class NamedPrinter:
    """Whichever printer is named when something is printed."""

    def __init__(self, opened: Callable[[], Printer]) -> None:
        self._opened = opened

    def print_lines(self, *, name: str, lines: Iterable[Line]) -> None:
        self._opened().print_lines(name=name, lines=lines)

    def open_drawer(self) -> None:
        self._opened().open_drawer()


def open_printer(target: str, folder: Path, *, has_drawer: bool = True) -> Printer:
    """The device at an absolute path, or files in `folder` where no target is set.

    :param has_drawer: whether its drawer may be opened; in practice it stays shut
    :raises PrinterTargetError: if it is neither; the device itself is tried when printing
    """
    if not target:
        return FilePrinter(folder)
    device = Path(target)
    if not device.is_absolute():
        raise PrinterTargetError(target=target)
    printer = DevicePrinter(device)
    return printer if has_drawer else WithoutDrawer(printer)
