"""Other runs that are drawn over the current one: their colours, names and curves."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnplayground.session import Session
from nnplayground.session.runs import RunRecord
from nnplayground.views.theme import Theme

# Test losses are drawn fainter than training losses, this much towards the background.
FAINTER = 0.45
# Those of the theme's curves that runs are drawn in: unlike each other, and unlike the colours of
# training and testing, beside which they stand.
_CURVES_OF_RUNS = (1, 7, 3, 6, 4, 0, 5)


@dataclass(frozen=True, eq=False)
class Overlay:
    """One run.

    Attributes:
        name: of the run.
        colour: '#rrggbb'.
        iterations: (rows,) of its scores.
        scores: (rows, 4) as in SCORE_COLUMNS.
        sizes: of its network.
        shown: (curves,) which parameters the curves are of.
        parameter_iterations: (points,); parameters: (points, curves).
    """

    name: str
    colour: str
    iterations: npt.NDArray[np.float64]
    scores: npt.NDArray[np.float64]
    sizes: tuple[int, ...]
    shown: npt.NDArray[np.int64]
    parameter_iterations: npt.NDArray[np.float64]
    parameters: npt.NDArray[np.float64]


def run_colour(theme: Theme, run: RunRecord) -> str:
    """The colour of a run."""
    return theme.curves[_CURVES_OF_RUNS[run.colour % len(_CURVES_OF_RUNS)]]


def overlays(session: Session, theme: Theme) -> tuple[Overlay, ...]:
    """The runs to draw over the current one, as they are now."""
    return tuple(_overlay(run, theme) for run in session.runs.overlays)


def _overlay(run: RunRecord, theme: Theme) -> Overlay:
    history = run.position.history
    return Overlay(
        run.name,
        run_colour(theme, run),
        history.scores.iterations.astype(np.float64),
        history.scores.values.astype(np.float64),
        history.layout.network.sizes,
        history.shown,
        history.parameters.iterations.astype(np.float64),
        history.parameters.values.astype(np.float64),
    )
