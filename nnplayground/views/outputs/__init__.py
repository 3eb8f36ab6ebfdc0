"""The kinds of output pictures as one table: which data each fits, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass

from nnplayground.core.dataset import Dataset
from nnplayground.views.outputs.class_averages import ClassAverages
from nnplayground.views.outputs.confused_pictures import ConfusedPictures
from nnplayground.views.outputs.confusion_view import ConfusionView
from nnplayground.views.outputs.curve import Curve
from nnplayground.views.outputs.decision_map import DecisionMap
from nnplayground.views.outputs.example_grid import ExampleGrid
from nnplayground.views.outputs.example_table import ExampleTable
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.pad import Pad
from nnplayground.views.outputs.regression_canvas import FIT, RESIDUALS
from nnplayground.views.outputs.regression_view import RegressionView
from nnplayground.views.outputs.roc_view import RocView
from nnplayground.views.outputs.score_view import ScoreView
from nnplayground.views.theme import Theme


@dataclass(frozen=True)
class Output:
    """A kind of output picture.

    Attributes:
        label: what a person chooses.
        tooltip: what it shows, in plain words.
        fits: whether it can show some data.
        make: makes the widget.
    """

    label: str
    tooltip: str
    fits: Callable[[Dataset], bool]
    make: Callable[[Theme], OutputKind]


A_HANDFUL = 20  # examples that can all be read


def _has_columns(least: int) -> Callable[[Dataset], bool]:
    return lambda dataset: dataset.image_shape is None and len(dataset.columns) >= least


def _has_pictures(dataset: Dataset) -> bool:
    return dataset.image_shape is not None


def _goes_along_one(dataset: Dataset) -> bool:
    """One column, or so many that a plane shows as little of them; two have the map."""
    return _has_columns(1)(dataset) and len(dataset.columns) != 2


def _has_numbers(dataset: Dataset) -> bool:
    return not dataset.classes


OUTPUTS: dict[str, Output] = {
    "map": Output(
        "Decision map",
        "What the network says everywhere on the plane of two columns",
        _has_columns(2),
        DecisionMap,
    ),
    "curve": Output(
        "Curve", "What the network says for every value of one column", _goes_along_one, Curve
    ),
    "grid": Output(
        "Pictures",
        "Examples with the network's answer and how sure it is",
        _has_pictures,
        ExampleGrid,
    ),
    "pad": Output(
        "Draw",
        "Draw a picture, and see what the network says while you draw",
        _has_pictures,
        Pad,
    ),
    "confused": Output(
        "Most confused",
        "The pictures that the network is most wrong about",
        _has_pictures,
        ConfusedPictures,
    ),
    "averages": Output(
        "Averages",
        "The average picture of each class, and what the network says to it",
        _has_pictures,
        ClassAverages,
    ),
    "table": Output(
        "Table",
        "Examples as numbers: inputs, target and output",
        lambda dataset: dataset.image_shape is None,
        ExampleTable,
    ),
    "confusion": Output(
        "Confusion matrix",
        "Which classes the network takes for which, and the examples of each cell",
        lambda dataset: bool(dataset.classes),
        ConfusionView,
    ),
    "fit": Output(
        "Predicted and actual",
        "What the network says for each example against what it should say",
        _has_numbers,
        lambda theme: RegressionView(theme, FIT, "Predicted against actual"),
    ),
    "residuals": Output(
        "Residuals",
        "What is left between the target of each example and what the network says",
        _has_numbers,
        lambda theme: RegressionView(theme, RESIDUALS, "Residuals against predicted"),
    ),
    "scores": Output(
        "Scores",
        "Precision, recall and F1 of each class, or R², MAE and RMSE of each target",
        lambda dataset: True,
        ScoreView,
    ),
    "roc": Output(
        "ROC curve",
        "How many of a class are found against false alarms, for every threshold",
        lambda dataset: len(dataset.classes) == 2,
        RocView,
    ),
}


def first_kind(dataset: Dataset) -> str:
    """The key of the kind that data are shown by until a person chooses another."""
    if dataset.image_shape is not None:
        return "grid"
    if len(dataset.columns) <= 2:
        return "map" if len(dataset.columns) == 2 else "curve"
    if len(dataset.train) + len(dataset.test) <= A_HANDFUL:
        return "table"
    return "confusion" if dataset.classes else "fit"
