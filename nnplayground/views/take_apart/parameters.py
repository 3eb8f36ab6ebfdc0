"""Between cells of matrices and the network's parameters, neurons and examples."""

import numpy as np

from nnplayground.core import ParameterLayout
from nnplayground.core.arrays import IntArray
from nnplayground.core.trace import Quantity, Trace
from nnplayground.session import Selection
from nnplayground.session.trace_cursor import CellPlace


def straight(quantity: Quantity, place: CellPlace) -> tuple[tuple[str, str], int, int]:
    """Axes, row and column with one example a row, however the matrix is turned."""
    first, second = quantity.axes
    if quantity.turned:
        return (second, first), place.column, place.row
    return (first, second), place.row, place.column


def parameter_of(trace: Trace, place: CellPlace) -> int | None:
    """The parameter (index into theta) that a cell is about; None where it is about none."""
    quantity = trace[place.key]
    axes, row, column = straight(quantity, place)
    if axes[1] != "unit" or axes[0] not in ("source", ""):
        return None
    layout, layer = trace.problem.layout, quantity.layer - 1
    source = row if axes[0] == "source" else layout.network.sizes[layer]
    return layout.weight_index(layer, source, column)


def selection_for(trace: Trace, place: CellPlace) -> Selection | None:
    """What of the network a cell is about; None for nothing."""
    quantity = trace[place.key]
    axes, row, column = straight(quantity, place)
    last = len(trace.numbers.layers)
    if axes == ("example", "input"):
        return Selection(0, column)
    if axes == ("example", "unit"):
        return Selection(quantity.layer, column)
    if axes == ("example", "output"):
        return Selection(last, column)
    if axes == ("source", "unit"):
        return Selection(quantity.layer, column, row)
    if axes == ("", "unit"):
        return Selection(
            quantity.layer, column, trace.problem.layout.network.sizes[quantity.layer - 1]
        )
    return None


def example_of(trace: Trace, place: CellPlace) -> int | None:
    """Number (from 0) of the training example that a cell is about; None for none."""
    quantity = trace[place.key]
    axes, row, _ = straight(quantity, place)
    if axes[0] != "example" or trace.examples is None:
        return None
    return int(trace.examples[row])


def place_for(trace: Trace, selection: Selection, key: str, row: int) -> CellPlace | None:
    """The cell about a selected neuron or parameter: in the matrix `key` if that has one.

    Args:
        trace: the iteration.
        selection: of the network.
        key: of the matrix that is looked at; '' for none.
        row: of the example to show.
    """
    layer, neuron, source = selection.layer, selection.neuron, selection.source
    if neuron is None:
        neuron = 0
    if source is not None:
        bias = source == trace.problem.layout.network.sizes[layer - 1]
        wanted = _family(trace, key, layer, "b" if bias else "W")
        return _placed(trace, wanted, 0 if bias else source, neuron)
    if layer == 0:
        return _placed(trace, "X", row, neuron)
    known = trace.quantities.get(key)
    if known is not None and known.layer == layer and "example" in known.axes:
        return _placed(trace, key, row, neuron)
    sort = known.sort if known is not None and "example" in known.axes else "A"
    wanted = f"{sort}{layer}"
    return _placed(trace, wanted if wanted in trace.quantities else f"A{layer}", row, neuron)


def _family(trace: Trace, key: str, layer: int, which: str) -> str:
    """The matrix about the same thing, such as the gradient, of other parameters."""
    known = trace.quantities.get(key)
    if known is not None and known.axes in (("source", "unit"), ("unit", "source"), ("", "unit")):
        sort = known.sort[:-1] + which
        if f"{sort}{layer}" in trace.quantities:
            return f"{sort}{layer}"
    return f"{which}{layer}"


def _placed(trace: Trace, key: str, row: int, column: int) -> CellPlace | None:
    if key not in trace.quantities:
        return None
    quantity = trace[key]
    rows, columns = quantity.shape
    if quantity.turned:
        row, column = column, row
    return CellPlace(key, min(row, rows - 1), min(column, columns - 1))


def indices_of(layout: ParameterLayout, layer: int, which: str) -> IntArray:
    """The parameters (indices into theta) of the weights 'W' or biases 'b' of a layer from 1."""
    every = np.arange(layout.size)
    part = layout.weight if which == "W" else layout.bias
    found: IntArray = part(every, layer - 1).reshape(-1)
    return found
