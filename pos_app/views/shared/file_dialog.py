"""Ask where a file is, or is to be written: the question goes with whoever leaves the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, SignalInstance
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_app.views.shared.page import Page

ChoosePath = Callable[[QWidget, str], str]
ChoosePicture = Callable[[QWidget], str]


class FileOutput(Protocol):
    """Writes what a screen shows, and tells of it."""

    @property
    def told(self) -> SignalInstance: ...

    def write(self, path: str) -> None: ...


def choose_path(parent: QWidget, name: str) -> str:
    """Where a file is to be written; nothing, if nobody says."""
    path, _kind = QFileDialog.getSaveFileName(parent, "", name)
    return path


def choose_picture(parent: QWidget) -> str:
    """The path of a picture; nothing, if nobody chooses one."""
    tr = QCoreApplication.translate
    title, kinds = tr("FileDialog", "Logo"), tr("FileDialog", "Pictures")
    path, _kind = QFileDialog.getOpenFileName(parent, title, "", f"{kinds} (*.png *.jpg *.jpeg)")
    return path


def close_file_dialogs(window: QWidget) -> None:
    """Answer what was asked for a screen that is left now: nothing."""
    for dialog in window.findChildren(QFileDialog):
        dialog.reject()


def write_file(page: Page, name: str, output: FileOutput, *, choose: ChoosePath) -> None:
    """Where somebody says; not if the screen was left meanwhile, as the till is locked by itself.

    Somebody else may be there by then, and see the same screen.
    """
    entered = page.entered
    path = choose(page.window(), name)
    if page.entered == entered and page.isVisibleTo(page.window()):
        output.write(path)
        return
    words = "The screen was left meanwhile: no file was written. Choose it once more there."
    output.told.emit(QCoreApplication.translate("FileDialog", words), False)
