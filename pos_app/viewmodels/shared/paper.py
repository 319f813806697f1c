"""A print-out as a screen draws it: lines of text, the modules of its codes, and a logo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from pos_app.domain.logo import Logo
from pos_app.services.print_lines import BarsLine, Line, QrLine, plain_lines
from pos_app.services.printing import code128


@dataclass(frozen=True, slots=True)
class PaperPart:
    """One of the four: a line, what a QR code says, the modules of a bar code, or a logo."""

    text: str = ""
    qr: str = ""
    bars: str = ""
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """`plain` is all of it as the text that a printer without codes would give."""

    parts: tuple[PaperPart, ...] = ()
    plain: str = ""

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Self:
        lines = list(lines)
        plain = "".join(f"{line}\n" for line in plain_lines(lines))
        return cls(tuple(part for line in lines for part in _parts(line)), plain)

    @classmethod
    def of_words(cls, words: str) -> Self:
        return cls(tuple(map(PaperPart, words.splitlines())), words)


NO_PAPER: Final = Paper()


def _parts(line: Line) -> list[PaperPart]:
    match line:
        case QrLine():
            return [PaperPart(qr=line.payload)]
        case BarsLine():
            return [PaperPart(bars=code128.modules_of(line.payload))]
        case Logo():
            return [PaperPart(logo=line)]
        case _:
            return [PaperPart(line)]
