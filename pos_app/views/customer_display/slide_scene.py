"""While nothing is sold: a sentence as large as it goes, or a picture on all of its place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.viewmodels.customer_display.customer_text import CustomerText
from pos_app.views.customer_display.customer_scene import CustomerScene
from pos_app.views.customer_display.fit_label import FitLabel
from pos_app.views.customer_display.sizes import Sizes
from pos_app.views.shared.controls import column

LINES: Final = 4


class Picture(QWidget):
    """In the middle, with nothing cut off and nothing stretched."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("display_picture")
        self.image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_image(self, image: object | None, name: str) -> None:
        self.image = image if isinstance(image, QImage) else None
        self.setAccessibleName(name)
        self.setVisible(self.image is not None)
        self.update()

    @property
    def place(self) -> QRect:
        """Where in the widget it is painted."""
        size = self.image.size() if self.image is not None else QSize()
        place = QRect(0, 0, 0, 0)
        place.setSize(size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
        place.moveCenter(self.rect().center())
        return place

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        if self.image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.place, self.image)
        painter.end()


class SlideScene(CustomerScene):
    def __init__(self, *, sizes: Sizes) -> None:
        super().__init__("display_slide", sizes=sizes)
        self.picture = Picture()
        self.words = FitLabel(
            sizes=sizes,
            name="display_slide_words",
            units=64,
            lines=LINES,
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        said = column(1, self.words, 1, spacing=0)
        layout = column(spacing=0)
        layout.addWidget(self.picture, 1)
        layout.addLayout(said, 0)
        self._said = layout
        self.setLayout(layout)

    def show_text(self, text: CustomerText) -> None:
        self.words.show_words(text.large)
        self.picture.show_image(text.image, text.picture)
        # Whichever of the two there is has all the room.
        self._said.setStretch(1, 1 if text.large else 0)
