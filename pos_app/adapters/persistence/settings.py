"""Settings, taxes, signing keys and epochs: what a store is, rather than what it sold."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Text, bindparam, cast, delete, func, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert

from pos_app.adapters.persistence.catalogue_tables import favourite, tax, tax_class, tax_class_tax
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import epoch, setting, signing_key, stock_movement
from pos_app.adapters.persistence.values import to_ms
from pos_app.domain.tax import Tax, TaxClass

_new_setting = insert(setting).values(name=bindparam("name"), value=bindparam("value"))
_PUT = Statement(
    _new_setting.on_conflict_do_update(
        index_elements=[setting.c.name], set_={"value": _new_setting.excluded.value}
    )
)
_GET = Statement(select(setting.c.value).where(setting.c.name == bindparam("key")))
_ADD_TAX = insert_into(tax)
_ADD_CLASS = insert_into(tax_class)
_ADD_CLASS_TAX = insert_into(tax_class_tax)
_CLASSES = Statement(select(tax_class).order_by(tax_class.c.code))
_CLASS_TAXES = Statement(
    select(tax_class_tax.c.tax_class, tax)
    .join(tax, tax.c.code == tax_class_tax.c.tax)
    .order_by(tax_class_tax.c.tax_class, tax_class_tax.c.position)
)
_ADD_KEY = insert_into(signing_key)
_EPOCH = Statement(select(func.coalesce(func.max(epoch.c.epoch), 0)))
_START_EPOCH = insert_into(epoch)
_MOVED = Statement(select(func.coalesce(func.max(stock_movement.c.movement_id), 0)))
_KNOWN_TAXES = Statement(select(tax.c.code))
_OF_TAX = update(tax).where(tax.c.code == bindparam("tax"))
_RENAME_TAX = Statement(_OF_TAX.values(name=bindparam("new_name")))
_CHANGE_RATE = Statement(_OF_TAX.values(rate_millionths=bindparam("rate")))
_NO_FAVOURITES = Statement(delete(favourite))
_FAVOURITE = insert_into(favourite)
_LETTERS = 26
MOVED_BEFORE = "moved_before."
"""With the number of an epoch after the first: the newest movement of the stock as it began.

Those that began before this was kept have none.
"""
key_of_epoch = literal_column(f"'{MOVED_BEFORE}'").concat(cast(epoch.c.epoch, Text))


class SqlSettingRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        value: str | None = _GET.scalar(self._connection, {"key": name})
        return value

    def put(self, name: str, value: str) -> None:
        _PUT.run(self._connection, {"name": name, "value": value})

    def add_tax_class(self, one: TaxClass) -> None:
        """Add a class and those of its taxes that no other class has brought yet."""
        _ADD_CLASS.run(self._connection, {"code": one.code, "name": one.name})
        known = {row.code for row in _KNOWN_TAXES.all(self._connection)}
        for position, part in enumerate(one.taxes):
            if part.code not in known:
                row = {
                    "code": part.code,
                    "name": part.name,
                    "rate_millionths": part.rate_millionths,
                    "amount_minor": part.amount_minor,
                    "compound": int(part.compound),
                }
                _ADD_TAX.run(self._connection, row)
            _ADD_CLASS_TAX.run(
                self._connection,
                {"tax_class": one.code, "position": position, "tax": part.code},
            )

    def rename_tax(self, code: str, *, name: str) -> None:
        _RENAME_TAX.run(self._connection, {"tax": code, "new_name": name})

    def change_tax_rate(self, code: str, *, rate_millionths: int) -> None:
        _CHANGE_RATE.run(self._connection, {"tax": code, "rate": rate_millionths})

    def set_favourites(self, product_ids: Sequence[int]) -> None:
        _NO_FAVOURITES.run(self._connection)
        _FAVOURITE.run_many(
            self._connection,
            [
                {"position": position, "product_id": product_id}
                for position, product_id in enumerate(product_ids)
            ],
        )

    def place_favourites(self, places: Mapping[int, int]) -> None:
        _NO_FAVOURITES.run(self._connection)
        _FAVOURITE.run_many(
            self._connection,
            [{"position": place, "product_id": product} for place, product in places.items()],
        )

    def add_signing_key(self, *, key_id: str, public_key: bytes, first_seq: int) -> None:
        _ADD_KEY.run(
            self._connection,
            {"key_id": key_id, "public_key": public_key, "first_seq": first_seq},
        )

    def start_epoch(self, *, at: datetime, reason: str, terminal: str, after: int = 0) -> str:
        number = max(_EPOCH.scalar(self._connection), after) + 1
        series = terminal + _series_letters(number)
        _START_EPOCH.run(
            self._connection,
            {
                "epoch": number,
                "series": series,
                "last_number": 0,
                "started_at": to_ms(at),
                "reason": reason,
            },
        )
        if number > 1:
            self.put(f"{MOVED_BEFORE}{number}", str(_MOVED.scalar(self._connection)))
        return series


class SqlSettingQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def get(self, name: str) -> str | None:
        with self._readers.connect() as connection:
            value: str | None = _GET.scalar(connection, {"key": name})
        return value

    def tax_classes(self) -> dict[str, TaxClass]:
        with self._readers.connect() as connection:
            classes = _CLASSES.all(connection)
            taxes = _CLASS_TAXES.all(connection)
        by_class: dict[str, list[Tax]] = {}
        for row in taxes:
            by_class.setdefault(row.tax_class, []).append(
                Tax(row.code, row.name, row.rate_millionths, row.amount_minor, bool(row.compound))
            )
        return {
            row.code: TaxClass(row.code, row.name, tuple(by_class.get(row.code, ())))
            for row in classes
        }

    def epoch(self) -> int:
        with self._readers.connect() as connection:
            return int(_EPOCH.scalar(connection))


def _series_letters(number: int) -> str:
    """Nothing for the first epoch, then B, C and so on to Z, BA, BB."""
    letters = ""
    rest = number - 1
    while rest > 0:
        rest, letter = divmod(rest, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
