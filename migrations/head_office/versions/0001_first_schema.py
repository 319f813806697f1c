"""The first schema: all that head office keeps, as each of the two databases writes it."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    name = f"0001_first_schema.{op.get_bind().dialect.name}.sql"
    # Statements stand apart by an empty line.
    for statement in Path(__file__).with_name(name).read_text(encoding="utf-8").split("\n\n"):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("A database goes forward; an older program gets its backup back.")
