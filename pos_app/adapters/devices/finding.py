"""Find the printers on USB by what the system knows of them: none is opened, asked or waited for.

A serial port is not offered: nothing says whether a printer is behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pos_app.adapters.devices.device_printer import is_device
from pos_app.domain.errors import UnavailableError

NUMBERS: Final = range(16)
"""Linux numbers no more of them."""
NODES: Final = ("usb/lp{}", "usblp{}")
FOUND_MAX: Final = 8
NAME_MAX: Final = 24
READ_MAX: Final = 1_024


class NoPrinterFoundError(UnavailableError):
    code = "printer.none_found"
    text = "No printer was found. Plug it in, switch it on, and find printers again."


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """`device` is what the setting takes; `name` is what the printer calls itself, if anything."""

    device: Path
    name: str

    @property
    def words(self) -> str:
        return f"{self.name} · {self.device}" if self.name else str(self.device)


def find_printers(root: Path = Path("/")) -> tuple[FoundPrinter, ...]:
    """In the order of their numbers.

    :param root: the folder that has `dev` and `sys` in it
    :raises NoPrinterFoundError: if there is none
    """
    found = tuple(islice(_found(root), FOUND_MAX))
    if not found:
        raise NoPrinterFoundError
    return found


def _found(root: Path) -> Iterator[FoundPrinter]:
    for number in NUMBERS:
        nodes = (root / "dev" / node.format(number) for node in NODES)
        device = next((one for one in nodes if _is_there(one)), None)
        if device is not None:
            yield FoundPrinter(device, _name(root / f"sys/class/usbmisc/lp{number}/device"))


def _is_there(node: Path) -> bool:
    try:
        return is_device(node.stat().st_mode)
    except OSError:  # unplugged, or not for this user to know of
        return False


def _name(interface: Path) -> str:
    """Maker and model, as the printer says them or else as its plug does."""
    pairs = (part.partition(":") for part in _said(interface / "ieee1284_id").split(";"))
    said = {key.strip().upper(): value.strip() for key, _colon, value in pairs}
    plug = interface / ".."
    maker = said.get("MFG") or said.get("MANUFACTURER") or _said(plug / "manufacturer")
    model = said.get("MDL") or said.get("MODEL") or _said(plug / "product")
    has_both = model.casefold().startswith(maker.casefold())
    name = model if has_both else f"{maker} {model}".rstrip()
    return name if len(name) <= NAME_MAX else f"{name[:NAME_MAX]}…"


def _said(path: Path) -> str:
    """One line of what can be shown; a printer may say anything, or nothing."""
    try:
        with path.open("rb") as file:
            text = file.read(READ_MAX).decode(errors="replace")
    except OSError:
        return ""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
