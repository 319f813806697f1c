"""Notice that the newest entries of the journal are gone: what is left proves itself as before."""

from __future__ import annotations

from pos_app.domain.errors import UnavailableError


class EntriesLostError(UnavailableError):
    code = "journal.lost"
    text = (
        "The newest {lost} entries that this till had recorded are gone from the store. "
        "Orders may be missing: keep the receipts, and keep a copy of the folder for an expert."
    )

    def __init__(self, *, epoch: int, recorded: int, found: int) -> None:
        """:param epoch: in which the last one was recorded"""
        super().__init__(lost=recorded - found)
        self.epoch, self.recorded, self.found = epoch, recorded, found


class SeriesLostError(EntriesLostError):
    text = (
        "A later series of receipt numbers, which this till had begun, is gone from the store. "
        "Orders may be missing: keep the receipts, and keep a copy of the folder for an expert."
    )


class LossUntoldError(UnavailableError):
    code = "journal.loss_untold"
    text = "{loss} That must be written down first, and cannot be: {reason} Then try again."


Place = tuple[int, int]
"""Of an entry: its epoch, and its number."""


def loss(*, recorded: Place, found: Place) -> EntriesLostError | None:
    """What is missing between the last entry that was recorded and the last that is found."""
    if recorded <= found:
        return None
    (epoch, last), (own, head) = recorded, found
    kind = EntriesLostError if epoch == own else SeriesLostError
    return kind(epoch=epoch, recorded=last, found=head)
