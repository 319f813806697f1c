"""All tables of head office belong to this; a module with tables of its own adds to it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData

# Named constraints: a migration can only drop what has a name.
metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
