"""Terminals and the keys they sign with, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from pos_app.head_office.services.access.ports import Terminal, TerminalKey, TerminalState
from pos_app.head_office.storage.tables import terminal, terminal_key

_ALL: Final = select(
    terminal.c.terminal_id,
    terminal.c.code,
    terminal.c.store_id,
    terminal.c.journal_id,
    terminal.c.revoked_at,
    terminal.c.replaced_by,
    terminal.c.epoch,
    terminal.c.installation,
    terminal.c.currency,
    terminal.c.app_version,
    terminal.c.enrolled_at,
).where(terminal.c.is_desk == 0)


class SqlTerminals:
    """Those that enrolled; the desk of a store never signs in and is none of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, terminal_id: str, *, for_update: bool = False) -> Terminal | None:
        query = _ALL.where(terminal.c.terminal_id == terminal_id)
        return self._one(query.with_for_update() if for_update else query)

    def of_journal(self, journal_id: str) -> Terminal | None:
        return self._one(_ALL.where(terminal.c.journal_id == journal_id).with_for_update())

    def active_at(self, store_id: str, code: str) -> Terminal | None:
        return self._one(
            _ALL.where(
                terminal.c.store_id == store_id,
                terminal.c.code == code,
                terminal.c.revoked_at.is_(None),
            )
        )

    def listed(self, store_id: str | None = None) -> Sequence[Terminal]:
        query = _ALL.order_by(terminal.c.store_id, terminal.c.code, terminal.c.enrolled_at)
        if store_id is not None:
            query = query.where(terminal.c.store_id == store_id)
        return [_terminal(row) for row in self._connection.execute(query)]

    def add(self, one: Terminal) -> None:
        self._connection.execute(
            insert(terminal).values(
                terminal_id=one.terminal_id,
                code=one.code,
                store_id=one.store_id,
                journal_id=one.journal_id,
                **_changing(one),
            )
        )

    def replace(self, one: Terminal) -> None:
        changed = _changing(one)
        if one.state is TerminalState.ACTIVE:
            changed |= {"revoked_at": None, "replaced_by": None}
        self._connection.execute(
            update(terminal).where(terminal.c.terminal_id == one.terminal_id).values(changed)
        )

    def end(self, terminal_id: str, *, at: int, successor: str | None = None) -> None:
        self._connection.execute(
            update(terminal)
            .where(terminal.c.terminal_id == terminal_id)
            .values(revoked_at=at, replaced_by=successor)
        )

    def keys(self, terminal_id: str) -> Sequence[TerminalKey]:
        rows = self._connection.execute(
            select(terminal_key.c.key_id, terminal_key.c.public_key, terminal_key.c.first_seq)
            .where(terminal_key.c.terminal_id == terminal_id)
            .order_by(terminal_key.c.added_at.desc())
        )
        return [TerminalKey(*row) for row in rows]

    def put_key(self, terminal_id: str, key: TerminalKey, *, at: int) -> None:
        latest = self._connection.execute(
            select(func.max(terminal_key.c.added_at)).where(
                terminal_key.c.terminal_id == terminal_id
            )
        ).scalar()
        self._connection.execute(
            delete(terminal_key).where(
                terminal_key.c.terminal_id == terminal_id, terminal_key.c.key_id == key.key_id
            )
        )
        self._connection.execute(
            insert(terminal_key).values(
                terminal_id=terminal_id,
                key_id=key.key_id,
                public_key=key.public_key,
                first_seq=key.first_seq,
                # Later than any other, whatever the clock says.
                added_at=at if latest is None else max(at, latest + 1),
            )
        )

    def _one(self, query: Any) -> Terminal | None:
        row = self._connection.execute(query).first()
        return None if row is None else _terminal(row)


def _changing(one: Terminal) -> dict[str, object]:
    return {
        "epoch": one.epoch,
        "installation": one.installation,
        "currency": one.currency,
        "app_version": one.app_version,
        "enrolled_at": one.enrolled_at,
    }


def _terminal(row: Sequence[Any]) -> Terminal:
    terminal_id, code, store_id, journal_id, revoked_at, replaced_by, *rest = row
    state = TerminalState.ACTIVE
    if revoked_at is not None:
        state = TerminalState.REVOKED if replaced_by is None else TerminalState.REPLACED
    return Terminal(terminal_id, code, store_id, journal_id, state, *rest)
