"""All tables of head office, whichever module they stand in."""

from __future__ import annotations

from pos_app.head_office.storage import catalogue_tables, tables

metadata = tables.store.metadata
"""Complete, as this module imports every module that has tables."""
assert catalogue_tables.change.metadata is metadata
