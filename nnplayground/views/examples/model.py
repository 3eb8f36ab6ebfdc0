"""The table of examples over arrays: a cell becomes text when it is looked at, and not before."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPixmap

from nnplayground.core.arrays import IntArray
from nnplayground.session.scoring import Scored
from nnplayground.views.colours import packed_image, packed_ramp
from nnplayground.views.examples.columns import Column, columns_of, part_of
from nnplayground.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_INVALID = QModelIndex()
# Pixels across of an example's picture, and how many pictures are kept.
PICTURE = 26
_KEPT = 400
_SHADES = 64

# Changes the value at an example's place to a text; returns whether that could be.
Edit = Callable[[int, int, str], bool]


class ExamplesModel(QAbstractTableModel):
    """Rows are examples in some order, columns as `columns_of` says.

    Args:
        edit: changes a value.

    Attributes:
        scored: what is shown, None before there is anything.
        columns: what stands in them.
        order: (rows,) the numbers of the examples.
        fixed: why no value can be changed, '' where they can.
    """

    def __init__(self, theme: Theme, edit: Edit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        self.scored: Scored | None = None
        self.columns: tuple[Column, ...] = ()
        self.order: IntArray = np.zeros(0, dtype=np.int64)
        self.fixed = ""
        self._pictures: dict[int, QPixmap] = {}
        self.apply_theme(theme)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._alert, self._muted = QBrush(QColor(theme.alert)), QBrush(QColor(theme.muted))
        self._ink = packed_ramp(theme.surface, theme.text, _SHADES)
        self._pictures.clear()
        self._all_changed()

    def show(self, scored: Scored, order: IntArray, fixed: str) -> bool:
        """Show other examples, or others' numbers; returns whether the columns are other ones."""
        before, self.fixed = self.scored, fixed
        same_data = before is not None and before.dataset is scored.dataset
        other_columns = before is None or _asks(before) != _asks(scored)
        if not same_data:
            self._pictures.clear()
        if other_columns or len(order) != len(self.order):
            self.beginResetModel()
            self.scored, self.order = scored, order
            self.columns = columns_of(scored)
            self.endResetModel()
            return other_columns
        self.scored, self.order = scored, order
        if not same_data:
            self.columns = columns_of(scored)
        self._all_changed()
        return False

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.scored, self.columns = None, ()
        self.order = np.zeros(0, dtype=np.int64)
        self._pictures.clear()
        self.endResetModel()

    def row_of(self, number: int) -> int:
        """Where an example stands, -1 for nowhere."""
        found = np.flatnonzero(self.order == number)
        return int(found[0]) if len(found) else -1

    def column_at(self, key: str) -> int:
        """Where a column stands, -1 for nowhere."""
        return next((n for n, column in enumerate(self.columns) if column.key == key), -1)

    def _all_changed(self) -> None:
        if len(self.order):
            last = self.index(len(self.order) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # ---- what Qt asks ------------------------------------------------------------------

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return self.columns[section].title
        if role == _ROLE.ToolTipRole:
            return f"{self.columns[section].tip}. Click to sort by it."
        if role == _ROLE.TextAlignmentRole:
            return self._alignment(self.columns[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.fixed and self.columns[index.column()].place is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = 0) -> Any:
        scored, column = self.scored, self.columns[index.column()]
        if scored is None:
            return None
        number = int(self.order[index.row()])
        if role == _ROLE.DisplayRole:
            return column.text(scored, number)
        if role == _ROLE.EditRole:
            return column.full(scored, number)
        if role == _ROLE.TextAlignmentRole:
            return self._alignment(column)
        if role == _ROLE.ForegroundRole:
            return self._colour(scored, column, number)
        if role == _ROLE.ToolTipRole:
            return self._told(scored, column, number)
        if role == _ROLE.DecorationRole and column.picture:
            return self._picture(scored, number)
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        column, scored = self.columns[index.column()], self.scored
        number = int(self.order[index.row()])
        text = str(value).strip()
        if scored is None or column.place is None or text == column.full(scored, number):
            return False
        return self._edit(number, column.place, text)

    def _alignment(self, column: Column) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column.words else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter

    def _colour(self, scored: Scored, column: Column, number: int) -> QBrush | None:
        if column.key == "example":
            return self._muted
        return self._alert if column.said and scored.is_wrong(number) else None

    def _told(self, scored: Scored, column: Column, number: int) -> str:
        """Every digit, to check by hand; of what is given, whether and how it can be changed."""
        digits = column.full(scored, number)
        if column.said or column.key == "example":
            return digits
        if self.fixed:
            return f"{digits}\n{self.fixed}." if digits else f"{self.fixed}."
        return f"{digits}\nDouble-click or F2 changes it."

    def _picture(self, scored: Scored, number: int) -> QPixmap:
        if number not in self._pictures:
            if len(self._pictures) >= _KEPT:
                self._pictures.clear()
            self._pictures[number] = self._painted(scored, number)
        return self._pictures[number]

    def _painted(self, scored: Scored, number: int) -> QPixmap:
        shape = scored.dataset.image_shape
        assert shape is not None
        part, row = part_of(scored.dataset, number)
        levels = (np.clip(part.raw[row], 0.0, 1.0) * (_SHADES - 1)).round().astype(np.int64)
        image: QImage = packed_image(self._ink[levels.reshape(shape)])
        return QPixmap.fromImage(
            image.scaledToHeight(PICTURE, Qt.TransformationMode.SmoothTransformation)
        )


def _asks(scored: Scored) -> tuple[object, ...]:
    """What the columns depend on."""
    dataset = scored.dataset
    return dataset.columns, dataset.classes, dataset.target_names, scored.outputs.shape[1]
