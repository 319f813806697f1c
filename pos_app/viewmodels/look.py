"""How the till looks, as each person has chosen, and how loud it is, whoever is there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

if TYPE_CHECKING:  # the first paint does not wait for it
    from pos_app.services.ports import Formats

NAME: Final = "look"
VOLUME: Final = "volume"
AUTO: Final = "auto"
MODES: Final = (AUTO, "light", "dark", "contrast", "contrast_dark")
SCALES: Final = (90, 100, 105, 110, 125, 140, 150, 175, 200)
VOLUME_STEP: Final = 20
VOLUME_MAX: Final = 100
VOLUME_DEFAULT: Final = 40
REFUSED_VOLUME_MIN: Final = 20
"""What was refused is never silent: it would slip out unpaid."""


@dataclass(frozen=True, slots=True)
class Look:
    """`scale` is a percentage."""

    mode: str = AUTO
    scale: int = 100
    is_mirrored: bool = False
    has_motion: bool = True

    def to_text(self) -> str:
        return json.dumps(asdict(self))


def look_from(text: str, otherwise: Look) -> Look:
    """Read a choice; what cannot be read is as if nobody had chosen."""
    try:
        said = json.loads(text)
        look = Look(
            mode=str(said["mode"]),
            scale=int(said["scale"]),
            is_mirrored=bool(said["is_mirrored"]),
            has_motion=bool(said["has_motion"]),
        )
    except (ValueError, KeyError, TypeError):
        return otherwise
    return look if look.mode in MODES and look.scale in SCALES else otherwise


def volume_from(text: str) -> int:
    """Read a choice; what cannot be read is as if nobody had chosen."""
    return {str(one): one for one in range(VOLUME_MAX + 1)}.get(text, VOLUME_DEFAULT)


class Choices(Protocol):
    """Where choices are kept."""

    def get(self, name: str, *, staff_id: int | None = None) -> str: ...
    def put(self, name: str, value: str, *, staff_id: int | None = None) -> None: ...


class LookViewModel(QObject):
    """Who is signed in sees the own look; before that, and after it, the till has one.

    How loud it is belongs to the till, since all hear it who stand around it.

    Signals:
        changed: Emitted with the Look to show.
        volume_changed: Emitted with the percentage.
        opened: Emitted to open the sheet on which it is chosen.
        told: Emitted with a sentence, and that it cannot be undone.
        sound_asked: Emitted to hear the volume.
    """

    changed = Signal(object)
    volume_changed = Signal(int)
    opened = Signal()
    told = Signal(str, bool)
    sound_asked = Signal(str)

    def __init__(
        self,
        *,
        choices: Choices,
        tasks: TaskRunner,
        formats: Formats,
        first: Look,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._tasks = tasks
        self._formats = formats
        self._staff_id: int | None = None
        self._name = ""
        self._default = first
        self.scales: tuple[int, ...] = SCALES
        """Those that fit into the window; the view says which."""
        self.look = self._default
        self.volume = volume_from(choices.get(VOLUME))

    @property
    def whose(self) -> str:
        """Who sees it so."""
        if self._staff_id is None:
            return self.tr(
                "For the sign-in screen, and for whoever has not chosen yet. Sounds are the till's."
            )
        words = self.tr("For {name}: the others keep theirs. Sounds are the till's.")
        return words.format(name=self._name)

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._staff_id = member.staff_id
        self._name = member.name
        self._show(look_from(self._choices.get(NAME, staff_id=member.staff_id), self._default))

    @Slot(str)
    def show_person(self, name: str) -> None:
        """Nobody is signed in any more: the till looks as it does for everybody."""
        if not name:
            self._staff_id = None
            self._show(self._default)

    @Slot()
    def open(self) -> None:
        self.opened.emit()

    def choose(self, look: Look) -> None:
        """Show it at once, and keep it for whoever is signed in, or else for the till."""
        if look == self.look:
            return
        staff_id = self._staff_id
        if staff_id is None:
            self._default = look
        self._show(look)
        self._keep(NAME, look.to_text(), staff_id=staff_id)

    def step_scale(self, steps: int) -> None:
        """Larger or smaller, as far as it fits."""
        known = self.scales
        nearest = min(known, key=lambda one: abs(one - self.look.scale))
        place = max(0, min(len(known) - 1, known.index(nearest) + steps))
        self.choose(replace(self.look, scale=known[place]))

    @Slot()
    def reset_scale(self) -> None:
        self.choose(replace(self.look, scale=100))

    def step_volume(self, steps: int) -> None:
        volume = max(0, min(VOLUME_MAX, self.volume + steps * VOLUME_STEP))
        if volume != self.volume:
            self.volume = volume
            self.volume_changed.emit(volume)
            self._keep(VOLUME, str(volume))
        self.test_sound()

    def volume_of(self, sound: str) -> int:
        return max(self.volume, REFUSED_VOLUME_MIN) if sound == "refused" else self.volume

    @Slot()
    def test_sound(self) -> None:
        self.sound_asked.emit("paid")

    def _keep(self, name: str, value: str, *, staff_id: int | None = None) -> None:
        self._tasks.submit(
            lambda: self._choices.put(name, value, staff_id=staff_id),
            on_success=lambda _nothing: None,
            on_failure=self._on_failure,
        )

    def _show(self, look: Look) -> None:
        if look != self.look:
            self.look = look
            self.changed.emit(look)

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
