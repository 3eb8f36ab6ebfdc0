"""Lays one iteration out as a table of named matrices, in the order in which they are computed."""

import numpy as np
from numpy.typing import DTypeLike

from nnplayground.core.arrays import FloatArray, frozen
from nnplayground.core.engine import Problem
from nnplayground.core.optimizers import OPTIMIZERS
from nnplayground.core.trace.notation import SLOT_WORDS, Notation, Word
from nnplayground.core.trace.numbers import LayerNumbers, Numbers
from nnplayground.core.trace.quantity import Operation, Quantity
from nnplayground.core.trace.updates import SIGNED_SLOTS, UPDATES
from nnplayground.core.trace.writing import Writing

_ROW_OF_UNITS = ("", "unit")
_UNITS = ("example", "unit")
_WEIGHTS = ("source", "unit")
_ONE = ("", "")


class Table:
    """The quantities and operations of one iteration.

    Attributes:
        quantities: by key, in order.
        operations: in order, one for each quantity that is computed.
    """

    def __init__(self, problem: Problem, numbers: Numbers, notation: Notation) -> None:
        self.problem = problem
        self.numbers = numbers
        self.notation = notation
        self.quantities: dict[str, Quantity] = {}
        self.operations: list[Operation] = []
        self._layers = problem.layout.network.layers
        self._writing = Writing(problem, len(numbers.X), notation)
        self._given()
        for number, layer in enumerate(numbers.layers, start=1):
            self._forward(number, layer)
        if numbers.Y is None:
            return
        self._loss()
        for number in range(len(numbers.layers), 0, -1):
            self._backward(number, numbers.layers[number - 1])
        for number, layer in enumerate(numbers.layers, start=1):
            self._gradient(number, layer)
        for number in range(1, len(numbers.layers) + 1):
            self._update(number, "W")
            self._update(number, "b")

    # ---- the parts of an iteration -----------------------------------------------------

    def _given(self) -> None:
        self._add("X", 0, self.numbers.X, "given", (), ("example", "input"))
        if self.numbers.Y is not None:
            self._add("Y", 0, self.numbers.Y, "given", (), ("example", "output"))
        for number, layer in enumerate(self.numbers.layers, start=1):
            self._add("W", number, layer.W, "given", (), _WEIGHTS)
            if layer.b is not None:
                self._add("b", number, layer.b, "given", (), _ROW_OF_UNITS)

    def _forward(self, number: int, layer: LayerNumbers) -> None:
        fed, W = self.fed(number), f"W{number}"
        if layer.b is None:
            self._add("Z", number, layer.Z, "product", (fed, W), _UNITS)
        else:
            self._add("Z", number, layer.Z, "affine", (fed, W, f"b{number}"), _UNITS)
        self._add("A", number, layer.A, "activation", (f"Z{number}",), _UNITS)
        if layer.mask is not None and layer.D is not None:
            self._add("mask", number, layer.mask, "mask", (), _UNITS)
            self._add("D", number, layer.D, "dropout", (f"A{number}", f"mask{number}"), _UNITS)

    def _loss(self) -> None:
        numbers, last = self.numbers, len(self._layers)
        dtype = numbers.losses.dtype
        if self.notation.error == "articles":
            assert numbers.Y is not None
            error = frozen(numbers.Y - numbers.layers[-1].A)
            self._add("error", 0, error, "error", ("Y", f"A{last}"), ("example", "output"))
        self._add("losses", 0, numbers.losses, "losses", (f"A{last}", "Y"), ("example", ""))
        self._add("loss", 0, _one(numbers.loss, dtype), "batch_loss", ("losses",), _ONE)
        if self._penalized:
            weights = tuple(f"W{n}" for n in range(1, last + 1))
            self._add("penalty", 0, _one(numbers.penalty, dtype), "penalty", weights, _ONE)
            whole = _one(numbers.loss + numbers.penalty, dtype)
            self._add("objective", 0, whole, "objective", ("loss", "penalty"), _ONE)

    def _backward(self, number: int, layer: LayerNumbers) -> None:
        assert layer.delta is not None
        if number == len(self._layers):
            source = self._output_error(number, layer)
        else:
            source = self._handed_back(number, layer)
        if source == f"delta{number}":
            return
        A, delta, total = f"A{number}", layer.delta, layer.softmax_sum
        if total is not None:
            operands: tuple[str, ...] = (source, A)
            self._derivative("softmax_sum", number, total, "softmax_sum", operands, ("example", ""))
            operands = (A, source, f"softmax_sum{number}")
            self._derivative("delta", number, delta, "softmax_chain", operands, _UNITS)
        elif layer.slope is not None:
            self._add("slope", number, layer.slope, "slope", (f"Z{number}", A), _UNITS)
            operands = (source, f"slope{number}")
            self._derivative("delta", number, delta, "chain", operands, _UNITS)

    def _output_error(self, number: int, layer: LayerNumbers) -> str:
        """Add dL/dA of the output, or delta at once; returns the key of what was added."""
        training, articles = self.problem.training, self.notation.error == "articles"
        operands = (f"A{number}", "Y")
        if layer.dA is None:
            assert layer.delta is not None
            if articles:
                return self._derivative(
                    "delta", number, layer.delta, "scaled_error", ("error",), _UNITS
                )
            return self._derivative(
                "delta", number, layer.delta, "logit_gradient", operands, _UNITS
            )
        if articles and training.loss != "huber":
            if training.loss == "half_squared" and self.scale == 1.0:
                return "error"
            return self._derivative("dA", number, layer.dA, "scaled_error", ("error",), _UNITS)
        return self._derivative("dA", number, layer.dA, "loss_gradient", operands, _UNITS)

    def _handed_back(self, number: int, layer: LayerNumbers) -> str:
        """Add dL/dA of a hidden layer, and dL/dD before it with dropout."""
        assert layer.dA is not None
        operands = (f"delta{number + 1}", f"W{number + 1}")
        if layer.dD is None:
            return self._derivative("dA", number, layer.dA, "hand_back", operands, _UNITS)
        back = self._derivative("dD", number, layer.dD, "hand_back", operands, _UNITS)
        operands = (back, f"mask{number}")
        return self._derivative("dA", number, layer.dA, "chain", operands, _UNITS)

    def _gradient(self, number: int, layer: LayerNumbers) -> None:
        assert layer.dW is not None
        delta = f"delta{number}"
        self._derivative(
            "dW", number, layer.dW, "weight_gradient", (self.fed(number), delta), _WEIGHTS
        )
        if layer.db is not None:
            self._derivative("db", number, layer.db, "bias_gradient", (delta,), _ROW_OF_UNITS)
            if self.notation.article_db:
                whole = _one(float(layer.db.sum()), layer.db.dtype)
                self._derivative("db_all", number, whole, "bias_sum", (delta,), _ONE)
        weight = self.problem.layout.weight
        if self._penalized:
            extra = weight(self.numbers.penalty_grad, number - 1)
            self._derivative("pW", number, extra, "penalty_gradient", (f"W{number}",), _WEIGHTS)
        for which in ("W", "b") if layer.db is not None else ("W",):
            self._total_gradient(number, which)

    def _total_gradient(self, number: int, which: str) -> None:
        """Add what the optimizer is given, where it is not the data loss's gradient itself."""
        layer, index = self._layers[number - 1], number - 1
        frozen_layer = layer.frozen or bool(layer.frozen_parameters)
        data = f"d{which}{number}"
        array, axes = self._parameters(self.numbers.total, index, which)
        if which == "W" and self._penalized:
            operands = (data, f"pW{number}")
            self._derivative("gW", number, array, "total_gradient", operands, axes)
        elif frozen_layer:
            self._derivative(f"g{which}", number, array, "frozen_gradient", (data,), axes)

    def _update(self, number: int, which: str) -> None:
        if f"{which}{number}" not in self.quantities:
            return
        index = number - 1
        update = UPDATES[self.problem.training.optimizer]
        before, after = self.numbers.before, self.numbers.after
        names = OPTIMIZERS[self.problem.training.optimizer].slots
        for name, old, new in zip(names, before.slots, after.slots, strict=True):
            self._slot(number, which, name, old, new)
        step, axes = self._parameters(frozen(after.theta - before.theta), index, which)
        used = [o for o in update.operands if which == "W" or o != "theta"]
        operands = tuple(self.operand(number, which, o) for o in used)
        self._add(f"step{which}", number, step, "step", operands, axes)
        new_values, axes = self._parameters(after.theta, index, which)
        operands = (f"{which}{number}", f"step{which}{number}")
        self._add(f"new{which}", number, new_values, "update", operands, axes)

    def _slot(self, number: int, which: str, name: str, old: FloatArray, new: FloatArray) -> None:
        symbol, plain = SLOT_WORDS[name]
        of = {"W": "weights", "b": "biases"}[which]
        before = Word(f"{symbol}{which}{{l}}{{}}", f"{plain} of the {of} of {{layer}}")
        after = Word(f"{symbol}{which}{{l}}⁺{{}}", f"{before.name}, new")
        operands = (f"{name}_{which}{number}", self.gradient_key(number, which))
        for sort, word, vector, kind, used in (
            (f"{name}_{which}", before, old, "given", ()),
            (f"new_{name}_{which}", after, new, "slot_update", operands),
        ):
            array, axes = self._parameters(vector, number - 1, which)
            signed = name in SIGNED_SLOTS
            self._add(sort, number, array, kind, used, axes, word=word, derivative=signed)

    # ---- names of quantities -----------------------------------------------------------

    def fed(self, number: int) -> str:
        """The key of what layer `number` is fed."""
        if number == 1:
            return "X"
        return f"{'A' if self.numbers.layers[number - 2].D is None else 'D'}{number - 1}"

    def gradient_key(self, number: int, which: str) -> str:
        """The key of the gradient ('W' or 'b') that the optimizer is given."""
        total = f"g{which}{number}"
        return total if total in self.quantities else f"d{which}{number}"

    def operand(self, number: int, which: str, name: str) -> str:
        """The key of an operand of the step, named as in UPDATES."""
        if name == "g":
            return self.gradient_key(number, which)
        return f"{which}{number}" if name == "theta" else f"new_{name}_{which}{number}"

    @property
    def scale(self) -> float:
        """What each example's loss counts for in the batch's: 1, or 1/m for the mean."""
        mean = self.problem.training.reduction == "mean"
        return 1.0 / len(self.numbers.X) if mean else 1.0

    @property
    def _penalized(self) -> bool:
        return bool(self.problem.training.l1 or self.problem.training.l2)

    def _parameters(
        self, vector: FloatArray, index: int, which: str
    ) -> tuple[FloatArray, tuple[str, str]]:
        """A layer's part of a (P,) vector as a matrix, and its axes."""
        if which == "W":
            return self.problem.layout.weight(vector, index), _WEIGHTS
        return self.problem.layout.bias(vector, index).reshape(1, -1), _ROW_OF_UNITS

    # ---- adding ------------------------------------------------------------------------

    def _derivative(
        self,
        sort: str,
        number: int,
        array: FloatArray,
        kind: str,
        operands: tuple[str, ...],
        axes: tuple[str, str],
    ) -> str:
        return self._add(sort, number, array, kind, operands, axes, derivative=True)

    def _add(
        self,
        sort: str,
        number: int,
        array: FloatArray,
        kind: str,
        operands: tuple[str, ...],
        axes: tuple[str, str],
        word: Word | None = None,
        derivative: bool = False,
    ) -> str:
        articles = self.notation.error == "articles"
        word = word or self._writing.word(sort)
        if derivative and articles:
            array = frozen(-array)
        turned = self.notation.turned
        if turned:
            array, axes = array.T, (axes[1], axes[0])
        key = f"{sort}{number}" if number else sort
        template = self._writing.template(word, number)
        name = word.name.format(layer=f"layer {number}")
        self.quantities[key] = Quantity(
            key, sort, template, name, number, array, kind, operands, axes, turned, derivative
        )
        if operands or kind == "mask":
            operation = self._writing.operation(self.quantities[key], self.quantities)
            self.operations.append(operation)
        return key


def _one(value: float, dtype: DTypeLike) -> FloatArray:
    return frozen(np.full((1, 1), value, dtype))
