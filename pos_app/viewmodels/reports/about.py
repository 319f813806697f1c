"""How a report is worked out, where its title does not say it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

CONTEXT: Final = "AboutReports"


def about(report: str, by: str, *, is_of_way: bool) -> str:
    """How it is cut is empty if it is not.

    :param is_of_way: whether it is of the orders that were paid in one way
    """
    if report == "conduct" and is_of_way:
        return _tr("Without what was given up and the drawer: neither is paid in any way")
    parts = _tr("An order is in every row of which it has something")
    paid = _tr("What was paid, without tips; paid in two ways, an order is in both")
    return {
        ("sales", "payment"): paid,
        ("sales", "product"): parts,
        ("sales", "category"): parts,
        ("sales", "tax"): parts,
        ("margin", by): _tr("Less what the goods cost now; what has no cost is left out"),
        ("baskets", by): _tr("What came back is taken off"),
        ("conduct", by): _tr("Given up: never paid. Drawer opened: without an order"),
        ("stock", by): _tr("As it is now, whatever the time below"),
        ("fast", by): _tr("Days left: if it goes on selling as it did in this time"),
        ("dead", by): _tr("What is there, and of which nobody bought any in this time"),
    }.get((report, by), _tr("What was sold, less what came back"))


def _tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
