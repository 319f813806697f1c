"""Products that a manager looks for: a store's own stands before the shared one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import and_, func, or_, select

from pos_app.head_office.services.overview.shapes import ProductShown
from pos_app.head_office.storage.catalogue_tables import change, product
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.unit_of_work import reading

_SHOWN: Final = (
    product.c.scope,
    product.c.sku,
    product.c.name,
    product.c.category,
    product.c.price,
    product.c.tax_class,
    product.c.active,
    func.coalesce(change.c.version, 0),
)
_FROM: Final = product.outerjoin(
    change,
    and_(
        change.c.subject == "product",
        change.c.key == product.c.sku,
        change.c.scope == product.c.scope,
    ),
)


class SqlProductFinding:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self, *, scopes: Sequence[str], words: str, after: str, limit: int
    ) -> Sequence[ProductShown]:
        query = (
            select(*_SHOWN)
            .select_from(_FROM)
            .where(product.c.scope.in_(scopes), product.c.sku > after)
            .order_by(product.c.sku, product.c.scope.desc())
            # Twice as many: of two with the same SKU one is left out.
            .limit(limit * max(len(scopes), 1))
        )
        for word in words.split():
            query = query.where(
                or_(
                    product.c.name.icontains(word, autoescape=True),
                    product.c.sku.icontains(word, autoescape=True),
                )
            )
        found: dict[str, ProductShown] = {}
        with reading(self._database) as connection:
            for row in connection.execute(query):
                shown = _shown(row)
                found.setdefault(shown.sku, shown)
        return list(found.values())[:limit]

    def product(self, *, scopes: Sequence[str], sku: str) -> ProductShown | None:
        query = (
            select(*_SHOWN)
            .select_from(_FROM)
            .where(product.c.scope.in_(scopes), product.c.sku == sku)
            .order_by(product.c.scope.desc())
            .limit(1)
        )
        with reading(self._database) as connection:
            row = connection.execute(query).first()
        return None if row is None else _shown(row)


def _shown(row: Any) -> ProductShown:
    scope, sku, name, category, price, tax_class, active, version = row
    return ProductShown(
        scope=scope,
        sku=sku,
        name=name,
        category=category,
        price=price,
        tax_class=tax_class,
        active=bool(active),
        version=version,
    )
