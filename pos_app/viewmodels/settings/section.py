"""What a section of the settings is made of; whoever adds one adds a function to the registry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pos_app.domain.staff import StaffMember
from pos_app.tasks.runner import TaskRunner


@dataclass(frozen=True, slots=True)
class Option:
    """One of the few values of a setting."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Setting:
    """`name` is the service's; `help` is one sentence, and `options` are all that can be chosen."""

    name: str
    label: str
    help: str
    options: tuple[Option, ...] = ()
    is_amount: bool = False
    """Typed and shown as the store writes amounts."""
    is_rate: bool = False
    """Per cent, shown with the point or the comma of the store; either may be typed."""
    has_lines: bool = False
    """Whether Enter begins another line in it."""
    is_logo: bool = False
    """Chosen by the buttons of its section, and shown as it is printed."""
    is_late: bool = False
    """Whether a change holds from the next start of the till only."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A button of a section; what it does is known by its name."""

    name: str
    words: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    title: str
    help: str
    settings: tuple[Setting, ...] = ()
    deeds: tuple[Deed, ...] = ()
    has_preview: bool = False
    """Whether the receipt is shown beside it, as it would be with what is typed."""
    also: str = ""
    """Other words that it is looked for by."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a section says of the store, and that is changed elsewhere or by itself."""

    words: str
    value: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Who wants it, and every setting as it stands on the screen, by name."""

    actor: StaffMember
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Work:
    """A deed that takes time: done in a lane, then told in words.

    :raises PosError: from `act`, whose words are told
    """

    tasks: TaskRunner
    act: Callable[[Typed], object]
    told: Callable[[object], str]
    waiting: str
    offers: Callable[[object], Setting] | None = None
    """The setting that is chosen from what was found, with that as its options."""


Doer = Work | Callable[[], object]
"""What a deed does: at once, such as opening a sheet, or in a lane."""
ReadFacts = Callable[[], Sequence[Fact]]
