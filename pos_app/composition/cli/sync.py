"""`pos-app sync`: join a head office, send and receive, and see what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.syncing import SyncDesk
from pos_app.services.sync.membership import require_membership
from pos_app.services.sync.ports import Unsent
from pos_app.services.sync.status import SyncStatus, read_status
from pos_app.services.sync.syncing import Report, sync_once

ALONE = (
    "This terminal belongs to no head office. {count} entries wait for the day it joins one; "
    "they are kept in the journal."
)
LOST = (
    "{count} entries held by head office, not here: this store was put back from a backup. Head "
    "office keeps them; the stock that they moved is booked here."
)
PROGRESS_EVERY = 5_000


@click.group("sync", help="Head office: join it, send to it, receive from it.")
def command() -> None:
    pass


@command.command()
@click.argument("url")
@click.argument("code")
@pass_cli
@refusals_in_words
def enrol(cli: Cli, *, url: str, code: str) -> None:
    """Join the head office at URL with the one-time CODE that it has shown."""
    with cli.writing() as store:
        desk = SyncDesk(store)
        joined = desk.enrolling.enrol(actor=owner_of(store), url=url, code=code)
        waiting = store.queries.outbox.counts().waiting
        say(f"{store.queries.profile.terminal} belongs to {joined.store_name} at {joined.url} now.")
        say(f"Compare with what head office shows of this terminal: {desk.enrolling.fingerprint}")
        say(f"{waiting} entries wait to be sent: open the till, or pos-app sync once.")


@command.command()
@as_json
@pass_cli
@refusals_in_words
def once(cli: Cli, *, as_json: bool) -> None:
    """Send everything that waits, and receive everything that was edited there."""
    shown = 0

    def progress(report: Report, left: int) -> None:
        nonlocal shown
        done = report.sent + report.received
        if done - shown >= PROGRESS_EVERY:
            shown = done
            rest = f", {left} left" if left else ""
            say(f"{report.sent} sent, {report.received} received{rest} …", err=True)

    with cli.writing() as store:
        desk = SyncDesk(store)
        member = require_membership(store.queries.settings)
        parts = desk.parts(desk.office(member))
        report = sync_once(parts.pushing, parts.pulling, progress=progress)
        status = read_status(store.queries.settings, store.queries.outbox)
    if as_json:
        print_json({**_report(report), **_waiting(status)})
        return
    say(f"{report.sent} entries sent, {report.received} changes received.")
    if report.made_again:
        say(f"Head office had lost {report.made_again} entries; they were sent again.")
    if report.refused:
        say(f"{report.refused} changes could not be used; the journal says which.", err=True)
    if status.counts.needs_person:
        say(f"{status.counts.needs_person} entries need a person: pos-app sync status.", err=True)


@command.command("status")
@as_json
@pass_cli
@refusals_in_words
def show_status(cli: Cli, *, as_json: bool) -> None:
    """What waits, since when, and what needs a person."""
    with cli.reading() as queries:
        status = read_status(queries.settings, queries.outbox)
        zone = queries.profile.time_zone
    if as_json:
        print_json(_as_json(status, zone))
        return
    member, counts = status.member, status.counts
    if member is None:
        say(ALONE.format(count=counts.waiting))
        return
    say(f"{member.store_name} at {member.url}, here as {member.terminal_id}.")
    sent, received = _moment(status.sent_at, zone), _moment(status.received_at, zone)
    say(f"Last sent: {sent}. Last received: {received}.")
    if not counts.waiting:
        say("Nothing waits to be sent.")
    else:
        oldest = status.oldest[0]
        say(f"{counts.waiting} entries wait, the oldest since {_moment(oldest.at, zone)}.")
        if oldest.last_error:
            say(f"The last try: {oldest.last_error}")
    if status.lost:
        say(LOST.format(count=status.lost))
    if status.needs_person:
        say(f"{counts.needs_person} need a person; send them again with pos-app sync retry, or:")
        say("pos-app sync settle ENTRY, once it is cleared up with head office.")
        print_table([_row(one) for one in status.needs_person], right=frozenset({0}))


@command.command()
@pass_cli
@refusals_in_words
def retry(cli: Cli) -> None:
    """Let everything that head office did not take be sent again."""
    with cli.writing() as store:
        count = SyncDesk(store).repairing.send_all_again(actor=owner_of(store))
    say(f"{count} entries wait to be sent again." if count else "Nothing needs a person.")


@command.command()
@click.argument("entry", type=int)
@pass_cli
@refusals_in_words
def settle(cli: Cli, *, entry: int) -> None:
    """Note that ENTRY was cleared up with head office: it is not sent any more."""
    with cli.writing() as store:
        SyncDesk(store).repairing.settle(actor=owner_of(store), seq=entry)
    say(f"Entry {entry} is noted as settled; the journal keeps it.")


@command.command()
@pass_cli
@refusals_in_words
def leave(cli: Cli) -> None:
    """Belong to no head office any more."""
    with cli.writing() as store:
        left = SyncDesk(store).enrolling.leave(actor=owner_of(store))
        waiting = store.queries.outbox.counts().waiting
    say(f"This terminal does not belong to {left.store_name} any more.")
    if waiting:
        say(
            f"{waiting} entries were not sent to it. They are kept here, and go to the next one.",
            err=True,
        )


def _report(report: Report) -> dict[str, Any]:
    return {
        "sent": report.sent,
        "received": report.received,
        "refused": report.refused,
        "made_again": report.made_again,
    }


def _waiting(status: SyncStatus) -> dict[str, Any]:
    return {"waiting": status.counts.waiting, "needs_person": status.counts.needs_person}


def _as_json(status: SyncStatus, zone: str) -> dict[str, Any]:
    member, oldest = status.member, status.oldest
    return {
        "enrolled": member is not None,
        "url": member.url if member else None,
        "store": member.store_name if member else None,
        "terminal": member.terminal_id if member else None,
        **_waiting(status),
        "oldest": values.moment(oldest[0].at, zone) if oldest else None,
        "last_error": (oldest[0].last_error or None) if oldest else None,
        "last_sent": values.moment(status.sent_at, zone),
        "last_received": values.moment(status.received_at, zone),
        "only_at_head_office": status.lost,
        "quarantined": _quarantined(status.needs_person),
    }


def _quarantined(unsent: Sequence[Unsent]) -> list[dict[str, Any]]:
    return [
        {
            "seq": one.seq,
            "state": one.state.value,
            "kind": one.kind,
            "number": one.number or None,
            "reason": one.last_error,
        }
        for one in unsent
    ]


def _row(one: Unsent) -> list[str]:
    return [str(one.seq), one.kind, one.number or "–", one.state.value, one.last_error]


def _moment(moment: datetime | None, zone: str) -> str:
    return values.moment(moment, zone) or "never"
