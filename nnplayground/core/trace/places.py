"""What a cell of a trace stands for: which parameter, which neuron, which example."""

from nnplayground.core.trace.iteration import Trace


def parameter_of(trace: Trace, key: str, row: int, column: int) -> int | None:
    """The index into theta of a weight, a bias, or a number that belongs to one; else None."""
    quantity = trace[key]
    row, column = _upright(trace, key, row, column)
    layout, layer = trace.problem.layout, quantity.layer - 1
    if _axes(trace, key) == ("source", "unit"):
        return layout.weight_index(layer, row, column)
    if quantity.layer and _axes(trace, key) == ("", "unit"):
        return layout.bias_index(layer, column)
    return None


def cell_of(trace: Trace, index: int, sort: str = "") -> tuple[str, int, int]:
    """The cell (key, row, column) of parameter `index`; with a sort such as 'step' or 'd', its."""
    layout = trace.problem.layout
    layer, source, target = layout.place(index)
    is_bias = source == layout.network.sizes[layer]
    key, row = f"{sort}{'b' if is_bias else 'W'}{layer + 1}", 0 if is_bias else source
    return (key, *_upright(trace, key, row, target))


def neuron_of(trace: Trace, key: str, row: int, column: int) -> tuple[int, int] | None:
    """(layer, neuron): the layer from 1, 0 for the inputs, and the neuron from 0; else None."""
    quantity = trace[key]
    _, column = _upright(trace, key, row, column)
    kind = _axes(trace, key)[1]
    if kind == "input":
        return 0, column
    if kind == "output":
        return len(trace.problem.layout.network.layers), column
    return (quantity.layer, column) if kind == "unit" else None


def example_of(trace: Trace, key: str, row: int, column: int) -> int | None:
    """The example of a cell as its place in the batch, from 0; None where it is of no example."""
    row, _ = _upright(trace, key, row, column)
    return row if _axes(trace, key)[0] == "example" else None


def _upright(trace: Trace, key: str, row: int, column: int) -> tuple[int, int]:
    """Row and column with one example a row, and back again: turning twice changes nothing."""
    return (column, row) if trace[key].turned else (row, column)


def _axes(trace: Trace, key: str) -> tuple[str, str]:
    quantity = trace[key]
    return (quantity.axes[1], quantity.axes[0]) if quantity.turned else quantity.axes
