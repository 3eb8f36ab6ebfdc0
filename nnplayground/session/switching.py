"""What follows when other data is chosen: which network, from which weights, and why."""

import dataclasses
from dataclasses import dataclass

from nnplayground.core import Dataset, DataSpec, Experiment, SpecError, load_dataset
from nnplayground.core.adapt import Correspondence
from nnplayground.core.edits import with_inputs
from nnplayground.core.matching import with_dataset
from nnplayground.core.points_spec import PointsSpec
from nnplayground.core.table_spec import TableSpec
from nnplayground.data import DATASETS, OPENED, source_for
from nnplayground.data.features import has_feature
from nnplayground.data.picture_source import PICTURES
from nnplayground.data.points import POINTS

# Pictures come as float32: in that precision nothing holds them a second time.
HALVED = "Precision: float32, because so many numbers take half the memory."


@dataclass(frozen=True)
class SwitchedData:
    """An experiment on other data.

    Attributes:
        experiment: network and loss fit the data.
        afresh: whether the run begins at iteration 0 with initial parameters.
        correspondence: which inputs are the old ones, where the network's inputs changed and the
            run goes on; None where all stay.
        reasons: a sentence for each thing that followed.
    """

    experiment: Experiment
    afresh: bool
    correspondence: Correspondence | None
    reasons: tuple[str, ...]


def switched_data(
    experiment: Experiment, dataset: Dataset, settings: dict[str, object]
) -> SwitchedData:
    """The experiment with other data settings (fields of `DataSpec`).

    Data of another kind (from points in the plane to pictures, say) brings the network and the
    training settings that suit it; data of the same kind keeps both. Other inputs keep the
    weights of those that stay.

    Raises:
        SpecError: where the settings cannot be.
    """
    wanted = experiment.with_data(**settings)
    if wanted.data.dataset not in (*DATASETS, *OPENED):
        raise SpecError(f"data '{wanted.data.dataset}' is unknown; known are {', '.join(DATASETS)}")
    if _differs_in_cells_only(experiment.data.table, wanted.data.table):
        return SwitchedData(wanted, False, None, ())
    if _which(wanted.data) != _which(experiment.data):
        return _other_dataset(experiment, wanted, settings)
    if wanted.data.features == experiment.data.features:
        return SwitchedData(wanted, False, None, ())
    return _other_features(experiment, dataset, wanted)


def _differs_in_cells_only(before: TableSpec | None, after: TableSpec | None) -> bool:
    """Whether values of a table were changed by hand: the network goes on with them."""
    if before is None or after is None or before.changes == after.changes:
        return False
    return dataclasses.replace(after, changes=before.changes) == before


def _which(data: DataSpec) -> tuple[object, ...]:
    """What makes it another data set."""
    return data.dataset, data.table, data.pictures, data.points


def by_hand(experiment: Experiment, points: PointsSpec) -> SwitchedData:
    """The experiment with points by hand in place of its data; the run goes on.

    All points are taken, as they are: no noise, and no other seed than they began with.

    Raises:
        SpecError: where the network cannot be fitted to them.
    """
    before = experiment.data
    settings: dict[str, object] = {"dataset": POINTS, "points": points, "examples": 0}
    if before.dataset != POINTS:
        settings |= {"table": None, "pictures": None, "seed": 0}
    wanted = experiment.with_data(**settings, noise=0.0)
    matched = with_dataset(wanted, load_dataset(wanted.data))
    return SwitchedData(matched.experiment, False, None, matched.reasons)


def _other_dataset(
    experiment: Experiment, wanted: Experiment, settings: dict[str, object]
) -> SwitchedData:
    old, new = source_for(experiment.data), source_for(wanted.data)
    suggested = new.suggested
    if old.kind != new.kind or new.kind == "table":
        data = dataclasses.replace(suggested.data, **{**settings, "dataset": new.key})  # type: ignore[arg-type]
        reason = (
            f"{new.label}: took the network and the training that suit it; undo brings back yours."
        )
        reasons = (new.description, reason) if new.key in OPENED else (reason,)
        return SwitchedData(
            dataclasses.replace(suggested, data=data, seed=experiment.seed), True, None, reasons
        )
    features = tuple(key for key in experiment.data.features if has_feature(new, key))
    kept: dict[str, object] = {"features": features, "examples": suggested.data.examples}
    if POINTS in (old.key, new.key):
        kept["train_share"] = suggested.data.train_share
    wanted = experiment.with_data(**{**kept, "pictures": None, "points": None, **settings})
    matched = with_dataset(wanted, load_dataset(wanted.data))
    said = (new.description, *matched.reasons) if new.key in OPENED else matched.reasons
    if new.key != PICTURES or matched.experiment.training.precision == "float32":
        return SwitchedData(matched.experiment, True, None, said)
    halved = matched.experiment.with_training(precision="float32")
    return SwitchedData(halved, True, None, (*said, HALVED))


def _other_features(experiment: Experiment, dataset: Dataset, wanted: Experiment) -> SwitchedData:
    names = load_dataset(wanted.data).input_names
    before = {name: number for number, name in enumerate(dataset.input_names)}
    edit = with_inputs(experiment.network, tuple(before.get(name) for name in names))
    return SwitchedData(
        dataclasses.replace(wanted, network=edit.network), False, edit.correspondence, ()
    )
