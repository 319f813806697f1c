"""Use cases: a one-time code is made for a till, and a till becomes known by it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pos_app.head_office.services.access.codes import new_code, read, selector_of, written
from pos_app.head_office.services.access.keys import HeadKeys
from pos_app.head_office.services.access.moments import MINUTE_MS, SECOND_MS, moment_of, ms_of
from pos_app.head_office.services.access.ports import (
    AccessWork,
    Cache,
    Clock,
    Code,
    Event,
    EventKind,
    Ids,
    NewAccessWork,
    Purpose,
    Sealing,
    Store,
    Terminal,
    TerminalKey,
    TerminalState,
)
from pos_app.head_office.services.access.signing_in import TooManyTriesError, place_of
from pos_app.head_office.services.access.standing import standing_key
from pos_app.head_office.services.access.stores import find_store
from pos_app.head_office.services.errors import ConflictError, ForbiddenError, InvalidError
from pos_app.wire.enrolment import CODE_LIFE_SECONDS, CODE_TRIES_MAX, Enrolled, Enrolment
from pos_app.wire.problem import ProblemCode

KEY_ID_LENGTH: Final = 16
PUBLIC_KEY_BYTES: Final = 32
ADDRESS_TRIES_MAX: Final = 20
WINDOW_MS: Final = 15 * MINUTE_MS
TERMINAL_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}\Z")
DESK_CODE: Final = "DESK"
"""Of head office's own orders in each store."""
_SELECTOR_TRIES: Final = 8


class CodeRefusedError(ForbiddenError):
    """The words are the same whatever is wrong: a guesser learns nothing."""

    code = ProblemCode.CODE_REFUSED
    text = (
        "Head office does not take this code: it is mistyped, used up or older than "
        f"{CODE_LIFE_SECONDS // 60} minutes. Nothing was changed; ask for a new one."
    )


class OtherTerminalError(ConflictError):
    text = "This code is for {wanted}, and this till is {given}. Nothing was changed."


class OtherCurrencyError(ConflictError):
    text = "{store} counts in {wanted}, and this till in {given}. Nothing was changed."


class OtherStoreError(ConflictError):
    text = "This till belongs to {place} at head office. Nothing was changed."


class OldEpochError(ConflictError):
    code = ProblemCode.STALE_EPOCH
    text = (
        "Head office knows a later restart of this store (epoch {known}) than this one ({given}). "
        "Nothing was changed; start a new epoch in the till that is to go on."
    )


class SecondCopyError(ConflictError):
    code = ProblemCode.TERMINAL_CLONED
    text = (
        "Another copy of this till's store speaks to head office already. Nothing was changed; "
        "start a new epoch in the till that is to go on."
    )


class UnfitKeyError(InvalidError):
    text = "The till's key cannot be used. Nothing was changed; update the till."


class UnfitTerminalError(InvalidError):
    text = "{code} is no code of a terminal: write it like T01. Nothing was changed."


@dataclass(frozen=True, slots=True)
class NewCode:
    """`code` is shown once, to a person; only its proof is kept."""

    code: str
    terminal: str
    store: str
    expires_at: datetime


