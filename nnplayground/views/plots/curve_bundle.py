"""Curves as graphics items that paint their chart once a frame: many over the same x, or one."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

Floats = npt.NDArray[np.float64]


class CurveBundle(QGraphicsItem):
    """One item for many curves: hundreds of pyqtgraph's items would cost 20 us each to paint.

    Attributes:
        emphasized: curves (numbers of columns) that are drawn again, last, with a pen of their own.
        smooth: whether they are drawn with soft edges, which takes several times as long.
    """

    def __init__(self) -> None:
        super().__init__()
        self.emphasized: dict[int, QPen] = {}
        self.smooth = False
        self._pens: list[QPen] = [QPen()]
        self._polygons: list[QPolygonF] = []
        self._points: list[Floats] = []
        self._shown: tuple[Floats, Floats] = np.zeros(0), np.zeros((0, 0))
        self._room = 0
        self._bounds = QRectF(0.0, 0.0, 1.0, 1.0)

    def set_colours(self, colours: Sequence[str]) -> None:
        """Take these colours in turn."""
        self._pens = [QPen(QColor(colour), 0) for colour in colours]
        self.update()

    def set_curves(self, x: Floats, values: Floats, bounds: QRectF) -> None:
        """Show other curves.

        Args:
            x: (rows,), rising.
            values: (rows, curves), finite; NaN above where a curve begins.
            bounds: what of them can be seen.
        """
        rows, curves = values.shape
        same = bounds == self._bounds and np.array_equal(x, self._shown[0])
        if same and np.array_equal(values, self._shown[1], equal_nan=True):
            return  # going through the past changes the cursor and nothing else
        self._shown = x, values
        self._make_room(rows, curves if rows else 0)
        for column, points in enumerate(self._points):
            points[:rows, 0] = x
            points[:rows, 1] = values[:, column]
            points[rows:] = points[rows - 1]  # the rest of the room adds no line
        for column in np.flatnonzero(np.isnan(values[:1]).any(axis=0)).tolist():
            begin = int(np.isfinite(values[:, column]).argmax())
            self._points[column][:begin] = self._points[column][begin]
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.update()

    def _make_room(self, rows: int, curves: int) -> None:
        if rows <= self._room <= 2 * rows + 64 and curves == len(self._polygons):
            return
        self._room = rows + rows // 2
        self._polygons = [pg.functions.create_qpolygonf(self._room) for _ in range(curves)]
        self._points = [pg.functions.ndarray_from_qpolygonf(p) for p in self._polygons]

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self.smooth)
        for column, polygon in enumerate(self._polygons):
            painter.setPen(self._pens[column % len(self._pens)])
            painter.drawPolyline(polygon)
        for column, pen in self.emphasized.items():
            if column < len(self._polygons):
                painter.setPen(pen)
                painter.drawPolyline(self._polygons[column])


class Curve(CurveBundle):
    """One curve.

    pyqtgraph's own makes its chart paint a second time whenever it is given other data.
    """

    @property
    def points(self) -> Floats:
        """(rows, 2), what is shown."""
        x, values = self._shown
        return np.column_stack((x, values.reshape(-1)))

    @property
    def colour(self) -> QColor:
        """What it is drawn in."""
        return self._pens[0].color()

    def set_curve(self, x: Floats, y: Floats, bounds: QRectF) -> None:
        """Show other points x and y (rows,), finite; `bounds` is what of them can be seen."""
        self.set_curves(x, y[:, None], bounds)
