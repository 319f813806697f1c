"""The product grid beside the order: favourites, categories, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.catalogue.ports import SearchHit
from pos_app.services.catalogue.searching import Search
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.sell.tiles import Tile, TileMaker

CATEGORIES_MAX: Final = 12
TILES_MAX: Final = 120


class Shelf(Protocol):
    """What the grid reads from the catalogue."""

    def favourites(self) -> Mapping[int, SearchHit]: ...
    def categories(self, limit: int) -> Sequence[str]: ...
    def in_category(self, category: str, limit: int) -> Sequence[SearchHit]: ...


class GridViewModel(QObject):
    """What its screen shows and asks for.

    Signals:
        categories_changed: Emitted with the names; the favourites stand before them.
        tiles_changed: Emitted with the tiles of what is chosen now; None is an empty place.
        results_changed: Emitted with the tiles a search found.
    """

    categories_changed = Signal(object)
    tiles_changed = Signal(object)
    results_changed = Signal(object)

    def __init__(
        self,
        *,
        shelf: Shelf,
        search: Search,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._search = search
        self._tasks = tasks
        self._tiles = TileMaker(formats=formats)
        self._wanted = ""
        self._asked = 0
        self.categories: tuple[str, ...] = ()
        self.category = ""
        self.tiles: tuple[Tile | None, ...] = ()
        self.results: tuple[Tile, ...] = ()
        self.found_for = ""
        """The text whose results these are; it may be typed on already."""

    @Slot()
    def load(self) -> None:
        self._tasks.submit(
            lambda: tuple(self._shelf.categories(CATEGORIES_MAX)),
            on_success=self._on_categories,
            on_failure=self._on_failure,
        )
        self.choose(self.category)

    @Slot(str)
    def choose(self, category: str) -> None:
        """Show a category; the empty one is the favourites."""
        self.category = category
        self._tasks.submit(
            self._work(category),
            on_success=lambda tiles: self._on_tiles(category, tiles),
            on_failure=self._on_failure,
        )

    @Slot()
    def renew(self) -> None:
        """Read again what is shown: the stock, or what stands where, has changed."""
        self.choose(self.category)

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Search as the text is typed; only the newest text's results are shown."""
        self._asked += 1
        asked = self._asked
        self._wanted = text.strip()
        if not self._wanted:
            self._show_results("", ())
            return
        self._tasks.submit(
            lambda: self._find(asked, text),
            on_success=lambda hits: self._on_hits(asked, text.strip(), hits),
            on_failure=self._on_failure,
        )

    def _find(self, asked: int, text: str) -> Sequence[SearchHit]:
        # Typed on meanwhile: somebody else is being looked for.
        return self._search.find(text) if asked == self._asked else ()

    def _work(self, category: str) -> Callable[[], tuple[Tile | None, ...]]:
        if category:
            return lambda: self._tiles.of_shelf(self._shelf.in_category(category, TILES_MAX))
        return lambda: self._tiles.of_favourites(self._shelf.favourites())

    def _on_categories(self, categories: tuple[str, ...]) -> None:
        self.categories = categories
        self.categories_changed.emit(categories)

    def _on_tiles(self, category: str, tiles: tuple[Tile | None, ...]) -> None:
        if category == self.category:
            self.tiles = tiles
            self.tiles_changed.emit(self.tiles)

    def _on_hits(self, asked: int, text: str, hits: Sequence[SearchHit]) -> None:
        if asked == self._asked:
            self._show_results(text, tuple(self._tiles.of_hit(hit, hit.barcode) for hit in hits))

    def _show_results(self, text: str, tiles: tuple[Tile, ...]) -> None:
        self.found_for = text
        self.results = tiles
        self.results_changed.emit(tiles)

    def _on_failure(self, _error: PosError) -> None:
        # A grid that cannot be read is empty; scanning does not depend on it.
        self._show_results(self._wanted, ())
