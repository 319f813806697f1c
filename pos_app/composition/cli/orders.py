"""`pos-app orders`: the orders of this terminal, and their receipts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_json_rows,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.cli.refunds import refund, void
from pos_app.composition.emailing import Mailroom
from pos_app.composition.finding import finding_of
from pos_app.composition.queries import Queries
from pos_app.composition.receipts import formats_of, renderer_of, write_pdf
from pos_app.composition.targets import refuse_own_file
from pos_app.domain.errors import NotFoundError
from pos_app.domain.money import Currency
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import Role
from pos_app.services.email_jobs import EmailState
from pos_app.services.emailing.ports import MailRefusedError
from pos_app.services.order_drafts import order_of
from pos_app.services.orders.finding import Period, Question
from pos_app.services.ports import OrderRow
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.return_records import ReturnRow

DAY = click.DateTime(["%Y-%m-%d"])


class NoSuchOrderError(NotFoundError):
    code = "order.unknown"
    text = "There is no order {key} on this terminal."


def day_of(value: datetime | None) -> date | None:
    return value.date() if value is not None else None


@click.group("orders", help="The orders of this terminal.")
def command() -> None:
    pass


command.add_command(refund)
command.add_command(void)


@command.command("list")
@click.option("--from", "since", type=DAY, default=None, help="First business date.")
@click.option("--to", "until", type=DAY, default=None, help="Last business date.")
@click.option("--limit", type=click.IntRange(min=1), default=None)
@as_json
@pass_cli
@refusals_in_words
def list_orders(
    cli: Cli,
    *,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Every order, oldest first; the open ones come last."""
    with cli.reading() as queries:
        rows = queries.orders.listed(since=day_of(since), until=day_of(until), limit=limit)
        if as_json:
            print_json_rows(values.order_row(row) for row in rows)
            return
        lines = [_line(row) for row in rows]
    print_table(lines, right=frozenset({3}))


def _line(row: OrderRow) -> list[str]:
    return [
        row.number or "–",
        row.state,
        values.moment(row.completed_at) or "",
        row.total.plain(),
        row.cashier,
    ]


@command.command("find")
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=60)
@as_json
@pass_cli
@refusals_in_words
def find_orders(cli: Cli, *, text: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Orders by number, amount, time, date, item, cashier or e-mail address, newest first."""
    with cli.reading() as queries:
        finding = finding_of(queries, formats_of(queries.profile))
        actor = next(one for one in queries.staff.listed() if one.role is Role.OWNER)
        today = datetime.now(ZoneInfo(queries.profile.time_zone)).date()
        rows: list[OrderRow] = []
        question = Question(" ".join(text), Period.EVER)
        while len(rows) < limit:
            page = finding.find(question, today=today, actor=actor)
            rows += [one.row for one in page.orders]
            if page.after is None:
                break
            question = replace(question, after=page.after)
    if as_json:
        print_json([values.order_row(row) for row in rows[:limit]])
    else:
        print_table([_line(row) for row in rows[:limit]], right=frozenset({3}))


@command.command()
@click.argument("key", metavar="NUMBER|ID")
@as_json
@pass_cli
@refusals_in_words
def show(cli: Cli, *, key: str, as_json: bool) -> None:
    """One order: paid, cancelled or still open."""
    with cli.reading() as queries:
        opened = _open_order(queries, key)
        document = None if opened is not None else find(queries, key)
        text, back = "", list[ReturnRow]()
        if document is not None and document.number is not None:
            back += queries.returns.of(document.number)
            text = "" if as_json else _renderer(queries).text(document)
    shown = opened if document is None else values.order_document(document, back)
    if as_json:
        print_json(shown)
    elif text:
        say(text.removesuffix("\n"))
        for row in back:
            say(
                f"Line {row.position}: {row.quantity} came back with {row.number}, "
                f"{values.moment(row.at)}."
            )
    elif shown is not None:
        _print_unpaid(shown)


@command.command()
@click.argument("key", metavar="NUMBER")
@click.option("--gift", is_flag=True, help="A gift receipt: without prices.")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), default=None)
@pass_cli
@refusals_in_words
def receipt(cli: Cli, *, key: str, gift: bool, pdf: Path | None) -> None:
    """The receipt of a paid order, as text or as PDF."""
    kind = ReceiptKind.GIFT if gift else ReceiptKind.RECEIPT
    if pdf is not None:
        refuse_own_file(cli.folder, pdf)
    with cli.reading() as queries:
        document = find(queries, key)
        renderer = _renderer(queries)
        if pdf is None:
            say(renderer.text(document, kind=kind).removesuffix("\n"))
            return
        write_pdf(renderer.receipt(document, kind=kind), pdf)
    say(f"The receipt of {document.number} is in {pdf}.")


@command.command()
@click.argument("key", metavar="NUMBER")
@click.argument("address")
@click.option("--gift", is_flag=True, help="A gift receipt: without prices.")
@pass_cli
@refusals_in_words
def email(cli: Cli, *, key: str, address: str, gift: bool) -> None:
    """E-mail the receipt of a paid order, now or when the mail server answers again."""
    kind = ReceiptKind.GIFT if gift else ReceiptKind.RECEIPT
    with cli.writing() as store:
        mailroom = Mailroom(store)
        document = find(store.queries, key)
        job_id = mailroom.emailing.queue(
            order_id=document.order_id, address=address, kind=kind, actor=owner_of(store)
        )
        report = mailroom.sending.work_off()
        job = store.queries.emails.get(job_id)
    assert job is not None
    match job.state:
        case EmailState.SENT:
            say(f"The receipt of {job.number} was sent to {job.address}.")
        case EmailState.WAITING:
            why = report.error or job.last_error or "There are others before it."
            say(f"The receipt of {job.number} waits to be sent to {job.address}. {why}")
        case EmailState.FAILED:
            raise MailRefusedError(address=job.address, reply=job.last_error)


def _renderer(queries: Queries) -> ReceiptRenderer:
    return renderer_of(queries.live, queries.customers)


def _open_order(queries: Queries, key: str) -> dict[str, Any] | None:
    """An order that is not paid yet, priced as the till prices it now."""
    draft = next((one for one in queries.drafts.drafts() if one.order_id == key), None)
    if draft is None:
        return None
    order = order_of(draft)
    names = {one.staff_id: one.name for one in queries.staff.listed()}
    return values.open_order(
        order, order.calculate_total(queries.tax_classes), names[order.opened_by]
    )


def _print_unpaid(shown: dict[str, Any]) -> None:
    """An order without a receipt, from its JSON shape."""
    currency = Currency.of(shown["total"]["currency"])
    say(f"{shown['id']}: {shown['state']}, not paid, {shown['cashier']}")
    lines = [
        [
            str(Quantity(one["quantity"])),
            one["name"],
            values.plain(one["total"]["minor"], currency),
        ]
        for one in shown["items"]
    ]
    print_table(
        [*lines, ["", "Total", values.plain(shown["total"]["minor"], currency)]],
        right=frozenset({0, 2}),
    )


def find(queries: Queries, key: str) -> OrderDocument:
    """The order with this number or id.

    :raises NoSuchOrderError: if there is none
    """
    document = queries.orders.by_number(key) or queries.orders.by_id(key)
    if document is None:
        raise NoSuchOrderError(key=key)
    return document
