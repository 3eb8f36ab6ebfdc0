"""Every array of one iteration, by the engine's own arithmetic, one example a row."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.arrays import FloatArray, IntArray, frozen
from nnplayground.core.dropout import fill_mask
from nnplayground.core.engine import Problem, RunState
from nnplayground.core.errors import SpecError
from nnplayground.core.losses import LOSSES
from nnplayground.core.numpy_engine import NumpyEngine, part_size
from nnplayground.core.penalty import add_penalty_gradient, penalty
from nnplayground.core.propagation import Propagation
from nnplayground.core.random import ExampleOrder


@dataclass(frozen=True, eq=False)
class LayerNumbers:
    """One layer's arrays in one iteration, read-only; None where the step does not exist.

    Attributes:
        fed: (examples, inputs), what the layer is fed: X, or A (D) of the layer before.
        W, b: (inputs, units) and (1, units); b is None without bias.
        Z, A: (examples, units).
        mask: (examples, units) of dropout, 0 or 1 / (1 - rate); D = A * mask is fed on.
        D: (examples, units).
        dD: (examples, units), dL/dD, where there is dropout.
        dA: (examples, units), dL/dA; None where the loss gives dL/dZ at once.
        slope: (examples, units), f'(Z); None with dL/dZ at once and for softmax.
        softmax_sum: (examples, 1), the sum of dA * A that softmax's derivative takes off.
        delta: (examples, units), dL/dZ.
        dW, db: gradient of the data loss, shaped as W and b.
    """

    fed: FloatArray
    W: FloatArray
    b: FloatArray | None
    Z: FloatArray
    A: FloatArray
    mask: FloatArray | None = None
    D: FloatArray | None = None
    dD: FloatArray | None = None
    dA: FloatArray | None = None
    slope: FloatArray | None = None
    softmax_sum: FloatArray | None = None
    delta: FloatArray | None = None
    dW: FloatArray | None = None
    db: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class Numbers:
    """One iteration in arrays, all read-only.

    Attributes:
        X, Y: (examples, inputs), (examples, outputs); Y is None for inputs without an answer,
            and then there is no backward pass and nothing below.
        layers: one a layer.
        losses: (examples, 1).
        loss: of the batch, reduced as the problem says.
        penalty: of the parameters.
        grad: (P,) of the data loss.
        penalty_grad: (P,).
        total: (P,), what the optimizer is given; 0 for parameters that do not learn.
        before, after: the state before and after the step.
    """

    X: FloatArray
    Y: FloatArray | None
    layers: tuple[LayerNumbers, ...]
    losses: FloatArray
    loss: float
    penalty: float
    grad: FloatArray
    penalty_grad: FloatArray
    total: FloatArray
    before: RunState
    after: RunState


def next_batch(problem: Problem, state: RunState) -> IntArray:
    """Indices of the training examples that the next iteration will take, in its order."""
    clock, order = state.clock, ExampleOrder(len(problem.X), problem.order, problem.seed)
    epoch, position = divmod(state.iteration - clock.epoch_iteration, problem.iterations_per_epoch)
    start = position * problem.batch_size
    return order.indices(clock.epoch + epoch)[start : start + problem.batch_size].copy()


def batch_problem(problem: Problem, X: FloatArray, Y: FloatArray) -> Problem:
    """The problem whose only batch is X, Y: its next iteration is an iteration on this batch."""
    training = dataclasses.replace(problem.training, batch_size=0, order="given")
    return dataclasses.replace(problem, training=training, X=frozen(X), Y=frozen(Y))


def whole_iteration(problem: Problem, state: RunState) -> Numbers:
    """One iteration from `state` on all examples of `problem`."""
    before, after = state.copy(), state.copy()
    losses = np.empty(1, state.theta.dtype)
    with np.errstate(all="ignore"):
        NumpyEngine(problem).advance(after, 1, losses)
        return _whole_iteration(problem, before.freeze(), after.freeze(), float(losses[0]))


def forward_only(problem: Problem, state: RunState, X: FloatArray) -> Numbers:
    """The forward pass of inputs without an answer, dropout off.

    Args:
        X: (examples, inputs).
    """
    state = state.copy().freeze()
    with np.errstate(all="ignore"):
        propagation = Propagation(problem.layout, state.theta, len(X))
        propagation.X[...] = X
        propagation.forward()
        nothing = frozen(np.empty(0, state.theta.dtype))
        layers = _forward_layers(problem, state, propagation, frozen(np.array(propagation.X)), None)
    empty = frozen(np.empty((0, 1), state.theta.dtype))
    X = layers[0].fed
    return Numbers(
        X, None, tuple(layers), empty, np.nan, np.nan, nothing, nothing, nothing, state, state
    )


def _whole_iteration(problem: Problem, before: RunState, after: RunState, loss: float) -> Numbers:
    layout, training, theta = problem.layout, problem.training, before.theta
    count = len(problem.X)
    size = part_size(problem, count)  # the engine adds up the gradients of parts of this size
    parts = [_part(problem, before, slice(i, min(i + size, count))) for i in range(0, count, size)]
    grad, extra = parts[0].grad, np.zeros_like(theta)
    for part in parts[1:]:
        grad += part.grad
    add_penalty_gradient(layout, theta, extra, training.l1, training.l2)
    total = grad.copy()
    add_penalty_gradient(layout, theta, total, training.l1, training.l2)
    total[layout.frozen_mask()] = 0.0
    return Numbers(
        X=problem.X,
        Y=problem.Y,
        layers=_joined(problem, parts, frozen(grad)),
        losses=frozen(np.concatenate([part.losses for part in parts]).reshape(-1, 1)),
        loss=loss,
        penalty=penalty(layout, theta, training.l1, training.l2),
        grad=grad,
        penalty_grad=frozen(extra),
        total=frozen(total),
        before=before,
        after=after,
    )


@dataclass(frozen=True, eq=False)
class _Part:
    """Some examples of a batch: their layers without dW and db, losses, and share of grad."""

    layers: list[LayerNumbers]
    losses: FloatArray
    grad: FloatArray


def _part(problem: Problem, state: RunState, place: slice) -> _Part:
    training, X = problem.training, problem.X[place]
    propagation = Propagation(problem.layout, state.theta, len(X), of=len(problem.X))
    propagation.X[...] = X
    draw = (problem.seed, state.iteration)
    dropout = any(layer.dropout for layer in problem.layout.network.layers)
    propagation.forward(draw if dropout else None)
    Y = np.ascontiguousarray(problem.Y[place].T)
    grad = np.empty_like(state.theta)
    propagation.backward(Y, training.loss, training.reduction, grad)
    layers = _forward_layers(problem, state, propagation, X, draw)
    return _Part(_backward_layers(problem, layers, Y), propagation.losses(Y, training.loss), grad)


def _joined(problem: Problem, parts: list[_Part], grad: FloatArray) -> tuple[LayerNumbers, ...]:
    """The layers of a whole batch, with the gradients of W and b."""
    layout, layers = problem.layout, []
    for i, layer in enumerate(parts[0].layers):
        rows = {
            name: frozen(np.concatenate([getattr(part.layers[i], name) for part in parts]))
            for name in _BY_EXAMPLE
            if len(parts) > 1 and getattr(layer, name) is not None
        }
        db = layout.bias(grad, i).reshape(1, -1) if layer.b is not None else None
        layers.append(dataclasses.replace(layer, dW=layout.weight(grad, i), db=db, **rows))
    return tuple(layers)


# Fields of LayerNumbers with a row for each example.
_BY_EXAMPLE = ("fed", "Z", "A", "mask", "D", "dD", "dA", "slope", "softmax_sum", "delta")


def _forward_layers(
    problem: Problem,
    state: RunState,
    propagation: Propagation,
    X: FloatArray,
    draw: tuple[int, int] | None,
) -> list[LayerNumbers]:
    layout, layers, fed = problem.layout, [], X
    for i, layer in enumerate(layout.network.layers):
        b = layout.bias(state.theta, i).reshape(1, -1) if layer.bias else None
        A = _rows(propagation.A[i])
        # Z shares its room with A where the backward pass does not need it.
        Z = _rows(propagation.Z[i])
        if propagation.Z[i] is propagation.A[i]:
            Z = _rows(layout.block(state.theta, i).T.dot(_with_ones(fed, layer.bias)))
        mask = D = None
        if layer.dropout and draw is not None:
            units_first = np.empty_like(propagation.A[i])
            fill_mask(units_first, layer.dropout, *draw, i)
            mask, D = _rows(units_first), frozen(A * units_first.T)
        layers.append(LayerNumbers(fed, layout.weight(state.theta, i), b, Z, A, mask, D))
        fed = A if D is None else D
    return layers


def _with_ones(fed: FloatArray, bias: bool) -> FloatArray:
    """(inputs + bias, examples), laid out as the engine's."""
    if not bias:
        return np.ascontiguousarray(fed.T)
    return np.ascontiguousarray(np.vstack((fed.T, np.ones((1, len(fed)), fed.dtype))))


