"""What a view is given to draw: one moment of a run, read-only."""

from dataclasses import dataclass

from nnplayground.core import Dataset, Experiment, ParameterLayout, RunState, Score
from nnplayground.core.arrays import FloatArray
from nnplayground.session.history import History


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment.

    Attributes:
        experiment, dataset: what is trained on what.
        layout: of the parameters.
        state: iteration, theta (P,) and slots, read-only arrays.
        epoch: whole epochs so far.
        iterations_per_epoch: how many steps go once through the examples.
        train, test: scores at this moment; empty scores where none was taken yet.
        history: thinned past up to this moment.
        running: whether training goes on.
        engine: name of the engine that did the last step, '' before any.
        last_iteration: how far the run has come; above `iteration` where this is the past.
    """

    experiment: Experiment
    dataset: Dataset
    layout: ParameterLayout
    state: RunState
    epoch: int
    iterations_per_epoch: int
    train: Score
    test: Score
    history: History
    running: bool
    engine: str
    last_iteration: int

    @property
    def theta(self) -> FloatArray:
        """The parameters (P,), read-only."""
        return self.state.theta

    @property
    def is_past(self) -> bool:
        """Whether a person is looking back at this moment while the run has come further."""
        return self.iteration < self.last_iteration

    @property
    def iteration(self) -> int:
        """How many steps have been done."""
        return self.state.iteration
