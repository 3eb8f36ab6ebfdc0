"""What plots show of a run's past: scores, batch losses and parameters, thinned."""

import numpy as np

from nnplayground.core.adapt import Correspondence, carry_over
from nnplayground.core.arrays import FloatArray, IntArray
from nnplayground.core.engine import RunState
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.metrics import Score
from nnplayground.core.series import ThinnedSeries

# Rows a series, of the run that is trained and of those that were left.
ROWS = 2048
ROWS_OF_OTHERS = 512

# More curves than this nobody can tell apart, and each costs drawing time.
MAX_CURVES = 256

SCORE_COLUMNS = ("train loss", "test loss", "train accuracy", "test accuracy")


class History:
    """Thinned series of one run.

    Args:
        layout: of the parameters.

    Attributes:
        scores: columns as in SCORE_COLUMNS; NaN where there is no such number.
        batch_losses: one column, each iteration's batch loss.
        shown: (curves,) which parameters `parameters` holds.
        parameters: one column a shown parameter; NaN before it was there.
    """

    def __init__(self, layout: ParameterLayout) -> None:
        self.scores = ThinnedSeries(len(SCORE_COLUMNS), ROWS)
        self.batch_losses = ThinnedSeries(1, ROWS)
        self.layout = layout
        count = min(layout.size, MAX_CURVES)
        self.shown: IntArray = np.linspace(0, layout.size - 1, count).astype(np.int64)
        self.parameters = ThinnedSeries(count, ROWS)

    def continued(
        self, layout: ParameterLayout, correspondence: Correspondence | None = None
    ) -> "History":
        """A history of its own that goes on from this one with another layout.

        Parameters that stayed, as `correspondence` says, keep their past; that of new ones is NaN.
        Without one, all keep it where the layers have the same sizes, and none where not.
        """
        other = History(layout)
        other.scores, other.batch_losses = self.scores.copy(), self.batch_losses.copy()
        if correspondence is not None:
            other._take_past(self, correspondence)
        elif layout.network.sizes == self.layout.network.sizes and layout.size == self.layout.size:
            other.parameters = self.parameters.copy()
        return other

    def _take_past(self, before: "History", correspondence: Correspondence) -> None:
        origins = np.full(self.layout.size, -1)
        known = np.arange(before.layout.size)
        carry_over(before.layout, self.layout, known, origins, correspondence)
        wanted = origins[self.shown]
        columns = np.searchsorted(before.shown, wanted).clip(max=len(before.shown) - 1)
        kept = before.shown[columns] == wanted
        if kept.any() and len(before.parameters):
            values = np.full((len(before.parameters), len(self.shown)), np.nan)
            values[:, kept] = before.parameters.values[:, columns[kept]]
            self.parameters.append(before.parameters.iterations, values)

    def shrink(self) -> None:
        """Take less room: the run is not trained for now."""
        for series in (self.scores, self.batch_losses, self.parameters):
            series.resize(ROWS_OF_OTHERS)

    def grow(self) -> None:
        """Take all the room again."""
        for series in (self.scores, self.batch_losses, self.parameters):
            series.resize(ROWS)

    def forget_after(self, iteration: int) -> None:
        """Forget what came after `iteration`, for a run that goes on from there."""
        for series in (self.scores, self.batch_losses, self.parameters):
            series.truncate(iteration)

    def add_state(self, state: RunState) -> None:
        """Add the parameters of a state that no burst brought."""
        self.add_parameters(np.array([state.iteration]), state.theta[None, :])

    def add_score(self, iteration: int, train: Score, test: Score) -> None:
        """Add the scores at an iteration."""
        numbers = (train.loss, test.loss, train.accuracy, test.accuracy)
        row = [np.nan if number is None else number for number in numbers]
        self.scores.truncate(iteration - 1)
        self.scores.append(np.array([iteration]), np.array([row]))

    def add_parameters(self, iterations: IntArray, thetas: FloatArray) -> None:
        """Add parameters (rows, P) after each of the iterations (rows,)."""
        if len(iterations):
            self.parameters.truncate(int(iterations[0]) - 1)
            all_shown = len(self.shown) == self.layout.size
            self.parameters.append(iterations, thetas if all_shown else thetas[:, self.shown])

    def add_batch_losses(self, first_iteration: int, losses: FloatArray) -> None:
        """Add the batch losses (rows,) of consecutive iterations."""
        if len(losses):
            iterations = np.arange(first_iteration, first_iteration + len(losses))
            self.batch_losses.truncate(first_iteration - 1)
            self.batch_losses.append(iterations, losses[:, None])
