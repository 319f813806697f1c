"""The catalogue as it is edited: a row for whoever looks it up, and a change for terminals."""

from __future__ import annotations

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, Self

from sqlalchemy import Connection, Table, delete, func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from pos_app.head_office.services.catalogue.things import CHAIN, Edited, Product, Tax, TaxClass
from pos_app.head_office.storage.catalogue_tables import (
    change,
    product,
    product_barcode,
    tax,
    tax_class,
)
from pos_app.head_office.storage.currencies import currencies, lock_currencies
from pos_app.head_office.storage.numbering import this_number
from pos_app.head_office.storage.products import SqlProducts
from pos_app.head_office.storage.unit_of_work import SqlUnitOfWork
from pos_app.wire.changes import Subject

_PRODUCT_KEYS: Final = ("scope", "sku")


class SqlCatalogue:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        is_postgresql = connection.dialect.name == "postgresql"
        self._insert: Any = postgresql.insert if is_postgresql else sqlite.insert

    def currencies(self) -> AbstractSet[str]:
        """Those of all stores; no store with another is added until this transaction ends."""
        lock_currencies(self._connection, shared=True)
        return currencies(self._connection)

    def product(self, sku: str, *, scope: str) -> tuple[Product, int] | None:
        """It and its version: nobody else edits it until this transaction ends."""
        # Locked in the order in which they are written.
        version = self._connection.execute(
            select(change.c.version)
            .where(change.c.subject == Subject.PRODUCT, change.c.key == sku)
            .where(change.c.scope == scope)
            .with_for_update()
        ).scalar()
        here = (product.c.scope == scope) & (product.c.sku == sku)
        self._connection.execute(select(product.c.sku).where(here).with_for_update())
        found = SqlProducts(self._connection).everywhere(sku).get(scope)
        return None if found is None else (found, version or 0)

    def put_products(self, products: Sequence[Product], *, scope: str) -> int:
        """Return how many of them are new or another than before."""
        edited = [Edited(one.sku, one.body()) for one in products]
        changed = self.put(Subject.PRODUCT, edited, scope=scope)
        news = [one for one in products if one.sku in changed]
        self._replace(product, [_product_row(one, scope) for one in news], _PRODUCT_KEYS)
        self._drop_barcodes([one.sku for one in news], scope)
        codes = {code: one.sku for one in news for code in one.barcodes}
        self._replace(
            product_barcode,
            [{"scope": scope, "barcode": code, "sku": sku} for code, sku in codes.items()],
            ("scope", "barcode"),
        )
        return len(changed)

    def put_taxes(self, taxes: Sequence[Tax], *, scope: str) -> None:
        self.put(Subject.TAX, [Edited(one.code, one.body()) for one in taxes], scope=scope)
        rows = [
            {
                "scope": scope,
                "code": one.code,
                "name": one.name,
                "rate_millionths": one.rate_millionths,
                "amount_minor": one.amount_minor,
                "compound": int(one.compound),
            }
            for one in taxes
        ]
        self._replace(tax, rows, ("scope", "code"))

    def put_tax_classes(self, classes: Sequence[TaxClass], *, scope: str) -> None:
        edited = [Edited(one.code, one.body()) for one in classes]
        self.put(Subject.TAX_CLASS, edited, scope=scope)
        rows = [
            {
                "scope": scope,
                "code": one.code,
                "name": one.name,
                "taxes": json.dumps(list(one.taxes)),
            }
            for one in classes
        ]
        self._replace(tax_class, rows, ("scope", "code"))

    def remove(self, subject: Subject, key: str, *, scope: str) -> bool:
        """Whether it was there. What all stores share stands again for what was one store's."""
        if not self._is_there(subject, key, scope):
            return False
        self._drop(subject, key, scope)
        shared = self._shared_body(subject, key) if scope != CHAIN else None
        if shared is None:
            self.put(subject, [Edited(key, None)], scope=scope)
            return True
        versions = self._versions(subject, [key])
        self._connection.execute(
            delete(change).where(
                change.c.subject == subject, change.c.key == key, change.c.scope == scope
            )
        )
        self._write(subject, [(Edited(key, None), shared)], CHAIN, versions)
        return True

    def put(self, subject: Subject, edited: Sequence[Edited], *, scope: str) -> set[str]:
        """Keep these as the newest states; return the keys of those that were another before."""
        ordered = sorted({one.key: one for one in edited}.values(), key=lambda one: one.key)
        keys = [one.key for one in ordered]
        # In the order of their keys, so that two who edit the same never wait crosswise.
        known = dict(
            self._connection.execute(
                select(change.c.key, change.c.body)
                .where(change.c.subject == subject, change.c.scope == scope, change.c.key.in_(keys))
                .order_by(change.c.key)
                .with_for_update()
            ).all()
        )
        news = [
            (one, body)
            for one in ordered
            for body in [_written(one)]
            if one.key not in known or known[one.key] != body
        ]
        if news:
            versions = self._versions(subject, [one.key for one, _ in news])
            self._write(subject, news, scope, versions)
        return {one.key for one, _ in news}

    def _write(
        self,
        subject: Subject,
        news: Sequence[tuple[Edited, str | None]],
        scope: str,
        versions: dict[str, int],
    ) -> None:
        number = this_number(self._connection)
        new = self._insert(change).values(txid=number)
        statement = new.on_conflict_do_update(
            index_elements=["subject", "key", "scope"],
            set_={
                # Whoever edited it meanwhile has a number of their own already.
                "version": _greatest(self._connection)(change.c.version + 1, new.excluded.version),
                "body": new.excluded.body,
                "txid": number,
            },
        )
        self._connection.execute(
            statement,
            [
                {
                    "scope": scope,
                    "subject": subject.value,
                    "key": one.key,
                    "version": versions.get(one.key, 0) + 1,
                    "body": body,
                }
                for one, body in news
            ],
        )

    def _versions(self, subject: Subject, keys: Sequence[str]) -> dict[str, int]:
        """The highest of each key, over all scopes: what one store gets grows all the same."""
        rows = self._connection.execute(
            select(change.c.key, func.max(change.c.version))
            .where(change.c.subject == subject, change.c.key.in_(keys))
            .group_by(change.c.key)
        )
        return {key: int(version) for key, version in rows}

    def _replace(self, table: Table, rows: Sequence[dict[str, Any]], keys: tuple[str, ...]) -> None:
        if not rows:
            return
        new = self._insert(table)
        changed = {
            one.name: new.excluded[one.name] for one in table.columns if one.name not in keys
        }
        ordered = sorted(rows, key=lambda row: [row[key] for key in keys])
        self._connection.execute(
            new.on_conflict_do_update(index_elements=list(keys), set_=changed), ordered
        )

    def _drop_barcodes(self, skus: Sequence[str], scope: str) -> None:
        if skus:
            self._connection.execute(
                delete(product_barcode).where(
                    tuple_(product_barcode.c.scope, product_barcode.c.sku).in_(
                        [(scope, sku) for sku in skus]
                    )
                )
            )

    def _is_there(self, subject: Subject, key: str, scope: str) -> bool:
        query = select(change.c.body).where(
            change.c.subject == subject, change.c.key == key, change.c.scope == scope
        )
        return self._connection.execute(query).scalar() is not None

    def _shared_body(self, subject: Subject, key: str) -> str | None:
        query = select(change.c.body).where(
            change.c.subject == subject, change.c.key == key, change.c.scope == CHAIN
        )
        found: str | None = self._connection.execute(query).scalar()
        return found

    def _drop(self, subject: Subject, key: str, scope: str) -> None:
        match subject:
            case Subject.PRODUCT:
                self._drop_barcodes([key], scope)
                table, column = product, product.c.sku
            case Subject.TAX:
                table, column = tax, tax.c.code
            case Subject.TAX_CLASS:
                table, column = tax_class, tax_class.c.code
            case _:
                return
        self._connection.execute(delete(table).where(table.c.scope == scope, column == key))


def _greatest(connection: Connection) -> Any:
    return func.greatest if connection.dialect.name == "postgresql" else func.max


def _written(one: Edited) -> str | None:
    if one.body is None:
        return None
    return json.dumps(one.body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _product_row(one: Product, scope: str) -> dict[str, Any]:
    return {
        "scope": scope,
        "sku": one.sku,
        "name": one.name,
        "category": one.category,
        "price": one.price,
        "cost": one.cost,
        "tax_class": one.tax_class,
        "unit": one.unit,
        "oversell": one.oversell,
        "active": int(one.active),
        "age_limit": one.age_limit,
        "open_price": 1 if one.open_price else None,
    }


class SqlCatalogueWork(SqlUnitOfWork):
    catalogue: SqlCatalogue

    def __enter__(self) -> Self:
        super().__enter__()
        self.catalogue = SqlCatalogue(self.connection)
        return self
