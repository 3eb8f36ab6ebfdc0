"""The loss around a moment, over a plane of two directions in the space of all parameters."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.engine import Problem
from nnplayground.core.errors import SpecError
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.losses import LOSSES
from nnplayground.core.propagation import Propagation
from nnplayground.core.random import Stream, generator

# Examples that a landscape is computed over at the most.
MAX_EXAMPLES = 256


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane through theta.

    Attributes:
        origin: (P,) the point at (0, 0).
        directions: (2, P), of any length.
        explained: the share of the path's variance along each direction, None for random ones.
    """

    origin: FloatArray
    directions: FloatArray
    explained: tuple[float, float] | None = None

    def at(self, a: float, b: float) -> FloatArray:
        """The parameters (P,) at (a, b)."""
        point: FloatArray = self.origin + a * self.directions[0] + b * self.directions[1]
        return point

    def coordinates(self, thetas: FloatArray) -> FloatArray:
        """(rows, 2): where thetas (rows, P), projected onto the plane, lie in it."""
        solution, *_ = np.linalg.lstsq(self.directions.T, (thetas - self.origin).T, rcond=None)
        result: FloatArray = solution.T
        return result


@dataclass(frozen=True, eq=False)
class Landscape:
    """Losses over a plane: `losses[i, j]` at (a[j], b[i])."""

    plane: Plane
    a: FloatArray
    b: FloatArray
    losses: FloatArray


def random_plane(layout: ParameterLayout, theta: FloatArray, seed: int) -> Plane:
    """Two random directions, each neuron's part as long as the neuron's own weights.

    Filter normalization after Li et al. 2018, "Visualizing the loss landscape of neural nets".
    """
    random = generator(seed, Stream.WEIGHTS, 1 << 20)
    directions = random.standard_normal((2, layout.size))
    for direction in directions:
        for i in range(len(layout.network.layers)):
            part, own = layout.block(direction, i), layout.block(theta, i)
            length = np.linalg.norm(part, axis=0)
            part *= np.linalg.norm(own, axis=0) / np.where(length > 0, length, 1.0)
    return Plane(theta.astype(np.float64), directions)


def path_plane(thetas: FloatArray, origin: FloatArray | None = None) -> Plane:
    """The two main directions of a path (rows, P).

    Args:
        thetas: the path.
        origin: (P,) what the plane goes through; the last point of the path if None.

    Raises:
        SpecError: where the path has fewer than 3 points or does not move.
    """
    if len(thetas) < 3:
        raise SpecError("landscape: the run is too short; train some iterations first")
    origin = thetas[-1] if origin is None else origin
    centred = (thetas - origin).astype(np.float64)
    _, lengths, directions = np.linalg.svd(centred, full_matrices=False)
    if len(lengths) < 2 or not lengths[0]:
        raise SpecError("landscape: the parameters did not move")
    share = np.square(lengths) / np.square(lengths).sum()
    explained = float(share[0]), float(share[1])
    return Plane(origin.astype(np.float64), directions[:2], explained)


def compute(
    problem: Problem,
    plane: Plane,
    a: FloatArray,
    b: FloatArray,
    progress: Callable[[float], bool] = lambda share: True,
) -> Landscape | None:
    """The landscape over the grid of a (columns,) and b (rows,).

    Args:
        problem: data and loss; up to MAX_EXAMPLES of its examples.
        plane: where to look.
        a, b: coordinates in units of the plane's directions.
        progress: told the share done after each row; False cancels.

    Returns:
        The landscape; None where cancelled.
    """
    count = min(len(problem.X), MAX_EXAMPLES)
    theta = np.empty(problem.layout.size)
    propagation = Propagation(problem.layout, theta, count)
    propagation.X[...] = problem.X[:count]
    Y = np.ascontiguousarray(problem.Y[:count].T, np.float64)
    value = LOSSES[problem.training.loss].value
    losses = np.empty((len(b), len(a)))
    mean = problem.training.reduction == "mean"
    for i, second in enumerate(b):
        with np.errstate(all="ignore"):
            for j, first in enumerate(a):
                theta[...] = plane.at(first, second)
                propagation.forward()
                total = value(propagation.Z[-1], propagation.A[-1], Y).sum()
                losses[i, j] = total / count if mean else total
        if not progress((i + 1) / len(b)):
            return None
    return Landscape(plane, a, b, losses)
