"""Taxes and tax classes as head office has them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from pos_app.adapters.persistence.catalogue_tables import tax, tax_class, tax_class_tax
from pos_app.adapters.persistence.known_products import among
from pos_app.adapters.persistence.parked import WAITS, Parked
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.domain.tax import Tax
from pos_app.wire.changes import Subject

_TAX: Final = tuple(column.name for column in tax.columns)
_new_tax = insert(tax).values({name: bindparam(name) for name in _TAX})
_PUT = Statement(
    _new_tax.on_conflict_do_update(
        index_elements=[tax.c.code],
        set_={name: _new_tax.excluded[name] for name in _TAX if name != "code"},
    )
)
_new_class = insert(tax_class).values(code=bindparam("code"), name=bindparam("name"))
_PUT_CLASS = Statement(
    _new_class.on_conflict_do_update(
        index_elements=[tax_class.c.code], set_={"name": _new_class.excluded.name}
    )
)
_KNOWN_TAXES = Statement(select(tax.c.code).where(tax.c.code.in_(among("keys"))))
_CLASSES_OF = Statement(
    select(tax_class_tax.c.tax_class).where(tax_class_tax.c.tax == bindparam("code"))
)
_FORGET_TAXES = Statement(
    delete(tax_class_tax).where(tax_class_tax.c.tax_class == bindparam("code"))
)
_ADD_TAX = insert_into(tax_class_tax)


class ReceivedTaxes:
    def __init__(self, connection: sqlite3.Connection, parked: Parked) -> None:
        self._connection = connection
        self._parked = parked

    def put(self, one: Tax) -> Sequence[str]:
        """Write it; return the classes that have it."""
        row = {
            "code": one.code,
            "name": one.name,
            "rate_millionths": one.rate_millionths,
            "amount_minor": one.amount_minor,
            "compound": int(one.compound),
        }
        _PUT.run(self._connection, row)
        return [row.tax_class for row in _CLASSES_OF.all(self._connection, {"code": one.code})]

    def put_class(self, code: str, *, name: str, taxes: Sequence[str]) -> None:
        _PUT_CLASS.run(self._connection, {"code": code, "name": name})
        found = _KNOWN_TAXES.all(self._connection, {"keys": json.dumps(list(taxes))})
        unknown = [one for one in taxes if one not in {row.code for row in found}]
        for one in unknown:
            self.put(Tax(one, one))
        self._parked.park(Subject.TAX, dict.fromkeys(unknown, WAITS))
        _FORGET_TAXES.run(self._connection, {"code": code})
        _ADD_TAX.run_many(
            self._connection,
            (
                {"tax_class": code, "position": position, "tax": one}
                for position, one in enumerate(taxes)
            ),
        )
