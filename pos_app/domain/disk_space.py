"""How much room a till needs on its disk, and what it still begins when there is less."""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import PosError, RefusedError, UnavailableError

MEBIBYTE: Final = 1024 * 1024
WARN_BELOW: Final = 500 * MEBIBYTE
SHIFT_ABOVE: Final = 100 * MEBIBYTE
ORDER_ABOVE: Final = 20 * MEBIBYTE
RESERVE: Final = 32 * MEBIBYTE
"""Kept by a file that gives way when the disk is full, so that what is in hand is recorded."""


class OutOfRoomError(UnavailableError):
    code = "disk.full"
    text = "The disk is full. Nothing was recorded. Free some space, then try again."


class DiskLowError(RefusedError):
    code = "disk.low"
    text = "Only {free} MiB are free on the disk. Free some space; below {least} no shift opens."


class NoRoomForShiftError(RefusedError):
    code = "disk.no_shift"
    text = (
        "Only {free} MiB are free on the disk, too few for a shift: it takes {least}. "
        "Nothing was changed. Free some space, then try again."
    )


class NoRoomForOrderError(RefusedError):
    code = "disk.no_order"
    text = (
        "Only {free} MiB are free on the disk, too few for a new order: it takes {least}. "
        "An order that is open can still be paid. Free some space, then try again."
    )


def require_room_for_shift(free: int) -> None:
    """:raises NoRoomForShiftError: if fewer bytes are free than a shift needs"""
    if free < SHIFT_ABOVE:
        raise NoRoomForShiftError(free=free // MEBIBYTE, least=SHIFT_ABOVE // MEBIBYTE)


def require_room_for_order(free: int) -> None:
    """:raises NoRoomForOrderError: if fewer bytes are free than a new order needs"""
    if free < ORDER_ABOVE:
        raise NoRoomForOrderError(free=free // MEBIBYTE, least=ORDER_ABOVE // MEBIBYTE)


def worry_about(free: int) -> PosError | None:
    """What to tell people about that many free bytes, if anything."""
    try:
        require_room_for_order(free)
        require_room_for_shift(free)
    except RefusedError as error:
        return error
    if free < WARN_BELOW:
        return DiskLowError(free=free // MEBIBYTE, least=SHIFT_ABOVE // MEBIBYTE)
    return None
