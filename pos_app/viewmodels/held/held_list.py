"""The list of held orders: which there are, which of them a search finds, what is in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.order import OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.order_keeping import NAME_LENGTH_MAX
from pos_app.domain.staff import StaffMember
from pos_app.services.order_drafts import readable
from pos_app.services.orders.held_orders import HeldOrders, Kept
from pos_app.services.ports import Draft, Formats, StaffQueries
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.held.rows import HeldRow, RowWords
from pos_app.viewmodels.sell.drafts import DraftKeeper
from pos_app.viewmodels.sell.lines import LinesModel

NAME_LENGTH: Final = NAME_LENGTH_MAX


@dataclass(frozen=True, slots=True)
class HeldSources:
    """Where the rows come from: the disk, and what is not on it yet."""

    orders: HeldOrders
    staff: StaffQueries
    drafts: DraftKeeper
    currency: Currency


@dataclass(frozen=True, slots=True)
class _Found:
    kept: Sequence[Kept]
    removed: Sequence[OrderDocument]
    names: Mapping[int, str]
    unsaved: Mapping[str, Draft | None]


class HeldList(QObject):
    """`selected` is a place among `rows`; `lines` are those of the highlighted order.

    Signals:
        changed: Emitted when the rows are others, or the list is of something else.
        selected_changed: Emitted when another row is highlighted.
        repriced: Emitted with a sentence about the prices of the highlighted order, or nothing.
    """

    changed = Signal()
    selected_changed = Signal()
    repriced = Signal(str)

    def __init__(self, *, sources: HeldSources, reader: TaskRunner, formats: Formats) -> None:
        super().__init__()
        self._sources = sources
        self._reader = reader
        self._formats = formats
        self.actor: StaffMember | None = None
        self._all: tuple[HeldRow, ...] = ()
        self.lines = LinesModel(formats=formats, parent=self)
        self.rows: tuple[HeldRow, ...] = ()
        self.selected = -1
        self.search = ""
        self.shows_removed = False
        self.is_loaded = False

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self.actor = member

    @property
    def row(self) -> HeldRow | None:
        return self.rows[self.selected] if 0 <= self.selected < len(self.rows) else None

    def open(self, *, removed: bool = False) -> None:
        """Begin anew, with the newest one highlighted."""
        self.shows_removed, self.is_loaded = removed, False
        self.search, self._all = "", ()
        self._filter(keep=None)
        self.load()

    @Slot()
    def switch(self) -> None:
        """From what is held to what was removed in this shift, and back."""
        self.open(removed=not self.shows_removed)

    @Slot()
    def load(self) -> None:
        removed = self.shows_removed
        # On their way to the disk now, and perhaps there before the answer to this comes.
        unsaved = self._sources.drafts.unsaved
        self._reader.submit(
            lambda: self._find(unsaved, removed=removed),
            on_success=lambda found: self._on_found(removed, found),
            on_failure=lambda _error: self._on_found(removed, _Found((), (), {}, unsaved)),
        )

    @Slot(str)
    def look_for(self, text: str) -> None:
        self.search = text
        self._filter(keep=self.row)

    @Slot(int)
    def select(self, place: int) -> None:
        self.selected = max(0, min(place, len(self.rows) - 1)) if self.rows else -1
        order = None if self.row is None else self.row.order
        totals = () if order is None else self._sources.orders.totals_of(order).lines
        returned = () if order is None else (one.item for one in order.returns)
        self.lines.show(() if order is None else (*order.items, *returned), totals)
        self.selected_changed.emit()
        self._look_at_prices()

    def _find(self, unsaved: Mapping[str, Draft | None], *, removed: bool) -> _Found:
        orders = self._sources.orders
        return _Found(
            kept=() if removed else orders.kept(),
            removed=orders.removed() if removed else (),
            names={one.staff_id: one.name for one in self._sources.staff.listed()},
            unsaved=unsaved,
        )

    def _on_found(self, removed: bool, found: _Found) -> None:
        if removed != self.shows_removed:
            return
        words = RowWords(
            self._formats,
            self._sources.currency,
            found.names,
            self._sources.orders.now(),
            lambda count: self.tr("%n items", "", count),
        )
        newest = () if removed else _newest(found, self._sources.drafts.unsaved)
        kept = [one for one in newest if self._is_listed(one)]
        rows = [words.of_kept(one) for one in kept]
        rows.sort(key=lambda row: (row.at, row.order_id), reverse=True)
        rows += [words.of_removed(one) for one in found.removed]
        self.is_loaded, before = True, self.row
        self._all = tuple(rows)
        self._filter(keep=before)

    def is_mine(self, keeper: int) -> bool:
        return self.actor is not None and keeper == self.actor.staff_id

    def _is_listed(self, kept: Kept) -> bool:
        """One's own open orders are in the tabs."""
        is_open = kept.order is not None and kept.order.state is OrderState.CREATED
        return not (self.is_mine(kept.keeper) and is_open)

    def _filter(self, *, keep: HeldRow | None) -> None:
        self.rows = tuple(row for row in self._all if row.has(self.search))
        places = [row.order_id for row in self.rows]
        wanted = places.index(keep.order_id) if keep and keep.order_id in places else 0
        self.changed.emit()
        self.select(wanted)

    def _look_at_prices(self) -> None:
        row = self.row
        order = None if row is None else row.order
        if row is None or order is None:
            self.repriced.emit("")
            return

        def say(now: Mapping[int, int]) -> None:
            if self.row is row:
                self.repriced.emit(self._repriced(row, now))

        def fail(_error: PosError) -> None:
            say({})

        self._reader.submit(
            lambda: self._sources.orders.repriced(order), on_success=say, on_failure=fail
        )

    def _repriced(self, row: HeldRow, now: Mapping[int, int]) -> str:
        if not now or row.order is None:
            return ""
        (place, minor), more = next(iter(now.items())), len(now) - 1
        item = row.order.items[place]
        price = self._formats.number(Money(minor, item.unit_price.currency))
        words = self.tr("Price changed since: {name} now costs {price}.").format(
            name=item.name, price=price
        )
        others = self.tr("%n more lines too.", "", more) if more else ""
        keeps = self.tr("This order keeps its own.")
        return " ".join(part for part in (words, others, keeps) if part)


def _newest(found: _Found, unsaved: Mapping[str, Draft | None]) -> list[Kept]:
    """What is on disk, or what is on its way there: of each order the newest draft."""
    newest = {one.draft.order_id: one for one in found.kept}
    for order_id, draft in (*found.unsaved.items(), *unsaved.items()):
        known = newest.get(order_id)
        if draft is not None and (known is None or known.draft.revision < draft.revision):
            newest[order_id] = Kept(draft, readable(draft))
    for order_id, draft in unsaved.items():
        if draft is None:
            newest.pop(order_id, None)
    return list(newest.values())
