"""How things stand with head office, in words: for the chip, and for the panel."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.services.ports import Formats
from pos_app.services.sync.ports import OutboxState, Unsent
from pos_app.services.sync.status import Link, Running, SyncStatus
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.status import Chip

ABOUT: Final = "sync"
CLOCK_OFF_MS: Final = 120_000
SHOWN: Final = 3
_MINUTE: Final = timedelta(minutes=1)
_IN_MINUTES_S: Final = 120
_CONTEXT: Final = "SyncWords"


def tr(words: str) -> str:
    return QCoreApplication.translate(_CONTEXT, words)


def chip(status: SyncStatus, running: Running, formats: Formats) -> Chip | None:
    """Nothing for a till that belongs to no head office."""
    if status.member is None or running.link is Link.ALONE:
        return None
    return _trouble_chip(status, running, formats) or _healthy_chip(status, running, formats)


def _trouble_chip(status: SyncStatus, running: Running, formats: Formats) -> Chip | None:
    def trouble(word: str, icon: str, words: str) -> Chip:
        return Chip(ABOUT, word, icon, is_trouble=True, words=words)

    if running.link is Link.OFFLINE:
        return trouble(tr("Offline"), "cloud-off", offline(status, running, formats))
    if running.link is Link.STOPPED:
        words = words_for(running.error, formats) if running.error is not None else ""
        return trouble(tr("Sync stopped"), "triangle-alert", words)
    if status.counts.needs_person:
        words = tr("Entries that need a person: {count}. Press Ctrl+Shift+S.")
        words = words.format(count=status.counts.needs_person)
        return trouble(tr("Sync"), "triangle-alert", words)
    return None


def _healthy_chip(status: SyncStatus, running: Running, formats: Formats) -> Chip:
    waiting = status.counts.waiting
    if running.left:
        return Chip(ABOUT, tr("Receiving"), "refresh-cw", words=received(running))
    if waiting:
        return Chip(
            ABOUT, tr("{count} to send").format(count=waiting), "upload", words=to_send(waiting)
        )
    return Chip(ABOUT, tr("Synced"), "cloud", words=last_times(status, formats))


def link(status: SyncStatus, running: Running) -> str:
    if status.member is None:
        return tr("This till works alone: it belongs to no head office.")
    words = {
        Link.ALONE: tr("Not started"),
        Link.SYNCED: tr("Online"),
        Link.SENDING: tr("Online"),
        Link.OFFLINE: tr("Working offline") if running.is_by_choice else tr("Offline"),
        Link.STOPPED: tr("Sync stopped"),
    }
    return f"{words[running.link]} · {status.member.store_name}"


def how_to_join() -> str:
    return tr(
        "To join one, close the till and type: pos-app sync enrol URL CODE. "
        "Until then everything is kept here."
    )


def offline(status: SyncStatus, running: Running, formats: Formats) -> str:
    """Calm: nothing is lost, and selling goes on."""
    selling = tr("Offline: selling as usual.")
    if running.is_by_choice:
        selling = tr("Working offline, as was asked: selling as usual.")
    parts = [selling, to_send(status.counts.waiting)]
    if running.error is not None and not running.is_by_choice:
        parts.append(words_for(running.error, formats))
    return " ".join(parts)


def to_send(waiting: int) -> str:
    if not waiting:
        return tr("Nothing waits.")
    return tr("Entries that wait here: {count}.").format(count=waiting)


def lost(status: SyncStatus) -> str:
    """Of a store that was put back from a backup; nothing of any other."""
    if not status.lost:
        return ""
    words = tr(
        "Entries held by head office, not here: {count}. This store was put back from a backup."
    )
    return words.format(count=status.lost)


def last_times(status: SyncStatus, formats: Formats) -> str:
    never = tr("never")
    return tr("Last sent {sent} · last received {received}").format(
        sent=formats.time(status.sent_at) if status.sent_at else never,
        received=formats.time(status.received_at) if status.received_at else never,
    )


def waiting(status: SyncStatus, running: Running, *, now: datetime) -> str:
    """How many wait, which come first, since when, and when they are tried next."""
    count = status.counts.waiting
    if not count or not status.oldest:  # the last of them may have gone while they were read
        return tr("Nothing waits to be sent.")
    names = " · ".join(name_of(one) for one in status.oldest[:SHOWN])
    more = " …" if count > SHOWN else ""
    minutes = max(0, (now - status.oldest[0].at) // _MINUTE)
    words = tr("Waiting {count}: {names}{more}").format(count=count, names=names, more=more)
    return f"{words} · {_age(minutes)}{_next_try(running)}"


def _age(minutes: int) -> str:
    if minutes < 1:
        return tr("just now")
    hours, rest = divmod(minutes, 60)
    since = tr("{hours} h {minutes} min").format(hours=hours, minutes=rest) if hours else None
    return tr("oldest {time}").format(time=since or tr("{minutes} min").format(minutes=rest))


def _next_try(running: Running) -> str:
    if running.is_by_choice or not running.next_try_ms:
        return ""
    seconds = max(1, running.next_try_ms // 1_000)
    if seconds >= _IN_MINUTES_S:
        return " · " + tr("next try in {minutes} min").format(minutes=-(-seconds // 60))
    return " · " + tr("next try in {seconds} s").format(seconds=seconds)


def received(running: Running) -> str:
    whole = running.taken + running.left
    return tr("Receiving {taken} of {whole}").format(taken=running.taken, whole=whole)


def percent(running: Running) -> int:
    whole = running.taken + running.left
    return running.taken * 100 // whole if running.left and whole else -1


def trouble(status: SyncStatus, running: Running, formats: Formats) -> str:
    """The last error in words, and a clock that differs."""
    parts = []
    if running.error is not None and running.link in (Link.OFFLINE, Link.STOPPED):
        parts.append(words_for(running.error, formats))
    off = running.clock_off_ms
    if off is not None and abs(off) > CLOCK_OFF_MS:
        minutes = abs(off) // 60_000
        said = (
            tr("The clock of this till is {minutes} min ahead of head office's.")
            if off > 0
            else tr("The clock of this till is {minutes} min behind head office's.")
        )
        parts.append(said.format(minutes=minutes))
    if status.counts.needs_person:
        words = tr("Not taken by head office: {count}")
        parts.append(words.format(count=status.counts.needs_person))
    return "\n".join(parts)


def rows(status: SyncStatus) -> tuple[RowText, ...]:
    states = {
        OutboxState.CONFLICT: tr("Held there otherwise"),
        OutboxState.REJECTED: tr("Not taken"),
        OutboxState.WAITING: tr("Waits"),
    }
    return tuple(
        RowText(one.seq, name_of(one), states[one.state], one.last_error)
        for one in status.needs_person
    )


def name_of(one: Unsent) -> str:
    kinds = {
        "order": tr("order"),
        "refund": tr("return"),
        "order_cancel": tr("cancelled order"),
        "shift_open": tr("shift opened"),
        "shift_close": tr("shift closed"),
        "day_close": tr("day closed"),
        "month_close": tr("month closed"),
        "year_close": tr("year closed"),
        "login": tr("sign-in"),
        "config_change": tr("change"),
        "import": tr("import"),
    }
    kind = kinds.get(one.kind, one.kind.replace("_", " "))
    return f"{one.number} {kind}" if one.number else kind
