"""Points on the plane: TensorFlow Playground's six data sets, moons and rings.

Source of the six: https://github.com/tensorflow/playground, src/dataset.ts. Its label +1 is class
1 here and -1 is class 0. Where its generators fill one class after the other, the classes take
turns here, so that a larger number of examples keeps the points of a smaller one.
"""

from functools import partial

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.experiment import DataSpec, Experiment, TrainingSpec
from nnplayground.core.network_spec import LayerSpec, NetworkSpec
from nnplayground.data.draw import Draw
from nnplayground.data.source import Examples, Source

RADIUS = 5.0  # of the data in the square (-6, 6)^2
REGRESSION_RADIUS = 6.0
XOR_PADDING = 0.3
MOON_RADIUS = 3.0
CONES = np.array(  # centre x, centre y, sign
    [
        [-4.0, 2.5, 1.0],
        [0.0, 2.5, -1.0],
        [4.0, 2.5, 1.0],
        [-4.0, -2.5, -1.0],
        [0.0, -2.5, 1.0],
        [4.0, -2.5, -1.0],
    ]
)
CONE_RADIUS = 2.0
RINGS = np.array([[0.0, 1.3], [2.1, 3.1], [3.9, 5.0]])  # inner and outer radius


def circle(draw: Draw) -> Examples:
    """A disk of radius 2.5 inside a ring from 3.5 to 5."""
    inner = _alternating(draw.examples) == 1
    low = np.where(inner, 0.0, 0.7 * RADIUS)
    high = np.where(inner, 0.5 * RADIUS, RADIUS)
    points = _in_rings(draw, low, high)
    distance = _lengths(points + draw.jitter(2, RADIUS))
    return Examples.of_classes(points, distance < 0.5 * RADIUS)


def xor(draw: Draw) -> Examples:
    """Four squares, of one class where the coordinates have the same sign."""
    points = _square(draw, RADIUS)
    points += np.where(points > 0.0, XOR_PADDING, -XOR_PADDING)
    moved = points + draw.jitter(2, RADIUS)
    return Examples.of_classes(points, moved[:, 0] * moved[:, 1] >= 0.0)


def gauss(draw: Draw) -> Examples:
    """Two normal clouds around (2, 2) and (-2, -2) with variance 0.5 + 7 nu."""
    labels = _alternating(draw.examples)
    centres = np.where(labels == 1, 2.0, -2.0)[:, None]
    return Examples.of_classes(centres + np.sqrt(0.5 + 7.0 * draw.noise) * draw.normal(2), labels)


