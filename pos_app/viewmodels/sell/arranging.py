"""Favourites are put into places, moved and taken out; a place keeps what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Decision, Permission
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.catalogue.picturing import Picturing
from pos_app.services.catalogue.ports import SearchHit
from pos_app.services.catalogue.searching import Search
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.sell.grid import Shelf
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.sell.shelf_words import price_of
from pos_app.viewmodels.sell.tiles import PLACES_MAX
from pos_app.viewmodels.shared.roles import who_may
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class ArrangeDesk:
    shelf: Shelf
    search: Search
    lookup: Lookup
    picturing: Picturing
    reader: TaskRunner
    writer: TaskRunner


@dataclass(frozen=True, slots=True)
class Places:
    """Names by place; `cursor` is where the next thing happens, `held` what is being moved."""

    names: Mapping[int, str]
    cursor: int
    held: int | None


class Arranging(QObject):
    """Everything is on disk at once; a scan puts what was scanned into the place.

    Signals:
        opened: Emitted with the Places as they are.
        changed: Emitted with the Places after every change.
        found: Emitted with the RowTexts of a search.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        hidden: Emitted when the sheet is to go.
        arranged: Emitted when the grid is to be read anew.
    """

    opened = Signal(object)
    changed = Signal(object)
    found = Signal(object)
    told = Signal(str, bool)
    hidden = Signal()
    arranged = Signal()

    def __init__(self, *, sell: SellViewModel, desk: ArrangeDesk, formats: Formats) -> None:
        super().__init__()
        self._sell = sell
        self._desk = desk
        self._formats = formats
        self._places: dict[int, SearchHit] = {}
        self._hits: dict[int, SearchHit] = {}
        self._cursor = 0
        self._held: int | None = None
        self._asked = 0
        self.is_open = False

    @Slot()
    def open(self) -> None:
        actor, ringing = self._sell.ringing.actor, self._sell.ringing
        if actor is None or self.is_open or ringing.is_busy:
            return
        if actor.decide(Permission.MANAGE_PRODUCTS) is not Decision.ALLOWED:
            words = self.tr("Only a {roles} may arrange the favourites. Let one sign in (Ctrl+L)")
            may = who_may(Permission.MANAGE_PRODUCTS, actor.rights.now)
            self.told.emit(words.format(roles=may), False)
            return
        self._places = dict(self._desk.shelf.favourites())
        self._cursor, self._held = 0, None
        self.is_open = True
        ringing.divert = self._divert
        self.opened.emit(self._shown())

    @Slot()
    def leave(self) -> None:
        """Esc: what is being moved stays where it was, then out."""
        if self._held is not None:
            self._held = None
            self.changed.emit(self._shown())
        else:
            self.close()

    @Slot()
    def close(self) -> None:
        if self.is_open:
            self.is_open, self._held = False, None
            self._sell.ringing.divert = None
            self.hidden.emit()

    def move_by(self, places: int) -> None:
        """The cursor goes on so many places, at most to the first or last one."""
        self._cursor = max(0, min(PLACES_MAX - 1, self._cursor + places))
        self.changed.emit(self._shown())

    @Slot(int)
    def tap(self, place: int) -> None:
        """With something in hand it is put down there; else the cursor goes there."""
        self.move_by(place - self._cursor)
        if self._held is not None:
            self.press()

    @Slot()
    def press(self) -> None:
        """Enter: pick up what stands here, or put down what was picked up; they change places."""
        if self._held is None:
            self._held = self._cursor if self._cursor in self._places else None
            self.changed.emit(self._shown())
            return
        held, self._held = self._held, None
        moved, other = self._places.pop(held), self._places.pop(self._cursor, None)
        self._places[self._cursor] = moved
        if other is not None:
            self._places[held] = other
        self._save()

    @Slot()
    def remove(self) -> None:
        """Leave the place empty: nothing else moves."""
        self._held = None
        if self._places.pop(self._cursor, None) is not None:
            self._save()

    @Slot(str)
    def look_for(self, text: str) -> None:
        self._asked += 1
        asked = self._asked
        self._desk.reader.submit(
            lambda: self._desk.search.find(text) if asked == self._asked else [],
            on_success=lambda hits: self._on_found(asked, hits),
            on_failure=self._on_failure,
        )

    @Slot(int)
    def put(self, product_id: int) -> None:
        """What was found stands in the place from now on, and nowhere else."""
        hit = self._hits.get(product_id)
        if hit is not None:
            for place in [at for at, one in self._places.items() if _is_same(one, hit)]:
                del self._places[place]
            self._places[self._cursor] = hit
            self._held = None
            self._save()

    def _divert(self, raw: str) -> bool:
        try:
            product = self._desk.lookup.find(raw).product
        except PosError as error:
            self._on_failure(error)
        else:
            self._hits[product.product_id] = SearchHit(product, "", 0, 0)
            self.put(product.product_id)
            self._sell.sound.emit("ok")
        return True

    def _on_found(self, asked: int, hits: Sequence[SearchHit]) -> None:
        if asked == self._asked:
            self._hits = {hit.product.product_id: hit for hit in hits}
            self.found.emit(
                tuple(
                    RowText(
                        *(hit.product.product_id, hit.product.name, hit.barcode),
                        price_of(hit.product, self._formats),
                    )
                    for hit in hits
                )
            )

    def _save(self) -> None:
        actor, places = self._sell.ringing.actor, dict(self._places)
        self.changed.emit(self._shown())
        if actor is None:
            return
        self._desk.writer.submit(
            lambda: self._desk.picturing.arrange(
                actor=actor, places={place: hit.product for place, hit in places.items()}
            ),
            on_success=lambda _nothing: self.arranged.emit(),
            on_failure=self._on_failure,
        )

    def _on_failure(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self.told.emit(words_for(error, self._formats), False)

    def _shown(self) -> Places:
        names = {place: hit.product.name for place, hit in self._places.items()}
        return Places(names, self._cursor, self._held)


def _is_same(one: SearchHit, other: SearchHit) -> bool:
    return one.product.product_id == other.product.product_id
