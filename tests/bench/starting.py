"""`python -m tests.bench.starting ours|bare FOLDER`: start, paint the first window, say so, wait.

`ours` goes the way of `pos-app`; `bare` is the least that such a program must do: a PySide6
window, SQLAlchemy Core imported, the same file opened and one query run.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

PAINTED = "painted"


def ours(folder: Path) -> None:
    import_module("pos_app.composition.cli.main")
    desktop = import_module("pos_app.composition.desktop")
    paths = import_module("pos_app.adapters.system.paths")
    app, theme = desktop.start_application("light")
    holding = import_module("pos_app.composition.holding").holding
    with holding(paths.DataFolder(folder)) as held:
        till = desktop.Desktop(app, held, theme)
        till.window.painted.connect(say_so)
        till.window.show()
        app.exec()


def bare(folder: Path) -> None:
    sqlalchemy = import_module("sqlalchemy")
    core = import_module("PySide6.QtCore")
    widgets = import_module("PySide6.QtWidgets")
    engine = sqlalchemy.create_engine(f"sqlite:///{folder / 'pos.sqlite3'}")
    app = widgets.QApplication([])
    with engine.connect() as connection:
        name = connection.execute(sqlalchemy.text("SELECT name FROM staff")).scalar()
    label = widgets.QLabel(name)
    label.show()
    core.QTimer.singleShot(0, say_so)
    app.exec()


def say_so() -> None:
    sys.stdout.write(f"{PAINTED}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    {"ours": ours, "bare": bare}[sys.argv[1]](Path(sys.argv[2]))
