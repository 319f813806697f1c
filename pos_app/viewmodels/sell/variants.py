"""The others of a kind: which one it is, with the price and the stock of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.catalogue.ports import SearchHit
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.sell.questions import Ask, Question, Ringing
from pos_app.viewmodels.sell.ringing_up import RingingUp
from pos_app.viewmodels.sell.shelf_words import price_of, stock_of
from pos_app.viewmodels.shared.row_text import RowText

VARIANTS_MAX: Final = 60


class Kinds(Protocol):
    """What the choice reads from the catalogue."""

    def in_group(self, group: str, limit: int) -> Sequence[SearchHit]: ...


def variants_of(
    kinds: Kinds, group: str, formats: Formats, *, without: int = 0
) -> tuple[RowText, ...]:
    """The variants of a kind as they are shown, by name."""
    return tuple(
        RowText(
            hit.product.product_id,
            hit.product.variant or hit.product.name,
            stock_of(hit.product, hit.stock, formats),
            price_of(hit.product, formats),
        )
        for hit in kinds.in_group(group, VARIANTS_MAX)
        if hit.product.product_id != without
    )


class VariantChoice(QObject):
    """Asked after a tap on a kind, or a scan that names no more than the kind.

    Signals:
        opened: Emitted with the name of the kind and their RowTexts.
        hidden: Emitted when the sheet is to go.
    """

    opened = Signal(str, object)
    hidden = Signal()

    def __init__(
        self, *, ringing: RingingUp, kinds: Kinds, tasks: TaskRunner, formats: Formats
    ) -> None:
        super().__init__()
        self._ringing = ringing
        self._kinds = kinds
        self._tasks = tasks
        self._formats = formats
        self._question: Question | None = None
        ringing.asked.connect(self._on_asked)
        ringing.ended.connect(self._on_ended)

    @Slot(str)
    def open(self, group: str) -> None:
        """A tile stands for all of them."""
        if not self._ringing.is_busy:
            self._ringing.ask(Question(Ask.VARIANT, Ringing(), group=group))

    @Slot(int)
    def choose(self, product_id: int) -> None:
        question = self._question
        if question is not None:
            self._ringing.answer(replace(question.about, raw="", product_id=product_id))

    @Slot()
    def leave(self) -> None:
        if self._question is not None:
            self._ringing.leave()

    @Slot(object)
    def _on_asked(self, question: Question) -> None:
        if question.ask is not Ask.VARIANT:
            return
        self._question = question
        self._tasks.submit(
            lambda: variants_of(self._kinds, question.group, self._formats),
            on_success=lambda found: self._on_found(question, found),
            on_failure=lambda error: self._on_failure(question, error),
        )

    def _on_found(self, question: Question, found: tuple[RowText, ...]) -> None:
        if question is self._question:
            self.opened.emit(question.group, found)

    def _on_failure(self, question: Question, _error: PosError) -> None:
        if question is self._question:
            self._ringing.leave()

    @Slot()
    def _on_ended(self) -> None:
        if self._question is not None:
            self._question = None
            self.hidden.emit()
