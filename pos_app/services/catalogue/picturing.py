"""Use cases: what a product looks like, and where it stands among the favourites."""

from __future__ import annotations

from collections.abc import Mapping

from pos_app.domain.journal import EntryKind
from pos_app.domain.product import Product
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork


class Picturing:
    def __init__(self, *, new_uow: NewUnitOfWork, journal: JournalWriter) -> None:
        self._new_uow = new_uow
        self._journal = journal

    def set_image(self, *, actor: StaffMember, product: Product, image: str) -> None:
        """The name of its picture in the store's folder, or nothing.

        :raises NotAllowedError: if the actor may not
        """
        actor.require(Permission.MANAGE_PRODUCTS)
        with self._new_uow() as uow:
            uow.catalogue.set_image(product.product_id, image=image)
            body: dict[str, object] = {"image_set": product.sku, "image": image}
            self._journal.append(uow.journal, _changed(actor, body))
            uow.commit()

    def arrange(self, *, actor: StaffMember, places: Mapping[int, Product]) -> None:
        """Which product stands in which place of the grid; the other places are empty.

        :raises NotAllowedError: if the actor may not
        """
        actor.require(Permission.MANAGE_PRODUCTS)
        with self._new_uow() as uow:
            uow.settings.place_favourites(
                {place: product.product_id for place, product in sorted(places.items())}
            )
            body: dict[str, object] = {"favourites": len(places)}
            self._journal.append(uow.journal, _changed(actor, body))
            uow.commit()


def _changed(actor: StaffMember, body: dict[str, object]) -> Fact:
    return Fact(kind=EntryKind.CONFIG_CHANGE, actor=actor, body=body)
