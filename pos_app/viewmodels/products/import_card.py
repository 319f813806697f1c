"""What the sheet of an import shows at each step: its words, its rows with trouble, its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject

from pos_app.domain.errors import PosError
from pos_app.domain.quantity import THOUSAND, Quantity
from pos_app.domain.staff import Permission
from pos_app.services.catalogue.importing import Progress
from pos_app.services.catalogue.reading import Problem
from pos_app.services.catalogue.staged_import import Preview
from pos_app.services.catalogue.staging import ImportState, StagedImport
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.words import words_for

PROBLEMS_SHOWN: Final = 200
NO_PERCENT: Final = -1
HUNDRED: Final = 100


class Step(StrEnum):
    IDLE = "idle"
    READING = "reading"
    PREVIEW = "preview"
    APPLYING = "applying"
    STOPPED = "stopped"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportCard:
    """A button without words is not there."""

    step: Step = Step.IDLE
    title: str = ""
    words: str = ""
    percent: int = NO_PERCENT
    problems: tuple[str, ...] = ()
    go: str = ""
    """What Enter does."""
    other: str = ""
    leave: str = ""
    """What Esc does."""


class ImportCards(QObject):
    """Makes them; counts are written as the store writes them."""

    def __init__(self, formats: Formats, parent: QObject) -> None:
        super().__init__(parent)
        self._formats = formats

    def reading(self, file: str, progress: Progress | None = None) -> ImportCard:
        rows = self._count(progress.rows) if progress is not None else ""
        return ImportCard(
            Step.READING,
            title=self.tr("Reading {file}").format(file=file),
            words=self.tr("{count} rows were read").format(count=rows) if rows else "",
            percent=progress.percent if progress is not None else 0,
            leave=self.tr("Cancel"),
        )

    def preview(self, preview: Preview) -> ImportCard:
        return ImportCard(
            Step.PREVIEW,
            title=self.tr("Import {file}?").format(file=preview.options.source),
            words=self._good_and_refused(preview),
            problems=self._first(
                self._rows(preview.refused, preview.warnings),
                preview.refused_count + preview.warnings_count,
            ),
            go=self.tr("Import") if preview.good else "",
            leave=self.tr("Cancel"),
        )

    def failed(self, file: str, error: PosError) -> ImportCard:
        return ImportCard(
            Step.FAILED,
            title=self.tr("{file} was not imported").format(file=file),
            words=words_for(error, self._formats),
            leave=self.tr("Close"),
        )

    def of(self, staged: StagedImport, refused: Sequence[Problem] = ()) -> ImportCard:
        """An import that has begun; `refused` are the rows that the store did not take."""
        match staged.state:
            case ImportState.APPLYING:
                return self._applying(staged)
            case ImportState.UNDOING:
                return self._undoing(staged)
            case ImportState.STOPPED:
                return self.stopped(staged)
            case ImportState.UNDONE:
                return self._undone(staged)
            case ImportState.DONE:
                return self._done(staged, refused)

    def stopped(self, staged: StagedImport, error: PosError | None = None) -> ImportCard:
        """By a person, or by an error that may pass."""
        if staged.state in {ImportState.DONE, ImportState.UNDONE}:
            return self.of(staged)
        if staged.state is ImportState.UNDOING:
            title = self.tr("The undo of {file} is stopped")
            rest = self.tr("Go on with the rest.")
            said = f"{self._undoing(staged).words} {rest}"
        else:
            title = self.tr("The import of {file} is stopped")
            words = self.tr(
                "{done} of {whole} rows are in, and stay in. Go on with the rest, or undo it."
            )
            said = words.format(done=self._count(staged.applied), whole=self._count(staged.rows))
        if error is not None:
            said = f"{words_for(error, self._formats)}\n{said}"
        return ImportCard(
            Step.STOPPED,
            title=title.format(file=staged.source),
            words=said,
            go=self.tr("Go on"),
            other="" if staged.state is ImportState.UNDOING else self.tr("Undo"),
            leave=self.tr("Hide"),
        )

    def toast(self, staged: StagedImport) -> str:
        """One line about an import that goes on, waits or is through."""
        match staged.state:
            case ImportState.APPLYING | ImportState.UNDOING:
                return self.tr("The import of {file} goes on").format(file=staged.source)
            case ImportState.STOPPED:
                words = self.tr("The import of {file} waits: Menu, Import products…")
                return words.format(file=staged.source)
            case ImportState.DONE:
                return self.tr("{file} is imported").format(file=staged.source)
            case ImportState.UNDONE:
                return self.tr("The import of {file} is undone").format(file=staged.source)

    def _applying(self, staged: StagedImport) -> ImportCard:
        words = self.tr("{done} of {whole} rows are in. You can go on selling meanwhile.")
        return ImportCard(
            Step.APPLYING,
            title=self.tr("Importing {file}").format(file=staged.source),
            words=words.format(done=self._count(staged.applied), whole=self._count(staged.rows)),
            percent=staged.applied * HUNDRED // staged.rows,
            other=self.tr("Stop"),
            leave=self.tr("Hide"),
        )

    def _undoing(self, staged: StagedImport) -> ImportCard:
        done, whole = staged.undone + staged.kept, max(1, staged.written)
        words = self.tr("{done} of {whole} products are taken back.")
        return ImportCard(
            Step.UNDOING,
            title=self.tr("Undoing the import of {file}").format(file=staged.source),
            words=words.format(done=self._count(done), whole=self._count(whole)),
            percent=done * HUNDRED // whole,
            leave=self.tr("Hide"),
        )

    def _done(self, staged: StagedImport, refused: Sequence[Problem]) -> ImportCard:
        # Only what there is: a row that was refused before the import is none of its own.
        parts = (
            (staged.new, self.tr("{count} new")),
            (staged.changed, self.tr("{count} changed")),
            (staged.unchanged, self.tr("{count} unchanged")),
            (staged.refused, self.tr("{count} refused")),
        )
        said = [words.format(count=self._count(count)) for count, words in parts if count]
        return ImportCard(
            Step.DONE,
            title=self.toast(staged),
            words=", ".join(said) + "." if said else self.tr("Nothing was in it."),
            problems=self._first(self._rows(refused), staged.refused),
            go=self.tr("Close"),
            other=self.tr("Undo") if staged.written else "",
        )

    def _undone(self, staged: StagedImport) -> ImportCard:
        words = self.tr("Taken back: {count}.").format(count=self._count(staged.undone))
        if staged.kept:
            more = self.tr("Changed since and left alone: {count}.")
            words = f"{words} {more.format(count=self._count(staged.kept))}"
        return ImportCard(Step.UNDONE, title=self.toast(staged), words=words, go=self.tr("Close"))

    def _good_and_refused(self, preview: Preview) -> str:
        good, refused = preview.good, preview.refused_count
        goods = self.tr("1 product is good") if good == 1 else self.tr("{count} products are good")
        goods = goods.format(count=self._count(good))
        if not refused:
            return goods
        bads = self.tr("1 row is refused") if refused == 1 else self.tr("{count} rows are refused")
        return f"{goods}, {bads.format(count=self._count(refused))}"

    def _rows(self, refused: Sequence[Problem], warnings: Sequence[Problem] = ()) -> list[str]:
        bad, odd = self.tr("Line {line}"), self.tr("Note, line {line}")
        return [_line(one, bad) for one in refused] + [_line(one, odd) for one in warnings]

    def _first(self, rows: Sequence[str], whole: int) -> tuple[str, ...]:
        """The first of them, and how many there are more."""
        shown = tuple(rows[:PROBLEMS_SHOWN])
        if whole <= len(shown):
            return shown
        more = self.tr("and {count} more").format(count=self._count(whole - len(shown)))
        return (*shown, more)

    def _count(self, number: int) -> str:
        return self._formats.quantity(Quantity(number * THOUSAND))


def _line(problem: Problem, words: str) -> str:
    """One row's trouble, after these words about its line."""
    line = words.format(line=problem.line)
    where = " ".join(part for part in (problem.column, problem.value) if part)
    reason = QCoreApplication.translate("ImportReasons", problem.reason)
    return f"{line}: {where}: {reason}" if where else f"{line}: {reason}"


def request(card: ImportCard, button: str) -> ApprovalRequest:
    """What is asked for by a button of this card."""
    words = QCoreApplication.translate("ImportCards", "{button} · {title}")
    what = words.format(button=button, title=card.title)
    return ApprovalRequest(Permission.MANAGE_PRODUCTS, what, why=card.words)
