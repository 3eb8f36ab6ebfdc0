"""The inputs as chips: ready-made ones, the columns of a table, and formulas that are typed."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from nnplayground.core import SpecError, load_dataset
from nnplayground.data import FEATURES, Source, source_for
from nnplayground.data.features import COLUMN, FORMULA, column_features, feature_of, has_feature
from nnplayground.data.formulas import LONGEST, FormulaError
from nnplayground.session import Session
from nnplayground.session.wording import as_sentence
from nnplayground.views.flow_layout import FlowLayout

COLUMNS_SHOWN = 40
FORMULAS_KEPT = 30
LABEL_SHOWN = 24


class FormulaEdit(QLineEdit):
    """A line for a formula; Escape leaves it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.hide()
        else:
            super().keyPressEvent(event)


class InputChips(QWidget):
    """Ticks inputs on and off; the weights of the others stay.

    Attributes:
        chips: the ready-made ones, by their keys.
        own: those of columns and formulas, by their keys.
        add: opens the line for a formula.
        line, problem: where it is typed, and what is wrong with it.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._typed: list[str] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        holder = QWidget()
        self._flow = FlowLayout(holder)
        self.chips = {key: self._chip(feature.label) for key, feature in FEATURES.items()}
        self.own: dict[str, QPushButton] = {}
        self.add = QPushButton("+ formula")
        self.add.setProperty("role", "chip")
        self.add.setToolTip("Make an input of your own from the columns, such as x1*exp(-x2)")
        self.add.clicked.connect(self._on_add)
        self._flow.addWidget(self.add)
        layout.addWidget(holder)
        self.line = FormulaEdit()
        self.line.setPlaceholderText("x1*exp(-x2)")
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName("Formula")
        self.line.setToolTip("Columns are x1, x2, ... or their names; Enter adds the input")
        self.line.returnPressed.connect(self._on_formula)
        self.line.textEdited.connect(self._on_edited)
        self.line.hide()
        layout.addWidget(self.line)
        self.problem = QLabel()
        self.problem.setProperty("role", "alert")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.hide()
        layout.addWidget(self.problem)

    def follow(self) -> None:
        """Show what the experiment says."""
        source, chosen = self._source, self._chosen()
        self._make_own(source, chosen)
        for key, chip in {**self.chips, **self.own}.items():
            is_chosen = key in chosen
            chip.setVisible(key in source.features or key in self.own)
            chip.setChecked(is_chosen)
            label = chip.accessibleName().removeprefix("Input ")
            chip.setToolTip(_tooltip(label, is_chosen, len(chosen)))

    @property
    def _source(self) -> Source:
        return source_for(self._session.seen.data)

    def _chosen(self) -> tuple[str, ...]:
        """The keys of the inputs in use; the columns as they are count as theirs."""
        return self._session.seen.data.features or column_features(self._source)

    def _make_own(self, source: Source, chosen: tuple[str, ...]) -> None:
        """Chips for the columns of a table, and for formulas in use or typed before."""
        columns = [key for key in column_features(source) if key.startswith(COLUMN)]
        typed = [key for key in chosen if key.startswith(FORMULA) and key not in self._typed]
        self._typed = [*self._typed, *typed][-FORMULAS_KEPT:]
        # those that other data has no columns for are gone until it has
        fitting = [key for key in self._typed if has_feature(source, key)]
        wanted = [*(columns if len(columns) <= COLUMNS_SHOWN else []), *fitting]
        if wanted == list(self.own):
            return
        for chip in self.own.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.add)
        self.own = {key: self._chip(feature_of(source, key).label) for key in wanted}
        self._flow.addWidget(self.add)

    def _chip(self, label: str) -> QPushButton:
        short = label if len(label) <= LABEL_SHOWN else label[: LABEL_SHOWN - 1] + "…"
        chip = QPushButton(short.replace("&", "&&"))
        chip.setCheckable(True)
        chip.setProperty("role", "chip")
        chip.setAccessibleName(f"Input {label}")
        chip.clicked.connect(self._on_chip_clicked)
        self._flow.addWidget(chip)
        return chip

    # ---- what a person does ------------------------------------------------------------

    @Slot()
    def _on_chip_clicked(self) -> None:
        source, before = self._source, self._chosen()
        offered = {**{key: self.chips[key] for key in source.features}, **self.own}
        # a table with many columns shows none of them: they stay as they are
        hidden = [key for key in before if key not in offered]
        wanted = (*hidden, *(key for key, chip in offered.items() if chip.isChecked()))
        if wanted:
            self._edit("Inputs", wanted)
        else:
            self._session.said.emit("Inputs: the network needs at least one")
        self.follow()

    def _edit(self, text: str, wanted: tuple[str, ...]) -> bool:
        # one way to write it, so that taking an input away again is no change
        features = () if wanted == column_features(self._source) else wanted
        return self._session.edit_data(text, features=features)

    @Slot()
    def _on_add(self) -> None:
        self.line.show()
        self.line.setFocus()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self.problem.hide()

    @Slot()
    def _on_formula(self) -> None:
        """Take the formula, or say what is wrong and mark the place."""
        key = FORMULA + self.line.text().strip()
        wanted = self._chosen() if key in self._chosen() else (*self._chosen(), key)
        try:
            feature_of(self._source, key)
            load_dataset(self._session.seen.with_data(features=wanted).data)
        except SpecError as error:
            self._show_problem(error)
            return
        if self._edit("Formula", wanted):
            self.line.clear()
            self.line.hide()

    def _show_problem(self, error: SpecError) -> None:
        self.problem.setText(as_sentence(str(error)))
        self.problem.show()
        if isinstance(error, FormulaError):
            spaces = len(self.line.text()) - len(self.line.text().lstrip())
            self.line.setSelection(error.position + spaces, error.length)


def _tooltip(label: str, chosen: bool, count: int) -> str:
    if not chosen:
        return f"Feed {label} to the network as well"
    if count == 1:
        return "The network needs at least one input"
    return f"Take {label} away; the weights of the other inputs stay"
