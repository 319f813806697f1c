"""The first schema: everything a terminal needs to ring up an order and take cash."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Statements stand apart by an empty line; a trigger has semicolons of its own.
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split("\n\n"):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("A store goes forward; an older program gets its backup back.")
