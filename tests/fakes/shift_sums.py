"""What a shift adds up to, from the documents themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import PaymentState
from pos_app.domain.shift_report import MethodSum, ShiftSums, TaxSum
from pos_app.services.shift_sums import START, Mark, SumsSoFar


def sums_of_documents(documents: Iterable[OrderDocument], after: Mark = START) -> SumsSoFar:
    """Of one shift, in the order of their making; their journal entries are the marks."""
    mine = list(documents)
    late = [one for one in mine if one.journal_seq > after.order]
    paid = [one for one in late if one.number]
    void = [one for one in late if not one.number]
    sums = ShiftSums(
        documents=len(paid),
        discounts=sum(one.totals.discount for one in paid),
        rounding=sum(one.rounding for one in paid),
        voids=len(void),
        void_total=sum(one.totals.total for one in void),
        first=paid[0].number or "" if paid else "",
        last=paid[-1].number or "" if paid else "",
        methods=_methods(mine, after.payment),
        taxes=_taxes(paid),
    )
    seqs = [one.journal_seq for one in mine]
    changes = [one.change_seq or 0 for document in mine for one in document.payments]
    return SumsSoFar(
        sums,
        Mark(
            max((after.order, *seqs)),
            max((after.payment, *seqs, *changes)),
        ),
    )


def _methods(documents: list[OrderDocument], after: int) -> tuple[MethodSum, ...]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for document in documents:
        for one in document.payments:
            is_late = (one.change_seq or document.journal_seq) > after
            if is_late and one.state is PaymentState.APPROVED:
                sums[one.method][0] += -1 if one.reverses else 1
                sums[one.method][1] += one.amount
    return tuple(MethodSum(name, *sums[name]) for name in sorted(sums))


def _taxes(documents: list[OrderDocument]) -> tuple[TaxSum, ...]:
    sums: defaultdict[tuple[str, str, int, str], list[int]] = defaultdict(lambda: [0, 0])
    for document in documents:
        for one in document.totals.tax_lines:
            found = sums[one.tax_class, one.tax_code, one.rate_millionths, one.name]
            found[0] += one.net
            found[1] += one.tax
    return tuple(
        TaxSum(tax_class, code, name, rate, *sums[tax_class, code, rate, name])
        for tax_class, code, rate, name in sorted(sums)
    )
