"""What stands around a layer's neurons: header, activation, dashed frame and handle."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem

from nnplayground.views.editor.column import FIRST_SHOWN, LAST_SHOWN, Column
from nnplayground.views.editor.item import Item
from nnplayground.views.notation import number_text
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme

_CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Writing:
    """What is written around a layer.

    Attributes:
        header: 'Hidden 1 · 4'.
        chooser: the activation, '' for none.
        notes: what else is set, as 'dropout 0.2 · frozen'.
        handle: whether the number of neurons can be dragged.
        movable: whether the layer can be dragged.
        selected: whether the layer is selected.
        hovered: whether the pointer is in it.
        target: whether what is being dragged would be dropped on it.
        previewed: how many neurons are being dragged to, None while none are.
        faded: whether the layer itself is being dragged elsewhere.
    """

    header: str
    chooser: str = ""
    notes: str = ""
    handle: bool = False
    movable: bool = False
    selected: bool = False
    hovered: bool = False
    target: bool = False
    previewed: int | None = None
    faded: bool = False


class ColumnItem(Item):
    """Draws the writing and the frame of one column."""

    def __init__(self, column: Column, writing: Writing, theme: Theme) -> None:
        super().__init__()
        self.setZValue(0)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.column, self.writing, self.theme = column, writing, theme

    def present(self, column: Column, writing: Writing, theme: Theme) -> None:
        """Draw something else where it is something else."""
        if (column, writing, theme) == (self.column, self.writing, self.theme):
            return
        self.prepareGeometryChange()
        self.column, self.writing, self.theme = column, writing, theme
        self.update()

    def boundingRect(self) -> QRectF:
        column = self.column
        return column.frame.united(column.header).united(column.handle).adjusted(-46, -4, 46, 4)

    def draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.35 if self.writing.faded else 1.0)
        self._paint_frame(painter)
        self._paint_header(painter)
        self._paint_chooser(painter)
        self._paint_handle(painter)
        if self.column.folds:
            self._paint_fold(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        theme, writing = self.theme, self.writing
        quiet = mixed(theme.border, theme.muted, 0.25)
        active = writing.selected or writing.target or writing.previewed is not None
        pen = QPen(QColor(theme.accent if active else quiet), 1.5 if active else 1.0)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        tint = QColor(theme.accent)
        tint.setAlphaF(
            0.12
            if writing.target
            else 0.06
            if writing.selected
            else 0.03
            if writing.hovered
            else 0.0
        )
        painter.setBrush(tint)
        painter.drawRoundedRect(self.column.frame, 6, 6)

    def _paint_header(self, painter: QPainter) -> None:
        writing = self.writing
        painter.setFont(_font(13, QFont.Weight.DemiBold))
        painter.setPen(QColor(self.theme.text))
        grip = "⠿ " if writing.movable else ""
        painter.drawText(self.column.header, _CENTER, grip + writing.header)

    def _paint_chooser(self, painter: QPainter) -> None:
        theme, column, writing = self.theme, self.column, self.writing
        if writing.chooser:
            painter.setFont(_font(12))
            painter.setPen(QColor(theme.accent))
            wide = column.chooser.adjusted(-16, 0, 16, 0)
            painter.drawText(wide, _CENTER, f"{writing.chooser} ▾")
            if writing.selected or writing.hovered:
                painter.setPen(QColor(theme.muted))
                painter.drawText(column.settings, _CENTER, "⋯")
        if writing.notes:
            painter.setFont(_font(10))
            painter.setPen(QColor(theme.muted))
            painter.drawText(column.notes, _CENTER, writing.notes)

    def _paint_handle(self, painter: QPainter) -> None:
        if not self.writing.handle:
            return
        theme, writing = self.theme, self.writing
        active = writing.hovered or writing.previewed is not None
        painter.setFont(_font(11))
        painter.setPen(QColor(theme.accent if active else mixed(theme.muted, theme.canvas, 0.25)))
        text = "▾ drag to add neurons ▾"
        if writing.previewed is not None:
            text = f"▾ {number_text(writing.previewed)} neurons ▾"
        # the frame makes room for it
        room = self.column.handle.adjusted(-20, 0, 20, 0)
        place = painter.boundingRect(room, _CENTER, text).adjusted(-2, 0, 2, 0)
        painter.fillRect(place, QColor(theme.canvas))
        painter.drawText(room, _CENTER, text)

    def _paint_fold(self, painter: QPainter) -> None:
        theme = self.theme
        painter.setFont(_font(11))
        painter.setPen(QColor(theme.muted))
        if self.column.shape == "grid":
            painter.drawText(self.column.fold, _CENTER, "▴ fold")
            return
        hidden = self.column.units - FIRST_SHOWN - LAST_SHOWN
        painter.drawText(self.column.fold, _CENTER, f"⋮\n{number_text(hidden)} more\n⋮")


def _font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font
