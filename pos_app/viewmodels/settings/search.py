"""Find a setting by words: all of them must begin a word of what it is called or is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.viewmodels.settings.section import Option, Section


@dataclass(frozen=True, slots=True)
class Hit:
    """A setting, or all of a section where `setting` is empty."""

    place: int
    title: str
    setting: str = ""
    within: str = ""
    """The section that a setting is found in."""


def find(sections: Sequence[Section], words: str) -> tuple[Hit, ...]:
    """Every section without words; else what fits them, and first what is called so."""
    parts = _words(words)
    hits: list[Hit] = []
    for place, section in enumerate(sections):
        about = [section.title, section.help, section.also, *(one.words for one in section.deeds)]
        if _fits(parts, about):
            hits.append(Hit(place, section.title))
        if parts:
            hits += [
                Hit(place, one.label, one.name, section.title)
                for one in section.settings
                if _fits(parts, [one.label, one.help, section.title, *_options(one.options)])
            ]
    return tuple(sorted(hits, key=lambda hit: not _fits(parts, [hit.title])))


def _options(options: Sequence[Option]) -> list[str]:
    return [one.words for one in options]


def _fits(parts: Sequence[str], texts: Sequence[str]) -> bool:
    there = [word for text in texts for word in _words(text)]
    return all(any(word.startswith(part) for word in there) for part in parts)


def _words(text: str) -> list[str]:
    plain = "".join(char if char.isalnum() else " " for char in text.casefold())
    return plain.split()
