"""The tree every expected failure descends from; each carries a code and values.

* PosError            expected: shown as a notice, never as a traceback
  + NotFoundError       what the user named does not exist
  + RefusedError        understood, and refused by a rule of the shop
  + InvalidInputError   what was typed, scanned or read cannot be used
  + UnavailableError    something outside (disk, key store, printer) does not work now
  + UnexpectedError     stands in for a bug that has already been logged in full

`str(error)` is the English text for the command line and the log; view-models turn
`code` and `values` into translated words. Leaves live beside the function that raises them.
"""

from __future__ import annotations

from typing import ClassVar


class PosError(Exception):
    """An expected failure. A leaf sets `code` and `text`; its values fill the text."""

    code: ClassVar[str] = "error"
    text: ClassVar[str] = "{reason}"

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.text.format(**values))


class NotFoundError(PosError):
    """The thing named by the user does not exist."""


class RefusedError(PosError):
    """The request is understood and refused by a rule."""


class InvalidInputError(PosError):
    """What was given cannot be read or is out of range."""


class UnavailableError(PosError):
    """Something outside the program does not work now."""


class UnexpectedError(PosError):
    """A bug, already logged with its traceback; the till stays usable."""

    code = "unexpected"
    text = "Something went wrong. It has been recorded and nothing was lost; please try again."
