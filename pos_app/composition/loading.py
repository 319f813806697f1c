"""Load what stands behind the sign-in screen: plain modules in a lane, those of Qt on its thread.

A class of Qt that is made in one thread while another works through events may bring the program
down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Final

from pos_app.adapters.system.paths import bundled

LIST: Final = "late_modules.txt"
BUILDING: Final = "pos_app.composition.building"
"""The last one of the list that the till is built of; the others stand behind doors."""
BEHIND_DOORS: Final = (
    "pos_app.composition.settings_building",
    "pos_app.views.settings.settings_view",
    "pos_app.viewmodels.staff.staff",
    "pos_app.views.staff.staff_view",
    "pos_app.viewmodels.hours.hours_export",
    "pos_app.viewmodels.hours.screens",
    "pos_app.views.hours.hours_view",
)
"""Of screens that are made when somebody goes there."""
PLAIN: Final = ("pos_app.domain", "pos_app.services", "pos_app.wire", "pos_app.adapters")
UPSTREAM: Final = "pos_app.adapters.upstream.head_office"
WITH_QT: Final = ("pos_app.adapters.documents",)


def names() -> list[str]:
    """Every module that is loaded late, each after those that it needs itself.

    `build/late_modules.py` writes them down; one that is missing there is loaded with the last.
    """
    return (bundled("resources") / LIST).read_text(encoding="ascii").split()


def load_plain(*, has_head_office: bool = False) -> Iterator[str]:
    """Load everything that has nothing to do with Qt; return the names of what is left.

    :param has_head_office: else what talks to one is left, as are 6 MB of libraries for it
    """
    late = names()
    left = _load_plain(late[: late.index(BUILDING) + 1])
    if has_head_office:
        import_module(UPSTREAM)
    import_module("pos_app.adapters.persistence.statements").warm()
    import_module("platformdirs")  # where it is remembered which store is at home here
    return left


def load_plain_behind_doors() -> Iterator[str]:
    """The same of the screens that are not made yet: who goes there finds it loaded."""
    late = names()
    return _load_plain(late[late.index(BUILDING) + 1 :])


def _load_plain(late: Sequence[str]) -> Iterator[str]:
    for name in filter(is_plain, late):
        import_module(name)
    return iter([name for name in late if not is_plain(name)])


def is_plain(name: str) -> bool:
    return name.startswith(PLAIN) and not name.startswith(WITH_QT)
