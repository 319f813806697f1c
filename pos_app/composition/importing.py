"""Bring product files into a store that this process holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pos_app.adapters.files.formats import open_reader
from pos_app.adapters.persistence.catalogue_writer import SqlCatalogueWriter
from pos_app.adapters.persistence.staged_imports import SqlImportWork
from pos_app.composition.opening import OpenStore
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.catalogue.import_report import ImportReport
from pos_app.services.catalogue.importing import (
    ImportOptions,
    ProductImport,
    Progress,
    StoreTerms,
)
from pos_app.services.catalogue.ports import WriterOptions
from pos_app.services.catalogue.staged_import import require_finished
from pos_app.services.journal.writing import Fact
from pos_app.services.ports import JournalRepository


def import_products(
    store: OpenStore,
    path: Path,
    options: ImportOptions,
    *,
    actor: StaffMember,
    format_name: str = "auto",
    progress: Callable[[Progress], None],
) -> ImportReport:
    """Import one file in one transaction.

    :raises PosError: if the file cannot be read, the actor may not, or the till has begun another
    """
    actor.require(Permission.MANAGE_PRODUCTS)
    services, profile = store.services, store.queries.profile
    if not options.dry_run:
        with SqlImportWork(store.writer, default_tax_class=profile.default_tax_class) as work:
            require_finished(work)

    def record(journal: JournalRepository, body: dict[str, object]) -> None:
        services.journal.append(journal, Fact(kind=EntryKind.IMPORT, actor=actor, body=body))

    def new_writer(wanted: WriterOptions) -> SqlCatalogueWriter:
        return SqlCatalogueWriter(
            store.writer,
            wanted,
            default_tax_class=profile.default_tax_class,
            at=services.clock.now(),
            staff_id=actor.staff_id,
            record=record,
        )

    use_case = ProductImport(
        new_writer=new_writer,
        products=store.queries.products,
        terms=StoreTerms(profile.currency, frozenset(store.queries.tax_classes)),
        monotonic_ms=services.clock.monotonic_ms,
    )
    reader = open_reader(path, format_name=format_name)
    return use_case.run(reader=reader, options=options, progress=progress)
