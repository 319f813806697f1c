"""The window for the customer: it is looked at, and takes neither keys nor focus."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.viewmodels.customer_display.customer_display import CustomerDisplay
from pos_app.viewmodels.customer_display.customer_text import CustomerText, Scene
from pos_app.views.customer_display.charge_scene import ChargeScene
from pos_app.views.customer_display.customer_scene import CustomerScene
from pos_app.views.customer_display.fit_label import FitLabel
from pos_app.views.customer_display.fit_logo import FitLogo
from pos_app.views.customer_display.message_scene import MessageScene
from pos_app.views.customer_display.order_scene import OrderScene
from pos_app.views.customer_display.sizes import Sizes
from pos_app.views.customer_display.slide_scene import SlideScene
from pos_app.views.shared.controls import column, frame, row
from pos_app.views.shared.theme import Theme

PAD: Final = 12
STORE_MIN: Final = 16
MIN_SIZE: Final = (320, 240)


class CustomerWindow(QWidget):
    """Its sizes follow the screen it is on.

    Signals:
        activated: Emitted when the system has given it the keys all the same.
        closed: Emitted when somebody has closed it.
    """

    activated = Signal()
    closed = Signal()

    def __init__(self, view_model: CustomerDisplay, *, theme: Theme) -> None:
        super().__init__(
            None,
            Qt.WindowType.Window
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.WindowStaysOnTopHint,
        )
        self.setObjectName("customer_display")
        self.setWindowTitle(self.tr("Customer display"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # The till ends when its own window is closed.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(*MIN_SIZE)
        self.model = view_model
        self._sizes = Sizes(theme)
        self.store = FitLabel(sizes=self._sizes, name="display_store", units=22)
        self.store.elides_at = STORE_MIN
        self.store.setText(view_model.name())
        self.logo = FitLogo(sizes=self._sizes)
        self._scenes: dict[Scene, CustomerScene] = {
            Scene.MESSAGE: MessageScene(sizes=self._sizes),
            Scene.SLIDE: SlideScene(sizes=self._sizes),
            Scene.ORDER: OrderScene(view_model.lines, sizes=self._sizes),
            Scene.CHARGE: ChargeScene(sizes=self._sizes),
        }
        self._stack = QStackedWidget()
        self._stack.setObjectName("display_scenes")
        for scene in self._scenes.values():
            self._stack.addWidget(scene)
        self._lay_out(view_model.band)
        theme.dress(self)
        theme.changed.connect(self._refit)
        view_model.changed.connect(self.show_text)
        view_model.renamed.connect(lambda: self.store.show_words(view_model.name()))
        view_model.renamed.connect(lambda: self.logo.show_logo(view_model.frame.logo))
        self.logo.show_logo(view_model.frame.logo)
        self._refit()

    def _lay_out(self, band: str) -> None:
        layout = column(spacing=0)
        if band:
            layout.addWidget(self._training(band))
        inside = self._inside = column(spacing=0)
        inside.addLayout(row(self.logo, self.store, spacing=self._sizes.px(PAD)))
        inside.addWidget(self._stack, 1)
        layout.addLayout(inside, 1)
        self.setLayout(layout)

    def _training(self, words: str) -> QWidget:
        band = frame("training")
        label = FitLabel(
            sizes=self._sizes,
            name="display_band",
            units=16,
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        label.show_words(words, ink="on_training")
        inside = row(spacing=0)
        inside.addWidget(label, 1)
        band.setLayout(inside)
        return band

    @Slot(object)
    def show_text(self, text: CustomerText) -> None:
        scene = self._scenes[text.scene]
        scene.show_text(text)
        # Where the store's name is what is large, it stands there once.
        self.store.setVisible(text.large != self.model.name())
        self._stack.setCurrentWidget(scene)

    def fill(self, screen: QScreen) -> None:
        """Take all of a screen, without the mark of a mouse on it."""
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        # Not showFullScreen: that would ask for the keys.
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.show()

    def stand_on(self, screen: QScreen, width: int, height: int) -> None:
        """Stand in the lower corner of the screen that the till is on."""
        self.unsetCursor()
        self.setWindowState(Qt.WindowState.WindowNoState)
        room = screen.availableGeometry()
        size = QSize(width, height).boundedTo(room.size())
        self.setScreen(screen)
        self.resize(size)
        self.move(room.bottomRight() - QPoint(size.width(), size.height()))
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._refit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        super().closeEvent(event)
        self.closed.emit()

    @Slot()
    def _refit(self) -> None:
        self._sizes.fit(self.width(), self.height())
        pad = self._sizes.px(PAD)
        self._inside.setContentsMargins(pad, pad, pad, pad)
        self._inside.setSpacing(pad // 2)
        ratio = self.devicePixelRatio()
        self.model.slides.box = (round(self.width() * ratio), round(self.height() * ratio))
        for scene in self._scenes.values():
            scene.refit()
        self.logo.refit()
        for part in self.findChildren(FitLabel):
            part.refit()
        self.update()
