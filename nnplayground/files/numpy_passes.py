"""One iteration as lines of plain NumPy, each with the quantities that it makes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nnplayground.core import OPTIMIZERS, Problem
from nnplayground.core.losses import LOSSES
from nnplayground.files.numpy_code import (
    ACTIVATION_CODE,
    LOSS_CODE,
    OPTIMIZER_CODE,
    WEIGHT_DECAY_CODE,
)


@dataclass(frozen=True)
class Line:
    """A line of a script, and the names of the arrays that it makes."""

    text: str
    makes: tuple[str, ...] = ()


def iteration_lines(problem: Problem) -> Iterator[Line]:
    """The lines of one iteration: batch, forward, loss, backward, gradients, update."""
    yield from _batch(problem)
    for part in (_forward, _loss, _backward, _gradients, _update):
        yield Line("")
        yield from part(problem)


def operation_code(problem: Problem, key: str) -> str:
    """The NumPy that computes a quantity of a trace, by the textbook; '' for what is given.

    Args:
        problem: the settings.
        key: of the quantity; 'newW1' is what a script calls W1 after the step.
    """
    after = key.startswith("new")
    name = key.removeprefix("new").removeprefix("_") if after else key
    given = not after and re.fullmatch(r"(\w+_)?[Wb]\d+", key) is not None
    lines = [] if given else list(iteration_lines(problem))
    chosen: list[str] = []
    for before, line in zip([Line(""), *lines], lines, strict=False):
        if name in line.makes:
            needs_root = "root" in before.makes and name.startswith("step")
            chosen += [before.text, line.text] if needs_root else [line.text]
    return "\n".join(chosen)


def _made(name: str, expression: str) -> Line:
    return Line(f"{name} = {expression}", (name,))


def _batch(problem: Problem) -> Iterator[Line]:
    if problem.batch_size == len(problem.X):
        yield _made("X", "inputs")
        yield _made("Y", "targets")
        return
    yield Line("epoch, position = divmod(iteration - first_iteration, iterations_per_epoch)")
    yield Line("rows = slice(position * batch_size, (position + 1) * batch_size)")
    if problem.training.order == "shuffled":
        yield Line("rows = orders[epoch - first_epoch][rows]")
    yield _made("X", "inputs[rows]")
    yield _made("Y", "targets[rows]")


def _forward(problem: Problem) -> Iterator[Line]:
    fed = "X"
    for n, layer in enumerate(problem.layout.network.layers, start=1):
        bias = f" + b{n}" if layer.bias else ""
        yield _made(f"Z{n}", f"{fed} @ W{n}{bias}")
        yield _made(f"A{n}", _of_layer(ACTIVATION_CODE[layer.activation].value, n))
        fed = f"A{n}"
        if layer.dropout:
            drawn = f"dropout_mask(iteration, {n - 1}, {layer.dropout!r}, A{n}.shape)"
            yield _made(f"mask{n}", drawn)
            yield _made(f"D{n}", f"A{n} * mask{n}")
            fed = f"D{n}"


def _loss(problem: Problem) -> Iterator[Line]:
    training, last = problem.training, len(problem.layout.network.layers)
    yield _made("losses", _of_layer(LOSS_CODE[training.loss].losses, last))
    yield _made("loss", "losses.mean()" if training.reduction == "mean" else "losses.sum()")


def _backward(problem: Problem) -> Iterator[Line]:
    training, layers = problem.training, problem.layout.network.layers
    last = len(layers)
    for n in range(last, 0, -1):
        if n == last:
            gradient = _of_layer(LOSS_CODE[training.loss].gradient, n)
            scaled = f"({gradient}) / len(X)" if training.reduction == "mean" else gradient
            if LOSSES[training.loss].output is not None:
                yield _made(f"delta{n}", scaled)
                continue
            yield _made(f"dA{n}", scaled)
        elif layers[n - 1].dropout:
            yield _made(f"dD{n}", f"delta{n + 1} @ W{n + 1}.T")
            yield _made(f"dA{n}", f"dD{n} * mask{n}")
        else:
            yield _made(f"dA{n}", f"delta{n + 1} @ W{n + 1}.T")
        yield from _through_activation(layers[n - 1].activation, n)


def _through_activation(activation: str, n: int) -> Iterator[Line]:
    if activation == "softmax":
        yield _made(f"softmax_sum{n}", f"(dA{n} * A{n}).sum(axis=1, keepdims=True)")
        yield _made(f"delta{n}", f"A{n} * (dA{n} - softmax_sum{n})")
    else:
        yield _made(f"slope{n}", _of_layer(ACTIVATION_CODE[activation].slope, n))
        yield _made(f"delta{n}", f"dA{n} * slope{n}")


def _gradients(problem: Problem) -> Iterator[Line]:
    training, layers = problem.training, problem.layout.network.layers
    extra = "l1 * np.sign({0})" if training.l1 else ""
    extra += " + " if training.l1 and training.l2 else ""
    extra += "l2 * {0}" if training.l2 else ""
    fed = "X"
    for n, layer in enumerate(layers, start=1):
        yield _made(f"dW{n}", f"{fed}.T @ delta{n}")
        if layer.bias:
            yield _made(f"db{n}", f"delta{n}.sum(axis=0, keepdims=True)")
        if extra:
            yield _made(f"pW{n}", extra.format(f"W{n}"))
            yield _made(f"gW{n}", f"dW{n} + pW{n}")
        if layer.frozen or layer.frozen_parameters:
            yield _made(f"gW{n}", f"{'g' if extra else 'd'}W{n} * learns_W{n}")
            if layer.bias:
                yield _made(f"gb{n}", f"db{n} * learns_b{n}")
        fed = f"D{n}" if layer.dropout else f"A{n}"


def _update(problem: Problem) -> Iterator[Line]:
    training = problem.training
    lines = OPTIMIZER_CODE[training.optimizer]
    if any("**t" in line for line in lines):
        yield Line("t = iteration - optimizer_start + 1")
    for n, layer in enumerate(problem.layout.network.layers, start=1):
        stopped = layer.frozen or bool(layer.frozen_parameters)
        for which in ("W", "b") if layer.bias else ("W",):
            total = stopped or (which == "W" and bool(training.l1 or training.l2))
            names = {"g": f"{'g' if total else 'd'}{which}{n}", "theta": f"{which}{n}"}
            slots = OPTIMIZERS[training.optimizer].slots
            names |= {"step": f"step{which}{n}"}
            names |= {slot: f"{slot}_{which}{n}" for slot in slots}
            for line in lines:
                yield _updating(line, names)
            if training.optimizer == "adamw" and which == "W":
                yield _updating(WEIGHT_DECAY_CODE, names)
            if stopped:
                yield _updating("{step} = {step} * learns_{theta}", names)
            yield _made(f"{which}{n}", f"{which}{n} + step{which}{n}")


def _updating(line: str, names: dict[str, str]) -> Line:
    text = line.format(**names)
    made = text.split(" = ")[0]
    return Line(text, (made,))


def _of_layer(expression: str, n: int) -> str:
    """Z and A of layer n in an expression in Z, A and Y."""
    return re.sub(r"\b([ZA])\b", rf"\g<1>{n}", expression)
