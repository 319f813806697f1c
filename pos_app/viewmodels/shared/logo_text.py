"""The logo of the store as its screens have it: the dots to draw, and how large it is on paper."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.domain.logo import Logo

Dots = Logo


def dots_of(text: str) -> Dots | None:
    """What is to be drawn of a text that the store keeps; nothing where it has no logo."""
    return Logo.of_text(text) if text else None


def logo_words(text: str) -> str:
    dots = dots_of(text)
    if dots is None:
        return QCoreApplication.translate("SettingSections", "None")
    words = QCoreApplication.translate("SettingSections", "{width} × {height} dots")
    return words.format(width=dots.width, height=dots.height)
