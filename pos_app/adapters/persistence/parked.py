"""What came from head office before that which it needs: remembered, and taken out once it can be.

A product without its tax class, a class without one of its taxes, stock of an unknown product.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, literal_column, null, select, update
from sqlalchemy.dialects.sqlite import insert

from pos_app.adapters.persistence.catalogue_tables import product, tax_class_tax
from pos_app.adapters.persistence.known_products import among
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.sync_tables import synced
from pos_app.wire.changes import Subject

WAITS: Final = 1

_new = insert(synced).values(
    subject=bindparam("subject"),
    key=bindparam("key"),
    generation=literal_column("0"),
    version=literal_column("0"),
    waiting=bindparam("waiting"),
)
_PARK = Statement(
    _new.on_conflict_do_update(
        index_elements=[synced.c.subject, synced.c.key],
        set_={"waiting": _new.excluded.waiting},
    )
)
_TAKE_OUT = Statement(
    update(synced)
    .where(synced.c.subject == bindparam("about"), synced.c.key.in_(among("keys")))
    .values(waiting=null())
)
_PARKED = Statement(
    select(synced.c.key, synced.c.waiting).where(
        synced.c.subject == bindparam("about"),
        synced.c.key.in_(among("keys")),
        synced.c.waiting.is_not(None),
    )
)
_TAX_WAITS: Final = (synced.c.subject == Subject.TAX.value) & synced.c.waiting.is_not(None)
_CLASSES_WITHOUT_A_TAX = Statement(
    select(tax_class_tax.c.tax_class)
    .join(synced, synced.c.key == tax_class_tax.c.tax)
    .where(_TAX_WAITS, tax_class_tax.c.tax_class.in_(among("keys")))
)
# From the few that wait, never from all products of the class.
_PRODUCTS_OF_CLASS = Statement(
    select(product.c.product_id, product.c.sku)
    .select_from(synced)
    .join(product, product.c.sku == synced.c.key)
    .where(
        synced.c.waiting.is_not(None),
        synced.c.subject == literal_column(f"'{Subject.PRODUCT.value}'"),
        product.c.tax_class == bindparam("code"),
    )
)


class Parked:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def park(self, subject: Subject, waiting: Mapping[str, int]) -> None:
        _PARK.run_many(
            self._connection,
            (
                {"subject": subject.value, "key": key, "waiting": value}
                for key, value in waiting.items()
            ),
        )

    def waiting(self, subject: Subject, keys: Sequence[str]) -> Mapping[str, int]:
        """What is parked under these keys, and stays so."""
        values = {"about": subject.value, "keys": json.dumps(list(keys))}
        return {row.key: row.waiting for row in _PARKED.all(self._connection, values)}

    def take_out(self, subject: Subject, keys: Sequence[str]) -> Mapping[str, int]:
        """What was parked under these keys; it is not any more."""
        found = self.waiting(subject, keys)
        if found:
            values = {"about": subject.value, "keys": json.dumps(list(found))}
            _TAKE_OUT.run(self._connection, values)
        return found

    def unready(self, classes: Iterable[str]) -> frozenset[str]:
        """Of these tax classes, those that are not known yet, or not all of whose taxes are."""
        keys = json.dumps(list(classes))
        values = {"about": Subject.TAX_CLASS.value, "keys": keys}
        unknown = {row.key for row in _PARKED.all(self._connection, values)}
        rows = _CLASSES_WITHOUT_A_TAX.all(self._connection, {"keys": keys})
        return frozenset(unknown | {row.tax_class for row in rows})

    def products_of(self, tax_class: str) -> Mapping[str, int]:
        """Ids of the products that wait for this class, by sku."""
        rows = _PRODUCTS_OF_CLASS.all(self._connection, {"code": tax_class})
        return {row.sku: row.product_id for row in rows}
