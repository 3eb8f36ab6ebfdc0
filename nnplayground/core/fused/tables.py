"""What the kernel is told of a problem: plain numbers in tuples, and a table with a row a layer."""

from typing import Any, NamedTuple

import numpy as np

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.engine import Problem
from nnplayground.core.losses import LOSSES
from nnplayground.core.optimizers import OPTIMIZERS, Coefficients

# Bytes side by side in the kernel's vectors: one register of AVX2, two of NEON. Twice as many are
# no faster on wide layers and leave more lanes empty on small batches.
LANE_BYTES = 32
# Bytes of a row of a tile, the examples that go through the layers together: fewer, and the loops
# are short; more, and a tile's activations leave the processor's inner cache.
ROW_BYTES = 512
# Bytes of inputs up to which a batch of everything is gathered once and not in each step.
MOST_KEPT = 64 << 20


def lanes_of(dtype: np.dtype[Any]) -> int:
    """How many numbers lie side by side."""
    return LANE_BYTES // dtype.itemsize


def padded(count: int, dtype: np.dtype[Any]) -> int:
    """`count` rounded up to whole lanes."""
    return -(-count // lanes_of(dtype)) * lanes_of(dtype)


class Layer(NamedTuple):
    """One layer; rows are those of the kernel's `work`, counted from 0.

    Attributes:
        block: where the layer's W, and b below it, start in theta.
        rows: of the block: the inputs, and one more for b.
        inputs, units: sizes.
        source: the first row of what the layer is fed; a row of ones follows. The first layer's
            are in an array of their own.
        z, a: the first rows of Z and A.
        fed: the first row of A after dropout; A itself without; a row of ones follows.
        mask: the first row of the dropout mask.
        delta: the first row of dL/dZ.
        activation: its code.
        dropped: whether there is dropout.
    """

    block: int
    rows: int
    inputs: int
    units: int
    source: int
    z: int
    a: int
    fed: int
    mask: int
    delta: int
    activation: int
    dropped: int


class Rows(NamedTuple):
    """Where a tile of a layer lies in `work`, counted in numbers.

    Attributes:
        work: the numbers.
        z, a, delta: the first of Z, A and dL/dZ.
        targets: the first of Y.
        counted: the row of ones, 0 in the columns that count for nothing.
        units, width: how many rows, and how far apart.
    """

    work: Any
    z: int
    a: int
    delta: int
    targets: int
    counted: int
    units: int
    width: int


class Vectors(NamedTuple):
    """What an optimizer step reads and changes.

    Attributes:
        theta, grad, weights, slot_0, slot_1: (length,), whole lanes.
        scale: what the gradient is still to be multiplied by.
        coefficients: the optimizer's.
    """

    theta: Any
    grad: Any
    scale: float
    weights: Any
    slot_0: Any
    slot_1: Any
    length: int
    coefficients: Coefficients


class Work(NamedTuple):
    """Sizes and codes.

    Attributes:
        inputs, outputs, layers: of the network.
        batch: examples a full batch.
        tile: examples that go through the layers together at most.
        targets: the first row of Y.
        loss, optimizer: codes.
        from_logits: whether the loss's slope is dL/dZ instead of dL/dA.
        mean: whether the loss is the mean over the examples instead of the sum.
        with_powers: whether the optimizer uses beta1^t and beta2^t.
        dropout: whether any layer has it.
        kept: whether the batch is always the same and all its tiles stay gathered.
        seed: of dropout.
        parameters: P.
    """

    inputs: int
    outputs: int
    layers: int
    batch: int
    tile: int
    targets: int
    loss: int
    optimizer: int
    from_logits: int
    mean: int
    with_powers: int
    dropout: int
    kept: int
    seed: int
    parameters: int


class Arrays(NamedTuple):
    """The kernel's arrays, each only for its numbers; see `kernel.train`.

    Attributes:
        starts: room for where the examples of a tile start.
        others: as there.
    """

    X: Any
    Y: Any
    starts: Any
    layers: Any
    thresholds: Any
    theta: Any
    grad: Any
    weights: Any
    fed: Any
    work: Any
    sizes: Work


class Settings(NamedTuple):
    """The optimizer's and the penalty's numbers; see `TrainingSpec`."""

    learning_rate: float
    momentum: float
    decay: float
    beta1: float
    beta2: float
    epsilon: float
    weight_decay: float
    l1: float
    l2: float


def settings_of(problem: Problem) -> Settings:
    """The numbers of a problem's training settings."""
    return Settings(*(float(getattr(problem.training, name)) for name in Settings._fields))


def layers_of(problem: Problem) -> list[Layer]:
    """The layers, their rows one after the other.

    A layer has Z, A, a row of ones, dL/dZ and, with dropout, the mask, what is left of A and
    another row of ones.
    """
    network, layers, source, row = problem.layout.network, [], 0, 0
    for i, spec in enumerate(network.layers):
        inputs, units, dropped = network.sizes[i], spec.units, spec.dropout > 0.0
        a, delta, mask = row + units, row + 2 * units + 1, row + 3 * units + 1
        layer = Layer(
            block=problem.layout.offsets[i],
            rows=inputs + spec.bias,
            inputs=inputs,
            units=units,
            source=source,
            z=row,
            a=a,
            fed=mask + units if dropped else a,
            mask=mask,
            delta=delta,
            activation=list(ACTIVATIONS).index(spec.activation),
            dropped=dropped,
        )
        layers.append(layer)
        source, row = layer.fed, mask + (2 * units + 1 if dropped else 0)
    return layers


def work_of(problem: Problem, layers: list[Layer]) -> Work:
    """Sizes and codes; Y lies below the last layer's rows."""
    network, training = problem.layout.network, problem.training
    return Work(
        inputs=network.inputs,
        outputs=network.output.units,
        layers=len(layers),
        batch=problem.batch_size,
        tile=ROW_BYTES // problem.X.itemsize,
        targets=layers[-1].delta + layers[-1].units,
        loss=list(LOSSES).index(training.loss),
        optimizer=list(OPTIMIZERS).index(training.optimizer),
        from_logits=int(LOSSES[training.loss].output is not None),
        mean=int(training.reduction == "mean"),
        with_powers=int("beta2" in OPTIMIZERS[training.optimizer].settings),
        dropout=int(any(layer.dropped for layer in layers)),
        kept=int(problem.iterations_per_epoch == 1 and problem.X.nbytes <= MOST_KEPT),
        seed=problem.seed,
        parameters=problem.layout.size,
    )
