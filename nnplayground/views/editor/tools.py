"""The small controls in the corners of the canvas: zoom, and from which strength edges show."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from nnplayground.views.editor.canvas import Canvas
from nnplayground.views.notation import number_text

ZOOM_STEP = 1.25


class Tools(QWidget):
    """Controls on a ground that hides what is below them."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(QPalette.ColorRole.AlternateBase)
        ground.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect(), 6, 6)
        painter.end()


class ZoomBar(Tools):
    """Smaller, larger, all of it.

    Args:
        canvas: what is zoomed, and what the bar lies on.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas.viewport())
        self.setObjectName("zoomBar")
        self._canvas = canvas
        self.smaller = _button("−", "Zoom out")
        self.value = _button("100 %", "Zoom to 100 %")
        self.larger = _button("+", "Zoom in")
        self.fit = _button("Fit", "Show the whole network")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for button in (self.smaller, self.value, self.larger, self.fit):
            layout.addWidget(button)
        self.smaller.clicked.connect(self._on_smaller)
        self.larger.clicked.connect(self._on_larger)
        self.value.clicked.connect(self._on_value)
        self.fit.clicked.connect(canvas.fit)
        canvas.zoomed.connect(self._on_zoomed)

    @Slot()
    def _on_smaller(self) -> None:
        self._canvas.zoom_by(1 / ZOOM_STEP)

    @Slot()
    def _on_larger(self) -> None:
        self._canvas.zoom_by(ZOOM_STEP)

    @Slot()
    def _on_value(self) -> None:
        self._canvas.zoom_by(1 / self._canvas.zoom)

    @Slot(float)
    def _on_zoomed(self, zoom: float) -> None:
        self.value.setText(f"{round(zoom * 100)} %")


class EdgeBar(Tools):
    """From which strength on edges are drawn; shown for networks with many.

    Signals:
        threshold_changed(float): 0 to 1, relative to the strongest of a layer.
    """

    threshold_changed = Signal(float)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas.viewport())
        self.setObjectName("edgeBar")
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setFixedWidth(110)
        self.slider.setAccessibleName("Weakest edge that is drawn")
        self.slider.setToolTip("Further right, only stronger edges are drawn")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.slider)
        layout.addWidget(self.count)
        self.slider.valueChanged.connect(self._on_moved)
        self.hide()

    def present(self, drawn: int, total: int, room: int) -> None:
        """Say how many edges are drawn, in `room` pixels of the whole bar."""
        text = f"{number_text(drawn)} strongest of {number_text(total)} weights"
        short = room - self.slider.width() - 12
        if self.count.fontMetrics().horizontalAdvance(text) > short:
            text = f"{number_text(drawn)} of {number_text(total)}"
        if text != self.count.text():
            self.count.setText(text)
            self.adjustSize()

    @Slot(int)
    def _on_moved(self, value: int) -> None:
        self.threshold_changed.emit(value / 100)


def _button(text: str, tooltip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tooltip)
    button.setAccessibleName(tooltip)
    button.setProperty("role", "quiet")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
