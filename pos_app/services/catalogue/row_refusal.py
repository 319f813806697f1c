"""The refusal of one row of an import, naming the cell that cannot be taken."""

from __future__ import annotations

from pos_app.domain.errors import InvalidInputError
from pos_app.services.catalogue.reading import Problem


class RowRefusedError(InvalidInputError):
    code = "import.row_refused"
    text = "{column}: {reason}"

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(column=column, reason=reason)
        self.column = column
        self.value = value
        self.reason = reason

    def at(self, line: int) -> Problem:
        return Problem(line, self.column, self.value, self.reason)
