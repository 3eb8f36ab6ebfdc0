"""How weights, activations and gradients of each layer changed over a run, moment by moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import load_dataset
from nnplayground.core.engine import Problem
from nnplayground.core.experiment import Experiment
from nnplayground.core.moments import moments
from nnplayground.core.recording import Moment, Recording, ReplayStopped
from nnplayground.core.statistics import LayerObserver, LayerStatistics, rms

KINDS = ("weights", "activations", "gradients")
# Moments that are looked at, and numbers of each layer that a histogram is made of, at the most.
MAX_MOMENTS = 96
MAX_NUMBERS = 2048
# Neurons of the first layer whose weights are kept as pictures.
MAX_PICTURES = 16
# Of gradients, where only the size matters: sizes below this share of the largest one are one.
SMALLEST_SHARE = 1e-8


@dataclass(frozen=True, eq=False)
class LayerMoment:
    """One layer at one moment, in few numbers.

    Attributes:
        weights, activations: some of them (numbers,).
        gradients: sizes of some of them (numbers,).
        gradient_norm: root mean square of the gradient.
        update_ratio: the next step of the weights as a share of their own size.
    """

    weights: FloatArray
    activations: FloatArray
    gradients: FloatArray
    gradient_norm: float
    update_ratio: float


@dataclass(frozen=True, eq=False)
class Evolution:
    """A run since its network is the present one.

    Attributes:
        experiment: the settings now.
        iterations: (moments,) rising.
        moments: for each of them its layers.
        pictures: (moments, inputs, neurons) the first layer's weights.
    """

    experiment: Experiment
    iterations: IntArray
    moments: tuple[tuple[LayerMoment, ...], ...]
    pictures: FloatArray

    def numbers(self, layer: int, name: str) -> FloatArray:
        """(moments,) 'gradient_norm' or 'update_ratio' of layer `layer` (from 0)."""
        return np.array([getattr(moment[layer], name) for moment in self.moments])

    def histogram(self, layer: int, kind: str, bins: int) -> tuple[FloatArray, FloatArray]:
        """How the numbers of a layer (from 0) were spread.

        Args:
            layer: from 0.
            kind: one of KINDS; of gradients the decimal logarithm of their sizes.
            bins: how many.

        Returns:
            edges (bins + 1,), the same for all moments, and shares (moments, bins); a row of 0
            where no number is finite.
        """
        rows = [_finite(getattr(moment[layer], kind)) for moment in self.moments]
        if kind == "gradients":
            rows = _logarithms(rows)
        edges = np.linspace(*_range(rows), bins + 1)
        shares = np.zeros((len(rows), bins))
        for row, values in zip(shares, rows, strict=True):
            if len(values):
                row[:] = np.histogram(np.clip(values, edges[0], edges[-1]), edges)[0] / len(values)
        return edges, shares


class Observatory:
    """Looks at moments; keeps what it saw, since keyframes do not change."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[Moment, tuple[LayerMoment, ...]]] = {}
        self._observers: dict[int, tuple[Experiment, LayerObserver]] = {}

    def evolution(
        self, recording: Recording, now: Moment, stopped: Callable[[], bool] = lambda: False
    ) -> Evolution:
        """How a run came to where it is.

        Args:
            recording: its past; nobody may change it meanwhile.
            now: the newest moment.
            stopped: whether to leave it.

        Raises:
            ReplayStopped: as soon as `stopped` says so.
        """
        chosen = _chosen(moments(recording, now, stopped))
        layers = []
        for moment in chosen:
            if stopped():
                raise ReplayStopped
            layers.append(self._layers(moment))
        kept = {id(moment.state) for moment in chosen}
        self._seen = {key: value for key, value in self._seen.items() if key in kept}
        self._observers = dict(list(self._observers.items())[-4:])
        return Evolution(
            now.experiment,
            np.array([moment.state.iteration for moment in chosen]),
            tuple(layers),
            np.array([_pictures(moment) for moment in chosen]),
        )

    def _layers(self, moment: Moment) -> tuple[LayerMoment, ...]:
        key = id(moment.state)
        if key not in self._seen:
            observed = self._observer(moment.experiment).observe(moment.state)
            self._seen[key] = moment, tuple(_layer(layer) for layer in observed)
        return self._seen[key][1]

    def _observer(self, experiment: Experiment) -> LayerObserver:
        if id(experiment) not in self._observers:
            problem = Problem.of(experiment, load_dataset(experiment.data))
            self._observers[id(experiment)] = experiment, LayerObserver(problem)
        return self._observers[id(experiment)][1]


def _layer(statistics: LayerStatistics) -> LayerMoment:
    return LayerMoment(
        _some(statistics.weights),
        _some(statistics.activations),
        np.abs(_some(statistics.gradients)),
        rms(statistics.gradients),
        statistics.update_ratio,
    )


def _some(values: FloatArray) -> FloatArray:
    """At most MAX_NUMBERS of the values, evenly taken."""
    flat = values.ravel()
    return _single(flat[:: -(-len(flat) // MAX_NUMBERS)]) if len(flat) else flat


def _single(values: FloatArray) -> FloatArray:
    """In single precision; what a diverging run let grow past that is infinite."""
    with np.errstate(over="ignore"):
        return values.astype(np.float32)


def _pictures(moment: Moment) -> FloatArray:
    """The first layer's weights (inputs, neurons), of the first neurons."""
    network = moment.experiment.network
    inputs, units = network.sizes[0], network.sizes[1]
    W = moment.state.theta[: inputs * units].reshape(inputs, units)
    return _single(W[:, :MAX_PICTURES])


def _chosen(moments: Sequence[Moment]) -> list[Moment]:
    """At most MAX_MOMENTS with the present network, the first of every bin and the newest.

    The bins are a power of two of iterations wide, so that a longer run has mostly the same.
    """
    now = moments[-1]
    same = [m for m in moments[:-1] if m.experiment.network == now.experiment.network]
    same = [m for m in same if m.state.iteration < now.state.iteration]
    if not same:
        return [now]
    width, first = 1, same[0].state.iteration
    while (now.state.iteration - first) // width >= MAX_MOMENTS - 2:
        width *= 2
    chosen = [same[0]]
    for moment in same[1:]:
        if moment.state.iteration // width != chosen[-1].state.iteration // width:
            chosen.append(moment)
    return [*chosen, now]


def _finite(values: FloatArray) -> FloatArray:
    return values[np.isfinite(values)].astype(np.float64)


def _logarithms(rows: list[FloatArray]) -> list[FloatArray]:
    """log10 of sizes; what is 0 or far below the largest counts as the smallest."""
    largest = max((float(row.max(initial=0.0)) for row in rows), default=0.0)
    floor = max(largest * SMALLEST_SHARE, 1e-30)
    return [np.log10(np.maximum(row, floor)) for row in rows]


def _range(rows: list[FloatArray]) -> tuple[float, float]:
    """From the smallest to the largest number; a little room where there is one only."""
    filled = [row for row in rows if len(row)]
    if not filled:
        return -1.0, 1.0
    low = min(float(row.min()) for row in filled)
    high = max(float(row.max()) for row in filled)
    margin = (high - low) * 0.02 or max(abs(high) * 0.1, 1e-3)
    return low - margin, high + margin
