"""What leaves a screen: only what is shown, each by its own lane."""

from __future__ import annotations

from pathlib import Path

from pos_app.viewmodels.shared.export import Export, Exportable
from tests.fakes.formats import FakeFormats
from tests.fakes.tasks import HeldTaskRunner, InlineTaskRunner


class Screen:
    """Shows a list, or nothing yet."""

    def __init__(self, *, is_for_paper: bool = True) -> None:
        self.is_read = True
        self.done: list[str] = []
        self.heard: list[str] = []
        self.printer = HeldTaskRunner()
        self._is_for_paper = is_for_paper
        self.out = Export(
            self._shown, files=InlineTaskRunner(), printer=self.printer, formats=FakeFormats()
        )
        self.out.path_wanted.connect(self.heard.append)
        self.out.told.connect(lambda words, _undo: self.heard.append(words))

    def _shown(self) -> Exportable | None:
        if not self.is_read:
            return None
        return Exportable(
            "list",
            lambda path: self.done.append(path.name),
            "It is in {path}",
            (lambda: self.done.append("paper")) if self._is_for_paper else None,
            "It is printed",
        )

    def ask_for_all(self, place: Path) -> None:
        self.out.ask("csv")
        self.out.write(str(place))
        self.out.print()
        self.printer.run_all()


def test_what_is_shown_is_written_and_printed(tmp_path: Path) -> None:
    screen, place = Screen(), tmp_path / "my.csv"

    screen.ask_for_all(place)

    assert screen.done == ["my.csv", "paper"]
    assert screen.heard == ["list.csv", f"It is in {place}", "It is printed"]


def test_while_nothing_is_shown_nothing_leaves(tmp_path: Path) -> None:
    screen = Screen()
    screen.is_read = False

    screen.ask_for_all(tmp_path / "my.csv")

    assert (screen.done, screen.heard) == ([], [])


def test_what_is_not_for_paper_is_not_said_to_be_printed(tmp_path: Path) -> None:
    screen = Screen(is_for_paper=False)

    screen.ask_for_all(tmp_path / "my.csv")

    assert screen.done == ["my.csv"]
    assert "It is printed" not in screen.heard