class Enrolling:
    def __init__(
        self,
        *,
        new_work: NewAccessWork,
        sealing: Sealing,
        keys: HeadKeys,
        cache: Cache,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._new_work = new_work
        self._sealing = sealing
        self._keys = keys
        self._cache = cache
        self._clock = clock
        self._ids = ids

    def make_code(self, *, terminal: str, store: str, actor: str) -> NewCode:
        """A code for one till of one store, good once and for ten minutes.

        :param store: its id or name
        :raises HeadOfficeError: if there is no such store, or the terminal's code is no code
        """
        if not TERMINAL_CODE.match(terminal) or terminal == DESK_CODE:
            raise UnfitTerminalError(code=terminal)
        at = ms_of(self._clock.now())
        until = at + CODE_LIFE_SECONDS * SECOND_MS
        with self._new_work() as work:
            work.codes.prune(before=at - CODE_LIFE_SECONDS * SECOND_MS)
            found = find_store(work.stores, store)
            code = self._unused_code(work)
            proof = self._sealing.fingerprint(code)
            kept = Code(
                selector_of(code), proof, terminal, found.store_id, until, CODE_TRIES_MAX, None
            )
            work.codes.add(kept, at=at, made_by=actor)
            about = {"terminal": terminal}
            work.events.add(Event(at, EventKind.CODE_MADE, found.store_id, actor, about))
            work.commit()
        return NewCode(written(code), terminal, found.name, moment_of(until))

    def enrol(self, *, enrolment: Enrolment, address: str) -> Enrolled:
        """Make a till known, or tell it again what it was told for this code before.

        :raises CodeRefusedError: if the code is not good, or not any more
        :raises HeadOfficeError: if head office knows something else about this till
        """
        public_key = _public_key(enrolment)
        self._count(address)
        at = ms_of(self._clock.now())
        with self._new_work() as work:
            code = self._checked_code(work, enrolment, at)
            store = work.stores.get(code.store_id)
            assert store is not None
            _require_same(code, store, enrolment)
            terminal = self._known(work, enrolment, code, at=at)
            key = TerminalKey(enrolment.key_id, public_key, enrolment.first_seq)
            work.terminals.put_key(terminal.terminal_id, key, at=at)
            work.codes.replace(replace(code, used_by=_user_of(enrolment)))
            about: dict[str, str | int] = {"epoch": enrolment.epoch, "address": address}
            work.events.add(
                Event(at, EventKind.TERMINAL_ENROLLED, terminal.terminal_id, code.terminal, about)
            )
            work.commit()
        self._cache.forget(standing_key(terminal.terminal_id))
        head_key = self._keys.current(Purpose.HEADS)
        return Enrolled(
            terminal_id=terminal.terminal_id,
            store_id=store.store_id,
            store_name=store.name,
            head_key_id=head_key.key_id,
            head_public_key=base64url(head_key.public_key),
        )

    def _unused_code(self, work: AccessWork) -> str:
        for _ in range(_SELECTOR_TRIES):
            code = new_code()
            if work.codes.get(selector_of(code)) is None:
                return code
        raise TooManyTriesError(wait_s=CODE_LIFE_SECONDS)

    def _count(self, address: str) -> None:
        at = ms_of(self._clock.now())
        with self._new_work() as work:
            tries = work.tries.spend(f"enrol:{place_of(address)}", at=at, window_ms=WINDOW_MS)
            work.commit()
        if tries.count > ADDRESS_TRIES_MAX:
            raise TooManyTriesError(wait_s=-(-(tries.began_at + WINDOW_MS - at) // SECOND_MS))

    def _checked_code(self, work: AccessWork, enrolment: Enrolment, at: int) -> Code:
        """:raises CodeRefusedError: if it is not good; a wrong try has then been counted"""
        typed = read(enrolment.code)
        code = None if typed is None else work.codes.get(selector_of(typed))
        if typed is None or code is None or code.tries_left <= 0 or code.expires_at <= at:
            raise CodeRefusedError
        if not hmac.compare_digest(code.proof, self._sealing.fingerprint(typed)):
            work.codes.replace(replace(code, tries_left=code.tries_left - 1))
            work.commit()
            raise CodeRefusedError
        if code.used_by not in {None, _user_of(enrolment)}:
            raise CodeRefusedError
        return code

    def _known(self, work: AccessWork, told: Enrolment, code: Code, *, at: int) -> Terminal:
        """The terminal that this journal is, from now on as it tells itself."""
        before = work.terminals.of_journal(told.journal_id)
        if before is not None:
            _require_later(before, told, code)
            now = replace(
                before,
                state=TerminalState.ACTIVE,
                epoch=told.epoch,
                installation=told.installation,
                app_version=told.app_version,
                enrolled_at=at,
            )
            self._replace_other(work, now, at=at)
            work.terminals.replace(now)
            return now
        now = Terminal(
            terminal_id=self._ids.new(),
            code=code.terminal,
            store_id=code.store_id,
            journal_id=told.journal_id,
            state=TerminalState.ACTIVE,
            epoch=told.epoch,
            installation=told.installation,
            currency=told.currency,
            app_version=told.app_version,
            enrolled_at=at,
        )
        self._replace_other(work, now, at=at)
        work.terminals.add(now)
        return now

    def _replace_other(self, work: AccessWork, now: Terminal, *, at: int) -> None:
        """Another journal under the same code ends: numbers of receipts would meet."""
        other = work.terminals.active_at(now.store_id, now.code)
        if other is None or other.terminal_id == now.terminal_id:
            return
        work.terminals.end(other.terminal_id, at=at, successor=now.terminal_id)
        about = {"code": now.code, "by": now.terminal_id}
        work.events.add(Event(at, EventKind.TERMINAL_REPLACED, other.terminal_id, now.code, about))


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _user_of(enrolment: Enrolment) -> str:
    """Who used a code: whoever sends the same again has heard no answer."""
    return f"{enrolment.journal_id} {enrolment.epoch} {enrolment.installation} {enrolment.key_id}"


def _public_key(enrolment: Enrolment) -> bytes:
    """:raises UnfitKeyError: if it is no Ed25519 key in base64url, or its id is another's"""
    text = enrolment.public_key
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise UnfitKeyError from error
    is_named = hashlib.sha256(key).hexdigest()[:KEY_ID_LENGTH] == enrolment.key_id
    if len(key) != PUBLIC_KEY_BYTES or base64url(key) != text or not is_named:
        raise UnfitKeyError
    return key


def _require_same(code: Code, store: Store, told: Enrolment) -> None:
    if told.terminal != code.terminal:
        raise OtherTerminalError(wanted=code.terminal, given=told.terminal)
    if told.currency != store.currency:
        raise OtherCurrencyError(store=store.name, wanted=store.currency, given=told.currency)


def _require_later(before: Terminal, told: Enrolment, code: Code) -> None:
    """A journal stays where it is, and only the copy that started last goes on."""
    if (before.store_id, before.code) != (code.store_id, code.terminal):
        raise OtherStoreError(place=before.code)
    if told.epoch < before.epoch:
        raise OldEpochError(known=before.epoch, given=told.epoch)
    if told.epoch == before.epoch and told.installation != before.installation:
        raise SecondCopyError
