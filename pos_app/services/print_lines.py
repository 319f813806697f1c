"""What a printer gets: lines of text, and among them what it draws or leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pos_app.domain.logo import Logo


@dataclass(frozen=True, slots=True)
class QrLine:
    """Drawn where it can be, with what a person can type beneath it; `plain` where it cannot."""

    payload: str
    caption: str
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarsLine:
    """Code 128 that the paper has room for; where none can be drawn, nothing stands for it."""

    payload: str


Line = str | QrLine | BarsLine | Logo


def plain_lines(lines: Iterable[Line]) -> list[str]:
    """The same for whatever draws nothing."""
    plain: list[str] = []
    for line in lines:
        match line:
            case QrLine():
                plain += line.plain
            case BarsLine() | Logo():
                continue
            case _:
                plain.append(line)
    return plain
