"""Hands every product to a file."""

from __future__ import annotations

from pos_app.domain.errors import UnavailableError
from pos_app.services.catalogue.ports import CatalogueSink, ProductListing


class ExportFailedError(UnavailableError):
    code = "export.failed"
    text = "{file} cannot be written: {reason}."


class ProductExport:
    def __init__(self, *, listing: ProductListing) -> None:
        self._listing = listing

    def run(self, *, sink: CatalogueSink) -> int:
        """Write all products and return how many there were."""
        return sink.write(self._listing.all_products())
