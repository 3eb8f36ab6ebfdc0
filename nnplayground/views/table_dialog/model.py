"""The first rows of a table for looking at, with what each column is in its header."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from nnplayground.core.table_spec import TableColumn
from nnplayground.data.table_kinds import is_missing
from nnplayground.views.theme import Theme

ROWS = 100
_CELL = 200  # characters

ROLES = {"input": "input", "target": "target", "unused": "not used"}
KINDS = {"number": "numbers", "category": "categories", "yes_no": "yes/no"}

Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """Rows of texts under columns that a person is choosing for."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._first = 1
        self._rows: list[list[str]] = []
        self._columns: tuple[TableColumn, ...] = ()

    def show(self, columns: tuple[TableColumn, ...], rows: list[list[str]], first: int = 1) -> None:
        """Show another table, whose first row has the number `first` in its file."""
        self.beginResetModel()
        self._first = first
        self._columns, self._rows = columns, rows[:ROWS]
        self.endResetModel()

    def show_columns(self, columns: tuple[TableColumn, ...]) -> None:
        """Show that the columns are meant otherwise."""
        self._columns = columns
        last = len(columns) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, last))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        cell = row[column] if column < len(row) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return "missing" if cell is None else " ".join(cell[:_CELL].split())
        if role == Qt.ItemDataRole.ForegroundRole:
            if cell is None:
                return QBrush(QColor(self._theme.alert))
            if self._columns[column].role == "unused" or is_missing(cell):
                return QBrush(QColor(self._theme.muted))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + self._first)
        column = self._columns[section]
        what = ROLES[column.role]
        kind = "" if column.role == "unused" else f" · {KINDS[column.kind]}"
        return f"{column.name}\n{what}{kind}"
