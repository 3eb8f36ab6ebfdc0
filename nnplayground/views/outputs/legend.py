"""The legend of a map: the colour scale with its ends, or the classes with their colours."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.dataset import Dataset
from nnplayground.views.colours import packed_image, packed_scale
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.colouring import value_limit
from nnplayground.views.outputs.plane_axes import small_font
from nnplayground.views.theme import Theme

_BAR, _GAP, _SQUARE = 96.0, 6.0, 12.0
_LINE = 16


class Legend(QWidget):
    """Says which colour is which class or value."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._dataset: Dataset | None = None
        self._target = 0
        self.setToolTip("Pale where the network is not sure")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_dataset(self, dataset: Dataset, target: int = 0) -> None:
        """Say it for this data, or a target of it."""
        if dataset is not self._dataset or target != self._target:
            self._dataset, self._target = dataset, target
            self.setAccessibleName(f"Legend: {', '.join(dataset.classes or dataset.target_names)}")
            self.updateGeometry()
            self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, _LINE)

    def heightForWidth(self, width: int) -> int:
        return _LINE * (1 + max((line for _, line, _ in self._classes(width)), default=0))

    def _classes(self, width: int) -> list[tuple[float, int, str]]:
        """Left side, line and name of each class, where there are more than two."""
        names = self._dataset.classes if self._dataset is not None else ()
        placed, x, line = [], 0.0, 0
        metrics = QFontMetricsF(small_font(self.font()))
        for name in names if len(names) > 2 else ():
            wide = _SQUARE + metrics.horizontalAdvance(name)
            if x and x + wide > width:
                x, line = 0.0, line + 1
            placed.append((x, line, name))
            x += wide + 2 * _GAP
        return placed

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._dataset is None:
            return
        painter = QPainter(self)
        painter.setFont(small_font(self.font()))
        if len(self._dataset.classes) > 2:
            self._paint_classes(painter)
        else:
            self._paint_scale(painter, self._ends(self._dataset))
        painter.end()

    def _ends(self, dataset: Dataset) -> tuple[str, str]:
        """What stands at the two ends of the scale."""
        if dataset.classes:
            return dataset.classes[0], dataset.classes[1]
        limit = number_text(value_limit(dataset, self._target))
        return f"−{limit}", limit

    def _paint_scale(self, painter: QPainter, ends: tuple[str, str]) -> None:
        metrics = QFontMetricsF(painter.font())
        left, right = (metrics.horizontalAdvance(end) for end in ends)
        room = self.width() - left - right - 2 * _GAP - 1
        bar = QRectF(left + _GAP, _LINE / 2 - 4, max(8.0, min(_BAR, room)), 8)
        painter.setPen(QColor(self._theme.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, left + 1, _LINE), middle, ends[0])
        rest = QRectF(bar.right() + _GAP, 0, right + 1, _LINE)
        painter.drawText(rest, middle, ends[1])
        strip = packed_image(np.ascontiguousarray(packed_scale(self._theme)[None, :]))
        painter.drawImage(bar, strip)

    def _paint_classes(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        baseline = (_LINE + metrics.ascent() - metrics.descent()) / 2
        for number, (x, line, name) in enumerate(self._classes(self.width())):
            colour = self._theme.classes[number % len(self._theme.classes)]
            painter.fillRect(QRectF(x, line * _LINE + _LINE / 2 - 4, 8, 8), QColor(colour))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QPointF(x + _SQUARE, line * _LINE + baseline), name)
