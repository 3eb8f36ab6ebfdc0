"""Points by hand as a source of examples, from nothing or taken over from other data."""

from functools import partial

import numpy as np

from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.dataset import Dataset, Part
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import DataSpec, Experiment, TrainingSpec
from nnplayground.core.network_spec import LayerSpec, NetworkSpec
from nnplayground.core.points_spec import (
    GOLDEN,
    MAX_POINTS,
    PointsSpec,
)
from nnplayground.data.draw import Draw
from nnplayground.data.plane import COLUMNS, PLANE_FEATURES
from nnplayground.data.source import Examples, Source

POINTS = "points"
TITLE = "Own points"
EMPTY = "No points yet: paint some on the output."
_DESCRIPTIONS = {
    "classes": "Points that you painted on the plane, each of a class.",
    "values": "Points that you painted on the plane, each with a value.",
    "curve": "A curve that you drew: one input, one value.",
}
_CURVE_FEATURES = ("x1", "x1^2", "sin(x1)")
_HIDDEN = (LayerSpec(4), LayerSpec(2))


def own_points(data: DataSpec) -> Source:
    """The source that a `DataSpec` with dataset 'points' describes.

    Raises:
        SpecError: where the points are missing.
    """
    if data.points is None:
        raise SpecError("data.points: is missing; the data 'points' needs it")
    spec = data.points
    flat = spec.kind == "curve"
    return Source(
        key=POINTS,
        label=TITLE,
        description=_DESCRIPTIONS[spec.kind] if spec.points else EMPTY,
        kind="curve" if flat else "plane",
        columns=COLUMNS[: spec.inputs],
        make=partial(_examples, spec),
        suggested=_suggested(spec),
        classes=spec.classes,
        target_names=() if spec.classes else ("y",),
        features=_CURVE_FEATURES if flat else PLANE_FEATURES,
        domain=(-spec.reach, spec.reach),
        target_range=(-spec.height, spec.height) if flat else None,
        generated=False,
        parts=partial(_parts, spec),
    )


def _examples(spec: PointsSpec, draw: Draw) -> Examples:
    """The points, moved by the noise: in the plane, along a curve up and down."""
    given = Draw(len(spec.points), draw.noise, draw.seed)
    inputs, last = spec.table[:, :-1], spec.table[:, -1]
    if spec.kind == "curve":
        targets = last[:, None] + given.normal_jitter(1, spec.height / 1.5)
        return Examples.of_targets(inputs, targets)
    moved = inputs + given.jitter(2, spec.reach * 5.0 / 6.0)
    if spec.kind == "values":
        return Examples.of_targets(moved, last[:, None])
    return Examples.of_classes(moved, last)


def _parts(spec: PointsSpec, data: DataSpec) -> tuple[IntArray, IntArray]:
    """The numbers of the points for training and for testing, by their ranks.

    Another seed turns the ranks around, and there is always one for training.
    """
    ranks = (np.array(spec.all_ranks) + data.seed * GOLDEN) % 1.0
    chosen = (ranks < data.train_share) | (data.train_share == 1.0)
    if len(ranks) and not chosen.any():
        chosen[ranks.argmin()] = True
    return np.flatnonzero(chosen), np.flatnonzero(~chosen)


def shown_parts(spec: PointsSpec, data: DataSpec) -> tuple[Part, Part]:
    """The training and the test points of a spec as they would be seen; inputs are the columns."""
    examples = _examples(spec, Draw(0, 0.0, data.seed))
    train, test = (examples.take(numbers) for numbers in _parts(spec, data))
    return (
        Part(train.raw, train.raw, train.targets, train.labels),
        Part(test.raw, test.raw, test.targets, test.labels),
    )


def _suggested(spec: PointsSpec) -> Experiment:
    data = DataSpec(POINTS, examples=0, train_share=1.0, points=spec)
    if spec.kind == "curve":
        network = NetworkSpec(1, (LayerSpec(8), LayerSpec(8), LayerSpec(1, "identity")))
        return Experiment(network, data, TrainingSpec(optimizer="adam", learning_rate=0.01))
    if spec.kind == "values":
        return Experiment(NetworkSpec(2, (*_HIDDEN, LayerSpec(1, "identity"))), data)
    count = len(spec.classes)
    if count == 2:
        return Experiment(data=data)
    network = NetworkSpec(2, (*_HIDDEN, LayerSpec(count, "softmax")))
    return Experiment(network, data, TrainingSpec(loss="cross_entropy"))


# ---- points from nothing, and from other data ----------------------------------------------


def class_names(count: int) -> tuple[str, ...]:
    """Names for so many classes."""
    return tuple(f"class {number + 1}" for number in range(count))


def empty_plane(classes: int = 2) -> PointsSpec:
    """No points yet, of so many classes."""
    return PointsSpec(classes=class_names(classes))


def empty_curve() -> PointsSpec:
    """No points yet, along a curve."""
    return PointsSpec("curve", classes=())


def can_be_taken_over(source: Source) -> bool:
    """Whether there are points that a person can paint on."""
    return source.kind in ("plane", "curve")


def taken_over(data: DataSpec, source: Source, dataset: Dataset) -> PointsSpec:
    """The points of some data as points by hand, as they are seen: noise and all.

    Raises:
        SpecError: where there are too many.
    """
    if data.points is not None and data.dataset == POINTS and data.noise == 0.0:
        return data.points
    total = len(dataset.train) + len(dataset.test)
    if total > MAX_POINTS:
        raise SpecError(
            f"points by hand: at most {MAX_POINTS:,}, but {source.label} has {total:,} examples; "
            "choose fewer examples first"
        )
    rows = [_rows(part.raw, part.labels, part.targets) for part in (dataset.train, dataset.test)]
    table = np.concatenate(rows)
    known = data.points if data.dataset == POINTS else None
    kind = "curve" if source.kind == "curve" else "classes" if source.classes else "values"
    return PointsSpec(
        kind=kind,
        classes=source.classes,
        reach=max(abs(end) for end in source.domain),
        height=known.height if known else _height(table[:, -1]),
        points=tuple(map(tuple, table.tolist())),
        ranks=_ranks_of(len(dataset.train), len(dataset.test), data.train_share),
    )


def _rows(raw: FloatArray, labels: IntArray, targets: FloatArray) -> FloatArray:
    last = targets if targets.shape[1] else labels[:, None].astype(np.float64)
    return np.concatenate((raw, last), axis=1)


def _height(values: FloatArray) -> float:
    """1.5, doubled until all values are on the axis."""
    height, largest = 1.5, float(np.abs(values).max(initial=0.0))
    while height < largest:
        height *= 2.0
    return height


def _ranks_of(train: int, test: int, share: float) -> tuple[float, ...]:
    """Ranks that leave every point on its side of the training share."""
    below = share * (np.arange(train) + 0.5) / max(1, train)
    above = share + (1.0 - share) * (np.arange(test) + 0.5) / max(1, test)
    return tuple(np.concatenate((below, above)).round(6).tolist())
