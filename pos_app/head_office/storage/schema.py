"""All tables of head office, whichever module they stand in."""

from __future__ import annotations

from pos_app.head_office.storage import access_tables, catalogue_tables, tables

metadata = tables.store.metadata
"""Complete, as this module imports every module that has tables."""
assert catalogue_tables.change.metadata is metadata
assert access_tables.person.metadata is metadata
