"""A `dev` and a `sys` with printers in them: pipes take bytes as their device files do."""

from __future__ import annotations

import os
from pathlib import Path


def plug_in(root: Path, number: int, *, node: str = "usb/lp{}", **said: str) -> Path:
    """:param said: what the system has of the printer: `ieee1284_id`, `manufacturer`, `product`"""
    device = root / "dev" / node.format(number)
    device.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(device)
    plug = root / f"sys/devices/usb1/1-{number}"
    interface = plug / f"1-{number}:1.0"
    interface.mkdir(parents=True)
    for name, text in said.items():
        place = interface if name == "ieee1284_id" else plug
        (place / name).write_text(f"{text}\n", encoding="utf-8")
    known = root / f"sys/class/usbmisc/lp{number}"
    known.mkdir(parents=True)
    (known / "device").symlink_to(interface)
    return device


def plug_in_two(root: Path) -> tuple[Path, Path]:
    first = plug_in(root, 0, ieee1284_id="MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;")
    second = plug_in(root, 1, manufacturer="Star Micronics", product="TSP143")
    return first, second
