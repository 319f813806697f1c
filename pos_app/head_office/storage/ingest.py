"""The transaction in which a batch of records is taken in."""

from __future__ import annotations

from typing import Self

from pos_app.head_office.storage.records import SqlRecordRepository
from pos_app.head_office.storage.unit_of_work import SqlUnitOfWork


class SqlIngestWork(SqlUnitOfWork):
    records: SqlRecordRepository

    def __enter__(self) -> Self:
        super().__enter__()
        self.records = SqlRecordRepository(self.connection)
        return self
