"""A receipt printer behind a device file such as /dev/usb/lp0, with a drawer plugged into it."""

from __future__ import annotations

import errno
import os
import select
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pos_app.adapters.devices.escpos_text import DRAWER_PULSE, job_bytes
from pos_app.domain.errors import UnavailableError
from pos_app.services.print_lines import Line

PATIENCE_MS: Final = 5_000
"""How long a printer may take nothing before it counts as stopped."""


class PrinterOffError(UnavailableError):
    code = "printer.off"
    text = (
        "The printer {device} is off or unplugged. The order is safe and its receipt waits. "
        "Switch the printer on, check its cable, then print again."
    )


class PrinterBusyError(UnavailableError):
    code = "printer.busy"
    text = (
        "The printer {device} is in use by another program. The order is safe and its receipt "
        "waits. Close that program, then print again."
    )


class PrinterForbiddenError(UnavailableError):
    code = "printer.forbidden"
    text = (
        "This user may not write to the printer {device}. The order is safe and its receipt "
        "waits. Add the user to the group that owns the device, sign in again, then print again."
    )


class PrinterStoppedError(UnavailableError):
    code = "printer.stopped"
    text = (
        "The printer {device} stopped ({detail}). The order is safe and its receipt waits. "
        "Check paper and cover, then print again: the whole receipt comes out anew."
    )


class NotAPrinterError(UnavailableError):
    code = "printer.not_a_device"
    text = (
        "{device} is not a printer device. The order is safe and its receipt waits. "
        "Choose another printer in the settings, then print again."
    )


_REFUSALS: Final = {
    errno.ENOENT: PrinterOffError,
    errno.ENXIO: PrinterOffError,
    errno.ENODEV: PrinterOffError,
    errno.EBUSY: PrinterBusyError,
    errno.EACCES: PrinterForbiddenError,
    errno.EPERM: PrinterForbiddenError,
    errno.EISDIR: NotAPrinterError,
    errno.ENOTDIR: NotAPrinterError,
}


def is_device(mode: int) -> bool:
    """Whether a file of this mode takes bytes as a printer does."""
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


class DevicePrinter:
    def __init__(self, device: Path, *, patience_ms: int = PATIENCE_MS) -> None:
        self._device = device
        self._patience_ms = patience_ms

    def print_lines(self, *, name: str, lines: Iterable[Line]) -> None:  # noqa: ARG002  # the port's: paper has no name
        self._send(job_bytes(lines))

    def open_drawer(self) -> None:
        self._send(DRAWER_PULSE)

    def _send(self, data: bytes) -> None:
        with self._opened() as handle:
            left = memoryview(data)
            while left:
                left = left[self._write(handle, left) :]

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """Open without waiting and without making a file where the device is missing."""
        try:
            handle = os.open(self._device, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            refusal = _REFUSALS.get(error.errno or 0)
            if refusal is None:
                raise self._stopped(error) from error
            raise refusal(device=self._device) from error
        try:
            if not is_device(os.fstat(handle).st_mode):
                raise NotAPrinterError(device=self._device)
            yield handle
        finally:
            os.close(handle)

    def _write(self, handle: int, data: memoryview) -> int:
        poll = select.poll()
        poll.register(handle, select.POLLOUT)
        if not poll.poll(self._patience_ms):
            raise PrinterStoppedError(device=self._device, detail="it takes no more data")
        try:
            return os.write(handle, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise self._stopped(error) from error

    def _stopped(self, error: OSError) -> PrinterStoppedError:
        return PrinterStoppedError(device=self._device, detail=error.strerror or str(error))
