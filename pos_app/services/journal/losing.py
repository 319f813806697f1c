"""Notice that the newest entries of the journal are gone: what is left proves itself as before."""

from __future__ import annotations

from pos_app.domain.errors import UnavailableError


class EntriesLostError(UnavailableError):
    code = "journal.lost"
    text = (
        "The newest {lost} entries that this till had recorded are gone from the store. "
        "Orders may be missing: keep the receipts, and keep a copy of the folder for an expert."
    )


def loss(*, recorded: int, found: int) -> EntriesLostError | None:
    """What is missing between the last entry that was recorded and the last that is found."""
    return EntriesLostError(lost=recorded - found) if recorded > found else None
