"""The table of panels: which there are, where they stand, what they are called."""

from collections.abc import Callable
from dataclasses import dataclass

from nnplayground.session import Session
from nnplayground.views.data_panel import DataPanel
from nnplayground.views.diagnosis_panel import DiagnosisPanel
from nnplayground.views.examples import ExamplesPanel
from nnplayground.views.gradient_panel import GradientPanel
from nnplayground.views.histogram_panel import HistogramPanel
from nnplayground.views.landscape_panel import LandscapePanel
from nnplayground.views.output_view import OutputView
from nnplayground.views.panel import Panel
from nnplayground.views.plots.loss_plot import LossPlot
from nnplayground.views.plots.weight_plot import WeightPlot
from nnplayground.views.runs_panel import RunsPanel
from nnplayground.views.take_apart import TakeApart
from nnplayground.views.theme import Themes
from nnplayground.views.training_panel import TrainingPanel


@dataclass(frozen=True)
class PanelSpec:
    """A panel.

    Attributes:
        key: its name in saved layouts and as an object name.
        title: what the View menu and its tab call it.
        make: makes it for a session.
    """

    key: str
    title: str
    make: Callable[[Session, Themes], Panel]


# One column, scrolled where it does not fit.
LEFT_PANELS = (
    PanelSpec("data", "Dataset", DataPanel),
    PanelSpec("training", "Training", TrainingPanel),
)
# A dock each, one below the other.
RIGHT_PANELS = (
    PanelSpec("output", "Output", OutputView),
    PanelSpec("loss", "Loss", LossPlot),
)
# A tab each; what stands in the others costs nothing.
BOTTOM_PANELS = (
    PanelSpec("weights", "Weights", WeightPlot),
    PanelSpec("gradients", "Gradients", GradientPanel),
    PanelSpec("histograms", "Histograms", HistogramPanel),
    PanelSpec("examples", "Examples", ExamplesPanel),
    PanelSpec("take_apart", "Take apart", TakeApart),
    PanelSpec("landscape", "Loss landscape", LandscapePanel),
    PanelSpec("runs", "Runs", RunsPanel),
    PanelSpec("diagnosis", "Diagnosis", DiagnosisPanel),
)