def _backward_layers(
    problem: Problem, layers: list[LayerNumbers], Y: FloatArray
) -> list[LayerNumbers]:
    """The same layers with the backward pass, by the engine's products; Y is (outputs, ...)."""
    done: list[LayerNumbers] = []
    for i in range(len(layers) - 1, -1, -1):
        layer = layers[i]
        dD: FloatArray | None = None
        if not done:
            dA = _output_gradient(problem, layer, Y)
        else:
            following = done[0]
            assert following.delta is not None
            dA = following.W.dot(np.ascontiguousarray(following.delta.T))
            if layer.mask is not None:
                dD = _rows(dA)
                dA *= layer.mask.T
        if not done and LOSSES[problem.training.loss].output is not None:
            backward = {"delta": _rows(dA)}
        else:
            backward = _through_activation(problem, i, layer, dA)
        done.insert(0, dataclasses.replace(layer, dD=dD, **backward))
    return done


def _output_gradient(problem: Problem, layer: LayerNumbers, Y: FloatArray) -> FloatArray:
    """dL/dA at the output, or dL/dZ where the loss gives that; (outputs, examples)."""
    out = np.empty_like(layer.A.T, order="C")
    LOSSES[problem.training.loss].gradient(np.ascontiguousarray(layer.A.T), Y, out)
    if problem.training.reduction == "mean":
        out *= 1.0 / len(problem.X)
    return out


