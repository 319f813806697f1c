"""Build the imports that go on while the till sells, on a store that this process holds."""

from __future__ import annotations

from pos_app.adapters.files.staged_rows import StagedRows
from pos_app.adapters.persistence.checkpoint import checkpoint, is_due
from pos_app.adapters.persistence.staged_imports import SqlImportWork
from pos_app.adapters.system.ids import UuidV7
from pos_app.composition.opening import OpenStore
from pos_app.services.catalogue.importing import StoreTerms
from pos_app.services.catalogue.staged_import import StagedImports, StagingPorts


def staged_imports(store: OpenStore) -> StagedImports:
    queries, services = store.queries, store.services
    profile = queries.profile

    def new_work() -> SqlImportWork:
        return SqlImportWork(store.writer, default_tax_class=profile.default_tax_class)

    def merge() -> None:
        with new_work() as work:
            work.merge_search()
            work.commit()

    def shorten_log() -> None:
        if is_due(store.folder.store):
            checkpoint(store.writer)

    return StagedImports(
        ports=StagingPorts(
            new_work=new_work,
            stage=StagedRows(store.folder.imports),
            journal=services.journal,
            clock=services.clock,
            ids=UuidV7(),
            upkeep=(merge, shorten_log),
        ),
        products=queries.products,
        terms=StoreTerms(profile.currency, frozenset(queries.tax_classes)),
    )
