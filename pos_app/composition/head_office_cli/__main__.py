"""`python -m pos_app.composition.head_office_cli`: `pos-head-office` of a source tree."""

from __future__ import annotations

from pos_app.composition.head_office_cli.main import main

if __name__ == "__main__":
    main()