def spiral(draw: Draw) -> Examples:
    """Two arms: r = 5 i / n, t = 3.5 pi i / n (and half a turn), at (r sin t, r cos t)."""
    labels = _alternating(draw.examples)
    arm = np.array([draw.examples // 2, (draw.examples + 1) // 2])
    share = (np.arange(draw.examples) // 2) / np.maximum(arm[labels], 1)
    angle = 3.5 * np.pi * share + np.where(labels == 1, 0.0, np.pi)
    points = RADIUS * share[:, None] * np.column_stack((np.sin(angle), np.cos(angle)))
    return Examples.of_classes(points + draw.jitter(2, 1.0), labels)


def plane(draw: Draw) -> Examples:
    """A slope: (x1 + x2) / 10."""
    points = _square(draw, REGRESSION_RADIUS)
    moved = points + draw.jitter(2, REGRESSION_RADIUS)
    return Examples.of_targets(points, moved.sum(axis=1, keepdims=True) / 10.0)


def multi_gauss(draw: Draw) -> Examples:
    """Six cones, three up and three down: the one of largest height, sign max(0, 1 - d / 2)."""
    points = _square(draw, REGRESSION_RADIUS)
    moved = points + draw.jitter(2, REGRESSION_RADIUS)
    distances = _lengths(moved[:, None, :] - CONES[None, :, :2])
    heights = np.maximum(0.0, 1.0 - distances / CONE_RADIUS)
    highest = heights.argmax(axis=1)
    values = CONES[highest, 2] * heights[np.arange(len(points)), highest]
    return Examples.of_targets(points, values[:, None])


def moons(draw: Draw) -> Examples:
    """Two half circles that hold each other; noise is scikit-learn's `make_moons(noise=nu)`."""
    labels = _alternating(draw.examples)
    angle = np.pi * draw.uniform(1)[:, 0]
    upper = np.column_stack((np.cos(angle), np.sin(angle)))
    lower = np.array([1.0, 0.5]) - upper
    unit = np.where(labels[:, None] == 1, upper, lower) - np.array([0.5, 0.25])
    return Examples.of_classes(MOON_RADIUS * unit + draw.normal_jitter(2, MOON_RADIUS), labels)


def rings(draw: Draw) -> Examples:
    """A disk and two rings around it, one class each; noise changes the class only."""
    ring = np.arange(draw.examples) % len(RINGS)
    points = _in_rings(draw, RINGS[ring, 0], RINGS[ring, 1])
    borders = (RINGS[:-1, 1] + RINGS[1:, 0]) / 2.0
    distance = _lengths(points + draw.jitter(2, RADIUS))
    return Examples.of_classes(points, np.searchsorted(borders, distance))


def _alternating(examples: int) -> IntArray:
    """Classes 1, 0, 1, 0, ... (examples,)."""
    return np.asarray((np.arange(examples) + 1) % 2, dtype=np.int64)


def _square(draw: Draw, radius: float) -> FloatArray:
    """Points (examples, 2) of U(-radius, radius) on each axis."""
    return radius * (2.0 * draw.uniform(2) - 1.0)


def _in_rings(draw: Draw, low: FloatArray, high: FloatArray) -> FloatArray:
    """Points (examples, 2) with radius U(low, high) and angle U(0, 2 pi)."""
    unit = draw.uniform(2)
    radius = low + (high - low) * unit[:, 0]
    angle = 2.0 * np.pi * unit[:, 1]
    points: FloatArray = radius[:, None] * np.column_stack((np.sin(angle), np.cos(angle)))
    return points


def _lengths(vectors: FloatArray) -> FloatArray:
    """The lengths (...) of vectors (..., 2)."""
    lengths: FloatArray = np.hypot(vectors[..., 0], vectors[..., 1])
    return lengths


COLUMNS = ("x₁", "x₂")
PLANE_FEATURES = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")
TWO_CLASSES = ("negative", "positive")
_HIDDEN = (LayerSpec(4), LayerSpec(2))
_REGRESSION_NETWORK = NetworkSpec(2, (*_HIDDEN, LayerSpec(1, "identity")))


def _classes(key: str, noise: float = 0.0) -> Experiment:
    return Experiment(data=DataSpec(key, noise=noise))


def _regression(key: str) -> Experiment:
    return Experiment(_REGRESSION_NETWORK, DataSpec(key, examples=1200))


_RINGS = Experiment(
    NetworkSpec(2, (LayerSpec(6), LayerSpec(4), LayerSpec(3, "softmax"))),
    DataSpec("rings", examples=600),
    TrainingSpec(loss="cross_entropy", learning_rate=0.1),
)
_on_plane = partial(Source, kind="plane", columns=COLUMNS, features=PLANE_FEATURES)

SOURCES = (
    _on_plane(
        key="circle",
        label="Circle",
        description="A disk and a ring around it.",
        make=circle,
        suggested=_classes("circle"),
        classes=TWO_CLASSES,
    ),
    _on_plane(
        key="xor",
        label="XOR",
        description="Four squares: one class where both coordinates have the same sign.",
        make=xor,
        suggested=_classes("xor"),
        classes=TWO_CLASSES,
    ),
    _on_plane(
        key="gauss",
        label="Gauss",
        description="Two round clouds that a straight line can part.",
        make=gauss,
        suggested=_classes("gauss"),
        classes=TWO_CLASSES,
    ),
    _on_plane(
        key="spiral",
        label="Spiral",
        description="Two arms wound around each other: the hard one.",
        make=spiral,
        suggested=_classes("spiral"),
        classes=TWO_CLASSES,
    ),
    _on_plane(
        key="moons",
        label="Moons",
        description="Two half circles that hold each other.",
        make=moons,
        suggested=_classes("moons", noise=10.0),
        classes=TWO_CLASSES,
    ),
    _on_plane(
        key="rings",
        label="Rings",
        description="A disk and two rings around it: three classes.",
        make=rings,
        suggested=_RINGS,
        classes=("inner", "middle", "outer"),
    ),
    _on_plane(
        key="plane",
        label="Plane",
        description="A slope: the value grows with both coordinates.",
        make=plane,
        suggested=_regression("plane"),
        target_names=("y",),
    ),
    _on_plane(
        key="multi_gauss",
        label="Hills",
        description="Three hills and three hollows, taking turns.",
        make=multi_gauss,
        suggested=_regression("multi_gauss"),
        target_names=("y",),
    ),
)
