"""The table of panels: which there are, where they stand, what they are called."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from PySide6.QtWidgets import QLabel, QWidget

from nnplayground.session import Session
from nnplayground.views.theme import Themes

Maker = Callable[[Session, Themes], QWidget]


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
    make: Maker


def _class(module: str, name: str) -> Maker:
    """The class `name` of a module that may not be written yet."""

    def make(session: Session, themes: Themes) -> QWidget:
        try:
            maker = getattr(importlib.import_module(f"nnplayground.views.{module}"), name)
        except (ImportError, AttributeError):
            return QLabel(f"{name} is not there yet")
        return cast("QWidget", maker(session, themes))

    return make


LEFT_PANELS = (
    PanelSpec("data", "Dataset", _class("data_panel", "DataPanel")),
    PanelSpec("training", "Training", _class("training_panel", "TrainingPanel")),
)
RIGHT_PANELS = (
    PanelSpec("output", "Output", _class("output_view", "OutputView")),
    PanelSpec("loss", "Loss", _class("plots.loss_plot", "LossPlot")),
)
BOTTOM_PANELS = (PanelSpec("weights", "Weights", _class("plots.weight_plot", "WeightPlot")),)
