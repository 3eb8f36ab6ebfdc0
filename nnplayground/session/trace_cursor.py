"""Where a person is in the iteration that is taken apart: operation, layer, cell, notation."""

from PySide6.QtCore import QObject, Signal

from nnplayground.core import Problem
from nnplayground.core.trace import Notation, Operation, Trace
from nnplayground.session.frame import Frame
from nnplayground.session.taken_apart import NEXT_BATCH, CellPlace, Subject, TakenApart, is_in

__all__ = ["NEXT_BATCH", "CellPlace", "Subject", "TraceCursor"]
from nnplayground.session.selection import ExampleSelection

FEWEST_DIGITS, MOST_DIGITS = 2, 10
USUAL_DIGITS = 4


class TraceCursor(QObject):
    """Goes through the operations of one iteration.

    The position is 0 before the first operation, n once the n-th is done.

    Signals:
        changed(): something else is to be seen.
        turned(bool): rows and columns have changed places; whether examples are columns now.
        finished(): a step went past the last operation; the iteration is to be done.
        asked(): a person elsewhere wants to see the matrices.

    Attributes:
        position: how many operations are done.
        layer: the layer that is looked at, from 1.
        cell: the selected one, None for none.
        focus: key of the matrix that is pointed at, '' for none.
        notation, digits: how it is written.
        subject: what goes through the network.
        watched: whether the matrices are in view.
    """

    changed = Signal()
    turned = Signal(bool)
    finished = Signal()
    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.position = 0
        self.layer = 1
        self.cell: CellPlace | None = None
        self.focus = ""
        self.notation = Notation()
        self.digits = USUAL_DIGITS
        self.subject = NEXT_BATCH
        self.watched = False
        self._taken = TakenApart()
        self._anew = False

    # ---- what is taken apart -------------------------------------------------------------

    def trace_of(self, frame: Frame) -> Trace:
        """The iteration that begins at a frame; the same one again for the same frame."""
        if not self._taken.is_of(frame, self.subject, self.notation):
            self.subject = self._taken.take(frame, self.subject, self.notation)
            assert self._trace is not None
            self._fit(self._trace)
        assert self._trace is not None
        return self._trace

    @property
    def trace(self) -> Trace | None:
        """The iteration that was taken apart last."""
        return self._taken.trace

    _trace = trace

    def problem_of(self, frame: Frame) -> Problem:
        """What is trained in a frame."""
        return self._taken.problem_of(frame)

    def _fit(self, taken: Trace) -> None:
        """Stay where there is something, in another network."""
        layers = len(taken.numbers.layers)
        self.position = 0 if self._anew else min(self.position, len(taken.operations))
        if self._anew or self.layer > layers:
            self.layer = 1
        self._anew = False
        self.cell = self.cell if self.cell is not None and is_in(taken, self.cell) else None
        self.focus = self.focus if self.focus in taken.quantities else ""

    # ---- steps ---------------------------------------------------------------------------

    @property
    def operation(self) -> Operation | None:
        """The operation that was done last; None before the first."""
        if self._trace is None or not 0 < self.position <= len(self._trace.operations):
            return None
        return self._trace.operations[self.position - 1]

    def forward(self) -> None:
        """Do the next operation; past the last one the iteration is finished."""
        if self._trace is None:
            return
        if self.position >= len(self._trace.operations):
            self._anew = True
            self.finished.emit()
            return
        self._go(self.position + 1)

    def back(self) -> None:
        """Take the last operation back."""
        self._go(max(0, self.position - 1))

    def go_to_operation(self, key: str) -> None:
        """Be where the operation that gives a quantity was just done."""
        if self._trace is not None and self._trace.operation(key) is not None:
            self._go(self.position_of(key))

    def begin(self, layer: int = 1) -> None:
        """Look at what a layer is fed: before the first operation for the first layer."""
        if self._trace is None:
            return
        if layer == 1:
            self._go(0, 1)
            return
        fed = self._trace[f"Z{layer}"].operands[0]
        self._go(self.position_of(fed), layer)

    def _go(self, position: int, layer: int | None = None) -> None:
        assert self._trace is not None
        self.position = position
        operation = self.operation
        if layer is not None:
            self.layer = layer
        elif operation is None:
            self.layer = 1
        else:
            self.layer = operation.layer or len(self._trace.numbers.layers)
        self.focus = operation.key if operation is not None and layer is None else ""
        if operation is not None and layer is None:
            self.cell = self._cell_for(operation)
        self.changed.emit()

    def _cell_for(self, operation: Operation) -> CellPlace:
        """The cell to select in the result: of the same example and neuron if that fits."""
        assert self._trace is not None
        result, before = self._trace[operation.key], self.cell
        if before is None or before.key not in self._trace.quantities:
            return CellPlace(operation.key, 0, 0)
        known = self._trace[before.key]
        place = {known.axes[0]: before.row, known.axes[1]: before.column}
        row, column = (
            min(place.get(axis, 0) if axis else 0, size - 1)
            for axis, size in zip(result.axes, result.shape, strict=True)
        )
        return CellPlace(operation.key, row, column)

    def position_of(self, key: str) -> int:
        """How many operations are done once a quantity is computed; 0 for what is given."""
        operations = () if self._trace is None else self._trace.operations
        keys = [operation.key for operation in operations]
        return keys.index(key) + 1 if key in keys else 0

    # ---- layers, examples, cells ---------------------------------------------------------

    def go_to_layer(self, layer: int) -> None:
        """Look at the same kind of operation in another layer."""
        if self._trace is None or not 1 <= layer <= len(self._trace.numbers.layers):
            return
        operation = self.operation
        same = [
            o.key
            for o in self._trace.operations
            if operation is not None and o.layer == layer and o.kind == operation.kind
        ]
        if same:
            self.go_to_operation(same[0])
        elif operation is not None and operation.layer:
            nearest = [o for o in self._trace.operations if o.layer == layer]
            stage = [o.key for o in nearest if o.stage == operation.stage]
            self.go_to_operation(stage[0] if stage else nearest[0].key)
        else:
            self.begin(layer)

    def step_example(self, way: int = 1) -> bool:
        """The next example of the batch (1) or the one before (-1); whether there is one."""
        taken = self._trace
        if taken is None:
            return False
        cell = self.cell or CellPlace("X", 0 if way > 0 else 1, 0)
        quantity = taken[cell.key]
        if "example" not in quantity.axes:
            cell = CellPlace("X", 0 if way < 0 else -1, 0)
            quantity = taken["X"]
        axis = quantity.axes.index("example")
        place = [cell.row, cell.column]
        place[axis] += way
        if not 0 <= place[axis] < quantity.shape[axis]:
            return False
        self.select_cell(CellPlace(cell.key, place[0], place[1]))
        return True

    def select_cell(self, cell: CellPlace | None) -> None:
        """Select a cell where the position is; None for none."""
        if cell is not None and (self._trace is None or not is_in(self._trace, cell)):
            return
        if cell != self.cell:
            self.cell = cell
            self.changed.emit()

    def show_quantity(self, key: str) -> None:
        """Go to where a matrix is computed, or first used where it is given."""
        taken = self._trace
        if taken is None or key not in taken.quantities:
            return
        if taken.operation(key) is not None:
            self._go(self.position_of(key))
        else:
            users = [o.key for o in taken.operations if key in o.operands]
            if key in ("X", "W1", "b1") or not users:
                self._go(0, 1)
            else:
                self._go(self.position_of(users[0]))
        self.focus, self.cell = key, None
        self.changed.emit()

    def show_cell(self, cell: CellPlace) -> None:
        """Go to where a cell is computed, and select it."""
        self.show_quantity(cell.key)
        self.select_cell(cell)

    # ---- how it is written ---------------------------------------------------------------

    def set_notation(self, notation: Notation) -> None:
        """Write everything otherwise; the place stays."""
        if notation == self.notation:
            return
        turned = notation.turned != self.notation.turned
        operation, cell = self.operation, self.cell
        self.notation = notation
        if turned and cell is not None:
            self.cell = CellPlace(cell.key, cell.column, cell.row)
        if turned:
            self.turned.emit(notation.turned)
        if self._trace is not None:
            self._taken.rewrite(notation)
            self._keep_place(self._trace, operation)
        self.changed.emit()

    def _keep_place(self, taken: Trace, operation: Operation | None) -> None:
        if operation is not None:
            keys = [o.key for o in taken.operations]
            same = operation.key in keys
            self.position = (keys.index(operation.key) + 1) if same else self.position
        self._fit(taken)

    def set_digits(self, digits: int) -> None:
        """Print so many decimals, 2 to 10."""
        digits = min(max(digits, FEWEST_DIGITS), MOST_DIGITS)
        if digits != self.digits:
            self.digits = digits
            self.changed.emit()

    def take(self, subject: Subject) -> None:
        """Send other examples through the network."""
        if subject != self.subject:
            self.subject = subject
            self.cell = None
            self.changed.emit()

    def take_example(self, example: ExampleSelection) -> None:
        """Send one example of the data through the network; one for testing without its answer."""
        if example.is_for_training:
            self.take(Subject(examples=(example.row,)))
        else:
            self.take(Subject(inputs=(tuple(example.part.inputs[example.row].tolist()),)))

    def ask(self) -> None:
        """Bring the matrices into view."""
        self.asked.emit()

    def next_operation(self) -> None:
        """Bring the matrices into view, and do the next operation."""
        self.ask()
        self.forward()

    def next_example(self) -> None:
        """Follow the next example of the batch; past the last one the iteration is finished."""
        self.ask()
        if self._trace is None or self.step_example():
            return
        cell = self.cell
        if cell is not None:
            axes = self._trace[cell.key].axes
            along = axes.index("example") if "example" in axes else -1
            place = [0 if axis == along else at for axis, at in enumerate((cell.row, cell.column))]
            self.cell = CellPlace(cell.key, place[0], place[1])
        self.finished.emit()

    def forget(self) -> None:
        """Hold on to no iteration, and so to no data that is gone."""
        self._taken = TakenApart()

    def watch(self, watched: bool) -> None:
        """The matrices came into view, or went out of it."""
        if watched != self.watched:
            self.watched = watched
            self.changed.emit()
