"""What a database raises, as the expected failure that it is."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from pos_app.head_office.services.errors import (
    BusyError,
    ConflictError,
    HeadOfficeError,
    InvalidError,
)


class DatabaseAwayError(BusyError):
    text = (
        "Head office's database does not answer now. What was confirmed before is kept, and this "
        "was not; send it again."
    )


class UnfitValueError(InvalidError):
    text = "A value is one that the database cannot keep. Nothing was changed; correct it."


class OvertakenError(ConflictError):
    text = "Somebody else changed the same at the same time. Nothing was changed; try again."


def explained(error: Exception) -> HeadOfficeError | None:
    """The expected failure behind what SQLAlchemy raised; None for a bug of ours."""
    if isinstance(error, PoolTimeoutError | InterfaceError | OperationalError):
        return DatabaseAwayError(wait_s=2)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return DatabaseAwayError(wait_s=2)
    if isinstance(error, DataError):
        return UnfitValueError()
    if isinstance(error, IntegrityError):
        return OvertakenError()
    return None
