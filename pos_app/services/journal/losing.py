"""Notice that the newest entries of the journal are gone: what is left proves itself as before."""

from __future__ import annotations

from pos_app.domain.errors import UnavailableError


class LossError(UnavailableError):
    """What this till had recorded, and the store has no more."""

    code = "journal.loss"
    text = "Something that this till had recorded is gone from the store."

    @property
    def epoch(self) -> int:
        """In which the last one was recorded."""
        return self._number("epoch")

    @property
    def recorded(self) -> int:
        return self._number("recorded")

    @property
    def found(self) -> int:
        return self.recorded - self._number("lost")

    def _number(self, name: str) -> int:
        number = self.values[name]
        assert isinstance(number, int), name
        return number


class EntriesLostError(LossError):
    code = "journal.lost"
    text = (
        "The newest {lost} entries that this till had recorded are gone from the store. "
        "Orders may be missing: keep the receipts, and keep a copy of the folder for an expert."
    )


class SeriesLostError(LossError):
    code = "journal.series_lost"
    text = (
        "A later series of receipt numbers, which this till had begun, is gone from the store. "
        "Orders may be missing: keep the receipts, and keep a copy of the folder for an expert."
    )


class LossUntoldError(UnavailableError):
    code = "journal.loss_untold"
    text = "{loss} That must be written down first, and cannot be: {reason} Then try again."


Place = tuple[int, int]
"""Of an entry: its epoch, and its number."""


def loss(*, recorded: Place, found: Place) -> LossError | None:
    """What is missing between the last entry that was recorded and the last that is found."""
    if recorded <= found:
        return None
    (epoch, last), (own, head) = recorded, found
    kind = EntriesLostError if epoch == own else SeriesLostError
    return kind(epoch=epoch, recorded=last, lost=last - head)
