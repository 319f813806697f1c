import pytest
from PySide6.QtWidgets import QMenu

from pos_app.views.input.keymap import EVERYWHERE, KEYMAP, key_of
from pos_app.views.shared.actions import Action, Actions, Group
from tests.gui.driving import DrivenTill, Key


def action(command: str, done: list[str], group: Group = Group.ORDER, *, on: bool = True) -> Action:
    return Action(
        command, command.title(), lambda: done.append(command), group=group, enabled=lambda: on
    )


class TestActions:
    def test_are_in_the_menu_by_their_groups(self) -> None:
        actions = Actions()
        actions.add(
            action("lock", [], Group.TILL),
            action("undo", []),
            action("menu", [], Group.NOT_IN_MENU),
            action("redo", [], on=False),
        )

        parts = [
            (part.title, [(one.text, one.key, one.enabled) for one in part.entries])
            for part in actions.parts()
        ]

        assert parts == [
            ("Orders", [("Undo", "", True), ("Redo", "", False)]),
            ("This till, and who works here", [("Lock", "Ctrl+L", True)]),
        ]

    def test_are_done_by_their_name_where_they_can_be(self) -> None:
        actions, done = Actions(), list[str]()
        actions.add(action("undo", done), action("redo", done, on=False))

        actions.run("undo")
        actions.run("redo")

        assert done == ["undo"]


class TestTill:
    def test_has_an_action_for_every_key_that_works_everywhere(self, till: DrivenTill) -> None:
        known = {one.command for one in till.window.till_actions}

        assert {binding.command for binding in KEYMAP[EVERYWHERE]} <= known

    def test_names_only_keys_that_stand_in_the_map(self, till: DrivenTill) -> None:
        keyless = [
            one.command
            for one in till.window.till_actions
            if one.context != EVERYWHERE and not key_of(one.context, one.command)
        ]

        assert keyless == []

    def test_has_an_icon_and_words_for_all_of_them(self, till: DrivenTill) -> None:
        for one in till.window.till_actions:
            assert one.text, one.command
            assert not till.window.theme.icon(one.icon, 24, "text").isNull()

    @pytest.mark.parametrize("size", [(1_024, 768), (1_366, 768)], ids=str)
    def test_has_a_menu_that_a_small_screen_shows_whole(
        self, selling: DrivenTill, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
    ) -> None:
        """Neither cut at the edge nor in columns."""
        monkeypatch.setattr(QMenu, "popup", lambda _self, _at: None)  # this platform has none
        selling.press(Key.Key_F10)
        top, *parts = selling.window.findChildren(QMenu)
        sizes = [part.sizeHint() for part in parts]

        assert [top.objectName(), len(parts)] == ["till_menu", len(Group) - 1]
        assert max(one.height() for one in sizes) <= size[1] - selling.window.bar.height()
        assert top.sizeHint().width() + max(one.width() for one in sizes) <= size[0]
