"""Who may sign in at head office: people, their role and their store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pos_app.head_office.services.access.moments import ms_of
from pos_app.head_office.services.access.names import NameTakenError, folded, require_name
from pos_app.head_office.services.access.passwords import normal, require_strong
from pos_app.head_office.services.access.ports import (
    Cache,
    Clock,
    Event,
    EventKind,
    Ids,
    NewAccessReading,
    NewAccessWork,
    PasswordHasher,
    Person,
    Store,
)
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.services.access.standing import standing_key
from pos_app.head_office.services.access.stores import find_store
from pos_app.head_office.services.errors import AbsentError, ConflictError, InvalidError


class PersonUnknownError(AbsentError):
    text = "There is no such person here. Nothing was changed."


class ChangedMeanwhileError(ConflictError):
    text = (
        "An administrator was faster: this person is not what they were. Nothing was changed; "
        "sign in again."
    )


class RoleStoreError(InvalidError):
    text = "{rule}. Nothing was changed."


def tries_of_name(name: str) -> str:
    """Under which key the tries to sign in with a name are counted."""
    return f"name:{folded(name)}"


class People:
    def __init__(
        self,
        *,
        new_work: NewAccessWork,
        new_reading: NewAccessReading,
        hasher: PasswordHasher,
        cache: Cache,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._new_work = new_work
        self._new_reading = new_reading
        self._hasher = hasher
        self._cache = cache
        self._clock = clock
        self._ids = ids

    def add(self, *, name: str, role: Role, store: str | None, password: str, actor: str) -> Person:
        """Let somebody sign in.

        :param store: its id or name; None for a role that sees every store
        :raises HeadOfficeError: if anything about them will not do; nothing is then kept
        """
        require_name(name)
        require_strong(password, name=name)
        hashed = self._hasher.hash(normal(password))
        at = ms_of(self._clock.now())
        with self._new_work() as work:
            if work.people.named(name) is not None:
                raise NameTakenError(what="person", name=name)
            found = None if store is None else find_store(work.stores, store)
            _require_fit(role, found)
            store_id = None if found is None else found.store_id
            person = Person(self._ids.new(), name, role, store_id, hashed, True, 1)
            work.people.add(person, at=at)
            about = {"role": role.value}
            work.events.add(Event(at, EventKind.PERSON_ADDED, person.person_id, actor, about))
            work.commit()
        return person

    def disable(self, *, name: str, actor: str) -> None:
        """End their tokens, everywhere within half a minute, and give out no more.

        :param name: theirs, or their id
        :raises PersonUnknownError: if there is nobody of that name
        """
        self._change(name, actor, lambda one: replace(one, is_active=False))

    def set_password(self, *, name: str, password: str, actor: str) -> None:
        """Tokens given out for the old one end; whoever was disabled may sign in again.

        :param name: theirs, or their id
        :raises HeadOfficeError: if there is nobody of that name, or the password is weak
        """
        require_strong(password, name=name)
        hashed = self._hasher.hash(normal(password))
        self._change(name, actor, lambda one: replace(one, is_active=True, password_hash=hashed))

    def change_password(self, *, person: Person, password: str) -> Person:
        """By themselves. Tokens given out before end.

        :param person: as they were when they proved who they are
        :raises WeakPasswordError: if the password is weak
        :raises ChangedMeanwhileError: if they are not what they were
        """
        require_strong(password, name=person.name)
        hashed = self._hasher.hash(normal(password))

        def change(now: Person) -> Person:
            if now != person:
                raise ChangedMeanwhileError
            return replace(now, password_hash=hashed)

        return self._change(person.person_id, person.name, change)

    def listed(self) -> Sequence[Person]:
        with self._new_reading() as reading:
            return reading.people.listed()

    def _change(self, name: str, actor: str, change: Callable[[Person], Person]) -> Person:
        at = ms_of(self._clock.now())
        with self._new_work() as work:
            person = work.people.get(name) or work.people.named(name)
            if person is None:
                raise PersonUnknownError
            changed = replace(change(person), generation=person.generation + 1)
            work.people.replace(changed, at=at)
            work.tries.forget(tries_of_name(person.name))
            work.events.add(Event(at, EventKind.PERSON_CHANGED, person.person_id, actor, {}))
            work.commit()
        self._cache.forget(standing_key(person.person_id))
        return changed


def _require_fit(role: Role, store: Store | None) -> None:
    if role.belongs_to_a_store and store is None:
        raise RoleStoreError(rule=f"A {role.value} belongs to a store: say which")
    if not role.belongs_to_a_store and store is not None:
        raise RoleStoreError(rule=f"The role {role.value} sees every store and belongs to none")
