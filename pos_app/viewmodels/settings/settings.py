"""The settings: what is shown and typed, section by section, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.services.store.settings import SettingsRead, SettingsRefusedError, StoreSettings
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.settings.deeds import Deeds
from pos_app.viewmodels.settings.preview import Preview
from pos_app.viewmodels.settings.section import Fact, ReadFacts, Section
from pos_app.viewmodels.settings.values import Values
from pos_app.viewmodels.shared.logo_choice import LogoChoice
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class SettingSources:
    """`facts` are read by the name of the section; `fetch_logo` reads the picture at a path."""

    service: StoreSettings
    reader: TaskRunner
    lane: AskingLane
    facts: Mapping[str, ReadFacts]
    currency: Currency
    fetch_logo: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class _Found:
    read: SettingsRead
    facts: Mapping[str, Sequence[Fact]]


class SettingsViewModel(QObject):
    """What is typed stays until it is saved, or given up on the way out.

    Signals:
        left: Emitted when the order that is being rung up is wanted again.
        shown: Emitted when another section is to be seen.
        changed: Emitted when values, problems or facts are others.
        refused: Emitted when something typed cannot be so: the keys go there.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        saved: Emitted when something of the store was changed.
    """

    left = Signal()
    shown = Signal()
    changed = Signal()
    refused = Signal()
    told = Signal(str, bool)
    saved = Signal()

    def __init__(
        self,
        *,
        sections: Sequence[Section],
        sources: SettingSources,
        deeds: Deeds,
        preview: Preview,
        formats: Formats,
    ) -> None:
        super().__init__()
        self.sections = tuple(sections)
        self._sources = sources
        self.deeds = deeds
        self.preview = preview
        self._formats = formats
        self._actor: StaffMember | None = None
        self._asked = 0
        self._wants_out = False
        settings = (one for part in self.sections for one in part.settings)
        self.values = Values(settings, formats, sources.currency)
        self.problems: dict[str, str] = {}
        self.facts: Mapping[str, Sequence[Fact]] = {}
        self.place = 0
        self.is_busy = False
        deeds.finished.connect(self._read)
        words_of = partial(words_for, formats=formats)
        self.logo = LogoChoice(sources.fetch_logo, tasks=sources.reader, words_of=words_of)
        self.logo.told.connect(partial(deeds.tell, is_trouble=True))
        self.logo.chosen.connect(partial(self.type, "logo"))
        deeds.forgotten.connect(self.logo.forget)
        for part in (deeds, preview, self.logo):
            part.setParent(self)

    @property
    def section(self) -> Section:
        return self.sections[self.place]

    def start(self, actor: StaffMember) -> None:
        self._actor = actor
        self.forget()
        self._read()

    def forget(self) -> None:
        """Somebody else is here: nothing that was typed or read is theirs."""
        self._asked += 1
        self.values.give_up()
        self.problems.clear()
        self._wants_out = self.is_busy = False
        self.deeds.forget()
        self.changed.emit()

    def choose(self, place: int) -> None:
        if place != self.place and 0 <= place < len(self.sections):
            self.place = place
            self.shown.emit()
            self.deeds.forget()
            self._draw()

    def type(self, name: str, text: str) -> None:
        """Something else stands in a field: it is saved when it is asked for."""
        if text != self.values.text_of(name):
            self._wants_out = False
            self.problems.pop(name, None)
            self.values.type(name, text)
            self.changed.emit()
            self._draw()

    @Slot()
    def save(self, *, only: str = "") -> None:
        """:param only: the one setting to save, by name; what else is typed stays as it is"""
        # By its name alone: a button says by place whether it is down.
        actor, asked, typed = self._actor, self._asked, self.values.typed()
        texts = {name: text for name, text in typed.items() if only in {"", name}}
        if actor is None or self.is_busy or not texts:
            return
        self.is_busy = True
        # Of what is being saved: more may be typed until somebody has to allow it.
        why = self.values.told(texts)
        self._sources.lane.submit(
            lambda approval: self._sources.service.change(
                actor=actor, texts=texts, approval=approval
            ),
            request=lambda: ApprovalRequest(
                Permission.MANAGE_STORE,
                self.tr("Change the settings of the store"),
                why=why,
            ),
            on_success=lambda _names: self._on_saved(asked, texts),
            on_failure=lambda error: self._on_refused(asked, error, texts),
        )
        self.changed.emit()

    @Slot()
    def undo(self) -> None:
        """What was saved last is as it was before; once more, and it is as it was saved."""
        if not self.values.unsaved and not self.is_busy:  # what else is typed would be saved too
            self.values.bring_back()
            self.save()

    @Slot()
    def back(self) -> None:
        """Back to the order; what is not saved is asked about first."""
        if self.values.unsaved and not self._wants_out:
            self._wants_out = True
            self.told.emit(
                self.tr("Not saved: Ctrl+S keeps what you typed, Esc once more gives it up"), False
            )
            return
        self.forget()
        self.left.emit()

    def do(self, place: int) -> None:
        """What a button of the section is for."""
        deeds = self.deeds.of(self.section)
        if self._actor is not None and place < len(deeds):
            self.deeds.do(deeds[place], self._actor, self.values.all())

    def _draw(self) -> None:
        if self.section.has_preview:
            self.preview.draw(self.values.all())

    @Slot()
    def _read(self) -> None:
        asked = self._asked
        self._sources.reader.submit(
            partial(_found, self._sources),
            on_success=lambda found: self._on_read(asked, found),
            on_failure=lambda error: self._on_refused(asked, error),
        )

    def _on_read(self, asked: int, found: _Found) -> None:
        if asked == self._asked:
            self.values.take(found.read)
            self.facts = found.facts
            self.changed.emit()
            self._draw()

    def _on_saved(self, asked: int, texts: Mapping[str, str]) -> None:
        late = ", ".join(self.values.saved(texts))
        later = self.tr("Saved. From the next start of the till holds: {names}").format(names=late)
        self.told.emit(later if late else self.tr("Saved"), False)
        self.saved.emit()
        if asked == self._asked:
            self.is_busy = False
            self.problems = _without(self.problems, texts)
            self.changed.emit()
            self._read()
        else:  # whoever is here now has saved nothing
            self.values.before.clear()

    def _on_refused(self, asked: int, error: PosError, texts: Container[str] = ()) -> None:
        if asked != self._asked:
            return
        self.is_busy = False
        if not isinstance(error, SettingsRefusedError):
            self.changed.emit()
            self.told.emit(words_for(error, self._formats), False)
            return
        self.problems = _without(self.problems, texts) | {
            name: words_for(one, self._formats) for name, one in error.problems.items()
        }
        self.choose(_place_of(self.sections, self.place, self.problems))
        self.changed.emit()
        self.refused.emit()


def _without(problems: Mapping[str, str], names: Container[str]) -> dict[str, str]:
    return {name: words for name, words in problems.items() if name not in names}


def _found(sources: SettingSources) -> _Found:
    facts = {name: read() for name, read in sources.facts.items()}
    return _Found(sources.service.read(), facts)


def _place_of(sections: Sequence[Section], place: int, problems: Mapping[str, str]) -> int:
    """The section to look at: this one, or else the first with something wrong."""
    wrong = [
        number
        for number, section in enumerate(sections)
        if any(one.name in problems for one in section.settings)
    ]
    return place if place in wrong or not wrong else wrong[0]
