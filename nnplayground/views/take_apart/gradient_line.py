"""One line below the formula: the operation in NumPy, and the check by finite differences."""

from html import escape

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnplayground.core.gradient_check import GradientCheck, check_gradient
from nnplayground.core.trace import Trace
from nnplayground.files.numpy_passes import operation_code
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.style import BOLD, mixed
from nnplayground.views.take_apart.parameters import indices_of, parameter_of
from nnplayground.views.theme import Theme

# So many forward passes of one example are done unasked, at the most.
UNASKED = 2000
# Parameters that are checked of a large layer, evenly spread.
MOST_CHECKED = 300
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_GRADIENTS = ("dW", "db", "gW", "gb")


class GradientLine(QWidget):
    """Shows an operation as NumPy, and whether a gradient agrees with finite differences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = QLabel()
        self.result = QLabel()
        self.whole = QPushButton("Check gradient")
        self.cell = QPushButton("Check this cell")
        self._trace: Trace | None = None
        self._key = ""
        self._place: CellPlace | None = None
        self._checked: tuple[object, ...] = ()
        self._code_for: tuple[object, ...] = ()
        for label in (self.code, self.result):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.whole.setToolTip("Compare backpropagation with finite differences of the loss")
        self.cell.setToolTip("Turn this one weight a little both ways and look at the loss")
        self.whole.clicked.connect(self.check_whole)
        self.cell.clicked.connect(self.check_cell)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.whole)
        buttons.addWidget(self.cell)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 0, 2, 0)
        layout.setSpacing(4)
        layout.addWidget(self.code)
        layout.addWidget(self.result)
        layout.addLayout(buttons)

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._muted = theme.muted
        self._tint = mixed(theme.surface, theme.border, 0.5)
        self._good = "#2e7d32" if theme.name == "light" else "#7fcf94"
        self._bad = theme.alert
        self._trace = None  # so that the texts are made again
        self._code_for = ()

    def forget(self) -> None:
        """Hold on to no iteration."""
        self._trace = None

    def show_operation(
        self, trace: Trace, key: str, place: CellPlace | None, checked: bool = True
    ) -> None:
        """Show the operation that gives a quantity, and what can be checked.

        Args:
            trace: the iteration.
            key: of the quantity.
            place: the selected cell, None for none.
            checked: whether a small gradient is checked unasked.
        """
        self._place = place
        if trace is not self._trace or key != self._key:
            self._trace, self._key = trace, key
            self._show_code(trace, key)
            self.result.hide()
            self._checked = ()
        gradient = key in trace.quantities and trace[key].sort in _GRADIENTS
        passes = trace.problem.layout.size * len(trace.numbers.X)
        self.whole.setVisible(gradient and trace.numbers.Y is not None)
        checkable = place is not None and parameter_of(trace, place) is not None
        self.cell.setVisible(checkable and gradient)
        if gradient and checked and passes <= UNASKED and not self._checked:
            self.check_whole()

    def _show_code(self, trace: Trace, key: str) -> None:
        network, examples = trace.problem.layout.network, len(trace.numbers.X)
        wanted = (trace.problem.training, network, examples, trace.notation, key)
        if wanted == self._code_for:
            return
        self._code_for = wanted
        is_made = trace.operation(key) is not None
        text = operation_code(trace.problem, key) if is_made else ""
        self.code.setVisible(bool(text))
        code = "<br>".join(
            f'<span style="background-color:{self._tint}">&nbsp;{escape(line)}&nbsp;</span>'
            for line in text.splitlines()
        )
        self.code.setText(
            f'<span style="color:{self._muted}">{_language(trace, key)}:</span> {code}'
        )

    @Slot()
    def check_whole(self) -> None:
        """Check all of the gradient that is shown, or evenly spread cells of a large one."""
        if self._trace is None:
            return
        quantity = self._trace[self._key]
        indices = indices_of(self._trace.problem.layout, quantity.layer, quantity.sort[-1])
        total = len(indices)
        if total > MOST_CHECKED:
            indices = indices[np.linspace(0, total - 1, MOST_CHECKED).astype(np.int64)]
        part = "" if total == len(indices) else f" ({len(indices)} of {total:,} cells)"
        self._say(f"{quantity.symbol}{part}", check_gradient(self._trace, indices))

    @Slot()
    def check_cell(self) -> None:
        """Check the selected cell."""
        if self._trace is None or self._place is None:
            return
        index = parameter_of(self._trace, self._place)
        if index is not None:
            quantity = self._trace[self._place.key]
            symbol = quantity.cell_symbol(self._place.row, self._place.column)
            self._say(symbol, check_gradient(self._trace, [index]))

    def _say(self, what: str, check: GradientCheck) -> None:
        self._checked = (what,)
        error = check.relative_error
        if check.corners.all():
            text, colour = "a corner lies between the two points", self._muted
        elif check.agrees:
            text, colour = f"agrees to {power_text(error)}", self._good
        else:
            text, colour = f"differs by {power_text(error)} of its size", self._bad
        self.result.setText(
            f'<span style="color:{self._muted}">Finite-difference check of {escape(what)}:</span> '
            f'<span style="color:{colour}"><span style="{BOLD}">{text}</span></span>'
        )
        self.result.show()


def _language(trace: Trace, key: str) -> str:
    """'NumPy', and what the code writes otherwise than the matrices beside it."""
    words = ["NumPy"]
    if trace.notation.sign < 0 and key in trace.quantities and trace[key].derivative:
        words.append("textbook signs")
    if trace.notation.turned:
        words.append("examples in rows")
    return ", ".join(words)


def power_text(value: float) -> str:
    """'3·10⁻¹⁰'."""
    if value == 0.0:
        return "the last digit"
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
