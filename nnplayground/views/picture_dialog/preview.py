"""Some pictures of each class, side by side."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnplayground.data.stored_pictures import StoredPictures
from nnplayground.views.outputs.picture_grid import pictures_of
from nnplayground.views.outputs.plane_axes import small_font
from nnplayground.views.theme import Theme

CLASSES, EACH = 10, 3
_GAP, _NAME = 6.0, 18.0
_LARGEST = 76.0  # pixels of a picture's side


class PicturesPreview(QWidget):
    """A column for each class, as many as there is room for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: list[str] = []
        self._pictures: list[list[QImage]] = []
        self._ratio = 1.0
        self.setAccessibleName("Some pictures of each class")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(600, 250)

    def show_pictures(self, stored: StoredPictures | None) -> None:
        """Show others; None for none."""
        self._names, self._pictures = [], []
        if stored is not None:
            self._ratio = stored.shape[1] / stored.shape[0]
            for number, name in enumerate(stored.classes[:CLASSES]):
                some = stored.pixels[np.flatnonzero(stored.labels == number)[:EACH]] / 255.0
                self._names.append(name)
                self._pictures.append(pictures_of(some, stored.shape, self._theme))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._pictures:
            return
        painter = QPainter(self)
        painter.setFont(small_font(self.font()))
        metrics = QFontMetricsF(painter.font())
        pitch = (self.width() - 1 + _GAP) / max(len(self._pictures), 5)
        high = (self.height() - _NAME) / EACH - _GAP
        side = min(pitch - _GAP, high * self._ratio, _LARGEST)
        for column, (name, pictures) in enumerate(zip(self._names, self._pictures, strict=True)):
            x = column * min(pitch, side + 3 * _GAP)
            for row, picture in enumerate(pictures):
                cell = QRectF(x, row * (side / self._ratio + _GAP), side, side / self._ratio)
                painter.drawImage(cell, picture)
                painter.setPen(QColor(self._theme.border))
                painter.drawRect(cell)
            below = QRectF(x, EACH * (side / self._ratio + _GAP), side, _NAME)
            painter.setPen(QColor(self._theme.text))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, side)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()
