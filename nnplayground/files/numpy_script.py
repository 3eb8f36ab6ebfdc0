"""Training as a script that needs nothing but Python and NumPy, and prints the same numbers."""

import base64
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from nnplayground.core import OPTIMIZERS, Problem, RunState
from nnplayground.core.random import ExampleOrder
from nnplayground.files.numpy_code import (
    ACTIVATION_CODE,
    FUNCTIONS,
    IMPORTS,
    OPTIMIZER_CODE,
)
from nnplayground.files.numpy_passes import iteration_lines

# Arrays up to this many numbers are written out; larger ones are packed.
_WRITTEN = 400

_SHOW = """\
def show(name, array):
    print(f"{name} {np.shape(array)}")
    print(array)
"""


def training_script(problem: Problem, state: RunState, iterations: int) -> str:
    """A script that goes on from `state` for some iterations and prints each one's loss.

    Its losses equal the program's to rounding; it computes in float64, whatever the precision.
    """
    body = [line.text for line in iteration_lines(problem)]
    body.append('print(f"iteration {iteration}: loss {float(loss)!r}")')
    return _script(problem, state, iterations, body, ())


def iteration_script(problem: Problem, state: RunState) -> str:
    """A script of the next iteration that prints every matrix, by the names that a trace has."""
    body: list[str] = []
    for line in iteration_lines(problem):
        body.append(line.text)
        body += [f'show("{name}", {name})' for name in line.makes]
    return _script(problem, state, 1, body, (_SHOW, "np.set_printoptions(precision=10)\n"))


def _script(
    problem: Problem, state: RunState, iterations: int, body: list[str], extra: tuple[str, ...]
) -> str:
    settings = list(_settings(problem, state, iterations))
    functions = [FUNCTIONS[name] for name in _needed(problem, settings)]
    imports = [f"import {name}" for name in _imports(problem, settings)]
    title = problem.layout.network.title
    first, last = state.iteration, state.iteration + iterations
    parts = [
        f'"""{title}, iterations {first} to {last - 1} in plain NumPy, made by nnplayground."""\n',
        "\n".join([*imports, *([""] if imports else []), "import numpy as np"]) + "\n",
        *functions,
        *extra,
        "\n".join(settings) + "\n",
        f"for iteration in range({first}, {last}):\n" + _indented(body),
    ]
    return "\n\n".join(part.rstrip("\n") + "\n" for part in parts)


def _indented(lines: list[str]) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in lines)


def _needed(problem: Problem, settings: list[str]) -> list[str]:
    """Names in FUNCTIONS that the script calls, in the table's order."""
    layers = problem.layout.network.layers
    needed = {name for layer in layers for name in ACTIVATION_CODE[layer.activation].needs}
    if any(layer.dropout for layer in layers):
        needed.add("dropout_mask")
    if any("unpack(" in line for line in settings):
        needed.add("unpack")
    return [name for name in FUNCTIONS if name in needed]


def _imports(problem: Problem, settings: list[str]) -> list[str]:
    needed = _needed(problem, settings)
    return sorted({module for name in needed for module in IMPORTS.get(name, ())})


def _settings(problem: Problem, state: RunState, iterations: int) -> Iterator[str]:
    """Data, parameters, slots and numbers at the head of a script."""
    layout, training = problem.layout, problem.training
    yield f"inputs = {array_code(problem.X)}"
    yield f"targets = {array_code(problem.Y)}"
    yield from _order(problem, state, iterations)
    yield ""
    slots = OPTIMIZERS[training.optimizer].slots
    vectors = {"": state.theta, **dict(zip((f"{s}_" for s in slots), state.slots, strict=True))}
    for i, layer in enumerate(layout.network.layers):
        for prefix, vector in vectors.items():
            yield f"{prefix}W{i + 1} = {array_code(layout.weight(vector, i))}"
            if layer.bias:
                yield f"{prefix}b{i + 1} = {array_code(layout.bias(vector, i)[None])}"
    mask = layout.frozen_mask()
    for i, layer in enumerate(layout.network.layers):
        if layer.frozen or layer.frozen_parameters:
            yield f"learns_W{i + 1} = {array_code(~layout.weight(mask, i))}"
            if layer.bias:
                yield f"learns_b{i + 1} = {array_code(~layout.bias(mask, i)[None])}"
    yield ""
    for name in ("learning_rate", *OPTIMIZERS[training.optimizer].settings):
        yield f"{name} = {getattr(training, name)!r}"
    yield from (f"{n} = {getattr(training, n)!r}" for n in ("l1", "l2") if getattr(training, n))
    if any("**t" in line for line in OPTIMIZER_CODE[training.optimizer]):
        yield f"optimizer_start = {state.clock.optimizer_iteration}"
    if any(layer.dropout for layer in layout.network.layers):
        yield f"seed = {problem.seed}"


def _order(problem: Problem, state: RunState, iterations: int) -> Iterator[str]:
    """Which examples each iteration takes, where it is not simply all of them."""
    if problem.batch_size == len(problem.X):
        return
    clock, per_epoch = state.clock, problem.iterations_per_epoch
    yield f"batch_size = {problem.batch_size}"
    yield f"iterations_per_epoch = {per_epoch}"
    yield f"first_iteration = {clock.epoch_iteration}"
    if problem.training.order != "shuffled":
        return
    order = ExampleOrder(len(problem.X), "shuffled", problem.seed)
    since = state.iteration - clock.epoch_iteration
    first, last = since // per_epoch, (since + iterations - 1) // per_epoch
    table = np.array([order.indices(clock.epoch + e) for e in range(first, last + 1)])
    yield f"first_epoch = {first}"
    yield f"orders = {array_code(table)}"


def array_code(array: npt.NDArray[Any]) -> str:
    """An expression for an array, exact to the bit: written out, or packed where it is large."""
    if array.dtype == np.float32:
        array = array.astype(np.float64)
    if array.size <= _WRITTEN:
        rows = ",\n    ".join(repr(row.tolist()) for row in array)
        return f"np.array([\n    {rows},\n])" if len(array) > 1 else f"np.array([{rows}])"
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    packed = base64.b64encode(zlib.compress(little.tobytes(), 9)).decode("ascii")
    kind = "" if array.dtype == np.float64 else f', "{little.dtype.str}"'
    return f'unpack("{packed}", {array.shape}{kind})'
