"""The store as the application itself reads it: lists, documents, sums and signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.signing import Ed25519Check
from pos_app.composition.opening import reading
from pos_app.composition.proving import untrue
from pos_app.composition.queries import Queries
from pos_app.domain.order_document import OrderDocument
from pos_app.services.journal.verifying import JournalVerifier
from tests.faults.verdict import Fault, Kind


def reader_faults(store: DataFolder, numbers: Sequence[str]) -> Iterator[Fault]:
    """Everything that is wrong through the readers; `numbers` is what the tables hold.

    :raises PosError: if the store cannot be opened at all
    """
    with reading(store) as queries:
        yield from _list_faults(queries, numbers)
        yield from _document_faults(queries, numbers)
        yield from _chain_faults(queries)
    for problem in untrue(store.store):
        yield Fault(Kind.HALVED, problem)


def _list_faults(queries: Queries, numbers: Sequence[str]) -> Iterator[Fault]:
    listed = [row.number for row in queries.orders.listed() if row.number is not None]
    if listed != list(numbers):
        yield Fault(Kind.LOST, f"{len(listed)} orders are listed, {len(numbers)} are stored")


def _document_faults(queries: Queries, numbers: Sequence[str]) -> Iterator[Fault]:
    for number in numbers:
        document = queries.orders.by_number(number)
        if document is None:
            yield Fault(Kind.LOST, f"{number} is stored and cannot be shown")
        elif not _adds_up(document):
            yield Fault(Kind.HALVED, f"the document {number} does not add up")


def _adds_up(document: OrderDocument) -> bool:
    totals = document.totals
    return (
        sum(line.total for line in totals.lines) == totals.total
        and sum(line.tax for line in totals.tax_lines) == totals.tax
        and sum(one.amount for one in document.payments) == document.paid
    )


def _chain_faults(queries: Queries) -> Iterator[Fault]:
    verifier = JournalVerifier(signatures=Ed25519Check())
    verdict = verifier.verify(queries.journal.entries(), queries.journal.signing_keys())
    if not verdict.ok:
        yield Fault(Kind.CHAIN, f"entry {verdict.first_bad} does not verify: {verdict.reason}")
