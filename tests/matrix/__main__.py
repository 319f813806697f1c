"""Print the table of roles and commands: `python -m tests.matrix`."""

from __future__ import annotations

from tests.matrix.rows import markdown

if __name__ == "__main__":
    print(markdown())  # noqa: T201 - what it is for
