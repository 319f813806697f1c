"""Whether a key, typing or the palette does what a button does: looked for, not believed."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.views.input.binding import Binding
from pos_app.views.input.keymap import EVERYWHERE, bindings_in
from pos_app.views.settings.editors import OptionChips
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.page import Page
from pos_app.views.shared.sheet import Sheet
from tests.gui.driving import DrivenTill
from tests.gui.test_screen_rules import visible

TYPED: Final = "typed"
"""Not a command: a character that is no key of its own, where the screen takes those."""

DONE_BY: Final = {
    r"add_\d+": ("plus", TYPED),
    r"approver_\d+": ("next", "previous"),
    r"cash_(in|out)": ("turn",),
    r"category_.*|more_categories|grid_page_(up|down)|tile_\d+": ("search",),
    r"change_tender_\d+": ("up", "down"),
    r"chip_(?!sync).*": ("status",),
    r"chip_sync": ("sync",),
    r"clock_confirm": ("confirm_clock",),
    r"count_cell_\d+": ("next", "previous", "up", "down"),
    r"discount_(minor|percent)": ("kind",),
    r"held_(kept|ended)": ("switch",),
    r"keypad_close": ("escape",),
    r"look_(mode|hand|motion)_\w+|look_volume_(less|more)|look_test": ("less", "more"),
    r"more_actions": ("palette",),
    r"notice_search": ("search",),
    r"order_more|order_tab_\d+": ("next_order", "previous_order"),
    r"person_\d+": ("next", "previous"),
    r"parts_\d": (TYPED,),
    r"place_\d+": ("left", "right"),
    r"staff_(people|roles)": ("switch",),
    r"weight_(measure|tare)": ("tare",),
    r"wizard_(look|products)_\w+": ("up", "down"),
}
"""By what else than its key it is got at: each is bound where it stands, or in the palette."""

IN_THE_FIELD: Final = {f"customer_domain_{place}" for place in range(1, 5)}
"""What only spares typing: the same stands in the field once it is typed."""


def unreachable(till: DrivenTill) -> list[str]:
    """Buttons that only a finger or a mouse gets at."""
    return [
        button.objectName()
        for button in visible(till, ActionButton)
        if button.isEnabled() and not is_reached(till, button)
    ]


def is_reached(till: DrivenTill, button: ActionButton) -> bool:
    name, inside = button.objectName(), button.parentWidget()
    shown = re.search(r"\(([^()]+)\)$", button.accessibleName())
    if shown and any(shown[1] in one.keys for one in bindings_at(till, button)):
        return True
    if isinstance(inside, QLineEdit):
        return not inside.isReadOnly()  # its cross: what stands there is erased
    if isinstance(inside, NumberPad):
        erases = name == f"{inside.objectName()}_{BACK}"
        return has_field(till, button) or has_command(
            till, button, "backspace" if erases else TYPED
        )
    if isinstance(inside, OptionChips):
        return inside.focusPolicy() == Qt.FocusPolicy.StrongFocus  # Tab, then the arrows
    if name in IN_THE_FIELD:
        return has_field(till, button)
    commands = next((them for one, them in DONE_BY.items() if re.fullmatch(one, name)), (name,))
    return all(has_command(till, button, command) for command in commands)


def holder_of(till: DrivenTill, button: ActionButton) -> Page | Sheet:
    """The sheet or the page that it is a part of; above them, the one that has the keys."""
    above: QWidget | None = button
    while above is not None and not isinstance(above, Page | Sheet):
        above = above.parentWidget()
    return above or till.window.holder_of_keys()


def bindings_at(till: DrivenTill, button: ActionButton) -> list[Binding]:
    """What has a key there; what stands above the page, as the tabs do, has those of the page too.

    Esc leads from a sheet to them, and some of the page work on the sheet as well.
    """
    holder = holder_of(till, button)
    below = till.window.page(till.window.page_name) if isinstance(holder, Sheet) else None
    found = [*bindings_in(holder.context), *bindings_in(EVERYWHERE)]
    if below is not None:
        is_inside = holder.isAncestorOf(button)
        found += [
            one for one in bindings_in(below.context) if not is_inside or one.command in below.awake
        ]
    return [one for one in found if one.keys]


def has_command(till: DrivenTill, button: ActionButton, command: str) -> bool:
    """Whether a key does it where the button stands, or the palette now."""
    if command == TYPED:
        keys = holder_of(till, button)._keys  # noqa: SLF001 - nobody else asks
        return keys is not None and keys._typed is not None  # noqa: SLF001 - as above
    # The first run has no palette: what it has, it has a key for.
    actions = getattr(till.window, "till_actions", None)
    bound = {one.command for one in bindings_at(till, button)}
    return command in bound or (actions is not None and actions.works(command))


def has_field(till: DrivenTill, button: ActionButton) -> bool:
    return any(
        one.isVisible() and not one.isReadOnly()
        for one in holder_of(till, button).findChildren(QLineEdit)
    )