def _through_activation(
    problem: Problem, i: int, layer: LayerNumbers, dA: FloatArray
) -> dict[str, FloatArray]:
    """dA, f'(Z) and delta of a layer from dA (units, examples)."""
    name = problem.layout.network.layers[i].activation
    activation = ACTIVATIONS[name]
    Z, A = np.ascontiguousarray(layer.Z.T), np.ascontiguousarray(layer.A.T)
    delta = dA.copy()
    activation.backward(delta, Z, A)
    found = {"dA": _rows(dA), "delta": _rows(delta)}
    if name == "softmax":
        found["softmax_sum"] = frozen((dA * A).sum(axis=0).reshape(-1, 1))
        return found
    slope = np.ones_like(A)
    activation.backward(slope, Z, A)
    found["slope"] = _rows(slope)
    return found


def _rows(units_first: FloatArray) -> FloatArray:
    """(examples, units) of its own, read-only, from (units, examples)."""
    return frozen(np.array(units_first.T, order="C"))


def checked_inputs(problem: Problem, inputs: Sequence[Sequence[float]] | FloatArray) -> FloatArray:
    """Inputs (examples, inputs) in the run's precision.

    Raises:
        SpecError: where they do not fit the network.
    """
    X = np.ascontiguousarray(inputs, problem.X.dtype)
    expected = problem.layout.network.inputs
    if X.ndim != 2 or X.shape[1] != expected or not len(X):
        raise SpecError(f"inputs: expected shape (examples, {expected}), got {X.shape}")
    return X
