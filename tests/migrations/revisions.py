"""The terminal's migrations with one more revision, as the next version of the program has."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from textwrap import indent

from pos_app.adapters.persistence.migrating import upgrade
from pos_app.adapters.persistence.schema import Migrate
from pos_app.adapters.system.paths import bundled

SCRIPTS = bundled("migrations") / "terminal"

_REVISION = """
import sqlite3

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
{body}
"""


def with_another(folder: Path, body: str) -> Path:
    """A copy of the scripts and a second revision whose upgrade has this body."""
    scripts = folder / "terminal"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    text = _REVISION.format(body=indent(body.strip(), "    "))
    (scripts / "versions" / "0002_another.py").write_text(text, encoding="utf-8")
    return scripts


def migrate_by(scripts: Path) -> Migrate:
    return partial(upgrade, scripts=scripts)
