"""What editing the catalogue needs from the outside world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from types import TracebackType
from typing import Protocol, Self

from pos_app.head_office.services.catalogue.things import Edited, Product, Tax, TaxClass
from pos_app.wire.changes import Subject


class CatalogueRepository(Protocol):
    def currencies(self) -> AbstractSet[str]:
        """Those of all stores; no store with another is added until this transaction ends."""
        ...

    def product(self, sku: str, *, scope: str) -> tuple[Product, int] | None:
        """It and its version: nobody else edits it until this transaction ends."""
        ...

    def put_products(self, products: Sequence[Product], *, scope: str) -> int:
        """Return how many of them are new or another than before."""
        ...

    def put_taxes(self, taxes: Sequence[Tax], *, scope: str) -> None: ...
    def put_tax_classes(self, classes: Sequence[TaxClass], *, scope: str) -> None: ...
    def put(self, subject: Subject, edited: Sequence[Edited], *, scope: str) -> set[str]:
        """Keep these as the newest states; return the keys of those that were another before."""
        ...

    def remove(self, subject: Subject, key: str, *, scope: str) -> bool:
        """Whether it was there. What all stores share stands again for what was one store's."""
        ...


class CatalogueWork(Protocol):
    """One transaction. Leaving the block without `commit` rolls everything back."""

    @property
    def catalogue(self) -> CatalogueRepository: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def commit(self) -> None: ...


NewCatalogueWork = Callable[[], CatalogueWork]
Forget = Callable[[str], None]
"""Told the key of what changed, once it is on disk: whoever keeps a copy drops it."""
