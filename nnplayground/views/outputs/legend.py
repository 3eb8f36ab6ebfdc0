"""The legend of a map: the colour scale with its ends, or the classes with their colours."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.core.dataset import Dataset
from nnplayground.views.colours import packed_image, packed_scale
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.colouring import value_limit
from nnplayground.views.outputs.plane_axes import small_font
from nnplayground.views.theme import Theme

_BAR, _GAP = 96.0, 6.0


class Legend(QWidget):
    """Says which colour is which class or value."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._dataset: Dataset | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_dataset(self, dataset: Dataset) -> None:
        """Say it for this data."""
        if dataset is not self._dataset:
            self._dataset = dataset
            self.setAccessibleName(f"Legend: {', '.join(dataset.classes or dataset.target_names)}")
            self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._dataset is None:
            return
        painter = QPainter(self)
        painter.setFont(small_font(self.font()))
        if len(self._dataset.classes) > 2:
            self._paint_classes(painter, self._dataset)
        else:
            self._paint_scale(painter, self._ends(self._dataset))
        painter.end()

    def _ends(self, dataset: Dataset) -> tuple[str, str]:
        """What stands at the two ends of the scale."""
        if dataset.classes:
            return dataset.classes[0], dataset.classes[1]
        limit = number_text(value_limit(dataset))
        return f"−{limit}", limit

    def _paint_scale(self, painter: QPainter, ends: tuple[str, str]) -> None:
        width = painter.fontMetrics().horizontalAdvance(ends[0])
        bar = QRectF(width + _GAP, self.height() / 2 - 4, _BAR, 8)
        painter.setPen(QColor(self._theme.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, width + 1, self.height()), middle, ends[0])
        rest = QRectF(bar.right() + _GAP, 0, self.width() - bar.right(), self.height())
        painter.drawText(rest, middle, ends[1])
        strip = packed_image(np.ascontiguousarray(packed_scale(self._theme)[None, :]))
        painter.drawImage(bar, strip)

    def _paint_classes(self, painter: QPainter, dataset: Dataset) -> None:
        x, metrics = 0.0, painter.fontMetrics()
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        for name, colour in zip(dataset.classes, self._theme.classes, strict=False):
            painter.fillRect(QRectF(x, self.height() / 2 - 4, 8, 8), QColor(colour))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QPointF(x + 12, baseline), name)
            x += 12 + metrics.horizontalAdvance(name) + 2 * _GAP
