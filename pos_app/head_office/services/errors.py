"""The tree every expected failure of head office descends from; each carries a code and values.

* HeadOfficeError       expected: told as a problem, never as a traceback
  + InvalidError          what was sent cannot be used
  + UnauthorisedError     nobody knows who asks
  + ForbiddenError        who asks is known, and may not
  + AbsentError           the thing named is not there, or not for whoever asks
  + ConflictError         understood, and refused by what head office holds already
  + BusyError             too much at once, or something behind us does not answer now

A leaf sets `code` (for programs, see `pos_app.wire.problem`) and `text` (for people: what
happened, what was kept, what to do), and lives beside what raises it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pos_app.wire.problem import ProblemCode


class HeadOfficeError(Exception):
    """An expected failure. Its values fill the text.

    `extra` is what a program gets beside the text, by name.
    """

    code: ClassVar[ProblemCode] = ProblemCode.INVALID
    text: ClassVar[str] = "{reason}"

    def __init__(self, *, extra: Mapping[str, object] | None = None, **values: object) -> None:
        self.values = values
        self.extra = dict(extra or {})
        super().__init__(self.text.format(**values))

    @property
    def retry_after_s(self) -> int | None:
        """When to ask again; None where asking again as it is would not help."""
        return None


class InvalidError(HeadOfficeError):
    """What was sent cannot be read or is out of range."""


class UnauthorisedError(HeadOfficeError):
    """There is no proof of who asks."""

    code = ProblemCode.UNAUTHORISED


class ForbiddenError(HeadOfficeError):
    """Who asks is known, and may not do this."""

    code = ProblemCode.FORBIDDEN


class AbsentError(HeadOfficeError):
    """There is no such thing, as far as whoever asks may know."""

    code = ProblemCode.NOT_FOUND


class ConflictError(HeadOfficeError):
    """It contradicts what head office holds."""

    code = ProblemCode.CONFLICT


class BusyError(HeadOfficeError):
    """Later it may work as it is."""

    code = ProblemCode.UNAVAILABLE

    def __init__(
        self, *, wait_s: int = 1, extra: Mapping[str, object] | None = None, **values: object
    ) -> None:
        super().__init__(extra=extra, wait_s=wait_s, **values)
        self._wait_s = wait_s

    @property
    def retry_after_s(self) -> int:
        return self._wait_s
