"""The first look at a store's file, by sqlite3 alone: SQLAlchemy takes longer than all of this."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pos_app.adapters.persistence.sqlite_failures import DamagedStoreError, sqlite_explained
from pos_app.domain.errors import UnavailableError
from pos_app.domain.staff import Role, StaffMember

APPLICATION_ID: Final = 0x504F5331  # "POS1", shown by file(1)
HEAD: Final = 1
"""The ordinal of the newest revision under migrations/terminal; a test holds the two together."""

FIRST: Final = 1
FIRST_COLUMNS: Final = 275
"""Of all tables of the first schema; a test counts them. It grew in place before anybody was to
depend on it: a store with fewer is of that time."""
COUNT_COLUMNS: Final = """
    SELECT count(*) FROM sqlite_master t JOIN pragma_table_info(t.name)
    WHERE t.type = 'table' AND t.name NOT LIKE 'product_search%' AND t.name NOT LIKE 'sqlite_%'
"""
_SETTING: Final = "SELECT value FROM setting WHERE name = ?"
_LOOK: Final = "look"
_HEAD_OFFICE: Final = "head_office"
_HEAD: Final = "SELECT coalesce(max(seq), 0) FROM journal"
_PEOPLE: Final = """
    SELECT staff_id, name, role FROM staff WHERE active = 1
    ORDER BY signed_in_at IS NULL, signed_in_at DESC, name
"""


class NotAStoreError(UnavailableError):
    code = "store.not_a_store"
    text = "{path} is not a pos_app store. Nothing was changed."


class NewerStoreError(UnavailableError):
    code = "store.newer"
    text = (
        "This store was written by a newer version (schema {found}; this program knows {known}). "
        "Nothing was changed. Install the newer version again."
    )


class TrialStoreError(UnavailableError):
    code = "store.trial"
    text = (
        "{path} was made by a trial version of this program, whose stores this one cannot open. "
        "Nothing was changed. Move its folder away, then set up the store anew."
    )


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Who may sign in, the last one to do so first, and where the store is at home."""

    profile: str
    installation: str
    head: int
    people: Sequence[StaffMember]
    look: str = ""
    """How the sign-in screen is to look, where somebody has chosen."""
    has_head_office: bool = False


def version_of(path: Path) -> int:
    """The schema a file holds.

    :raises UnavailableError: if it is no store, damaged, or of another time than this program
    """
    with _read_only(path) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        is_whole = connection.execute(COUNT_COLUMNS).fetchone()[0] >= FIRST_COLUMNS
    if application != APPLICATION_ID:
        raise NotAStoreError(path=path.name)
    if version > HEAD:
        raise NewerStoreError(found=version, known=HEAD)
    if version == FIRST and not is_whole:
        raise TrialStoreError(path=path.name)
    return version


def first_look(path: Path, *, profile: str, installation: str) -> FirstLook:
    """Read a store of today's schema.

    :param profile: names the setting that says what it is
    :param installation: names the one that says where it is at home

    :raises UnavailableError: if it is damaged
    """
    with _read_only(path) as connection:
        found = connection.execute(_SETTING, (profile,)).fetchone()
        home = connection.execute(_SETTING, (installation,)).fetchone()
        look = connection.execute(_SETTING, (_LOOK,)).fetchone()
        office = connection.execute(_SETTING, (_HEAD_OFFICE,)).fetchone()
        (head,) = connection.execute(_HEAD).fetchone()
        rows = connection.execute(_PEOPLE).fetchall()
    if found is None:
        raise DamagedStoreError(detail="it does not say which store it is")
    return FirstLook(
        profile=found[0],
        installation=home[0] if home else "",
        head=head,
        people=[StaffMember(staff_id, name, Role(role)) for staff_id, name, role in rows],
        look=look[0] if look else "",
        has_head_office=office is not None,
    )


@contextmanager
def _read_only(path: Path) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode=ro"
    with sqlite_explained(), closing(sqlite3.connect(address, uri=True)) as connection:
        yield connection
