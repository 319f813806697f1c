"""In which order transactions changed what terminals will be told of."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, insert, update

from pos_app.head_office.storage.catalogue_tables import transaction_number
from pos_app.head_office.storage.columns import this_transaction

_NEXT: Final = (
    update(transaction_number)
    .values(number=transaction_number.c.number + 1)
    .returning(transaction_number.c.number)
)


def this_number(connection: Connection) -> Any:
    """What to write into a `txid`: PostgreSQL's own function, or on SQLite the next number."""
    if connection.dialect.name == "postgresql":
        return this_transaction()
    return next_transaction(connection)


def next_transaction(connection: Connection) -> int:
    """On SQLite: one writes at a time, so the numbers come in the order of the commits."""
    number = connection.execute(_NEXT).scalar()
    if number is None:
        connection.execute(insert(transaction_number).values(number=1))
        return 1
    return int(number)
