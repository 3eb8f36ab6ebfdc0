"""The contract between a run and the engines that do its training steps."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from nnplayground.core.arrays import DTYPES, FloatArray, frozen
from nnplayground.core.dataset import Dataset, check_fit, encode_targets
from nnplayground.core.experiment import Experiment, TrainingSpec
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.network import initial_theta
from nnplayground.core.optimizers import OPTIMIZERS


@dataclass(frozen=True)
class Clock:
    """Where counting began anew after an edit in mid-run.

    Attributes:
        epoch_iteration: the iteration at which the present batches began to be counted.
        epoch: how many epochs lay before it.
        optimizer_iteration: the iteration at which the optimizer's slots were 0.
    """

    epoch_iteration: int = 0
    epoch: int = 0
    optimizer_iteration: int = 0


@dataclass(eq=False)
class RunState:
    """The whole state of training.

    Attributes:
        iteration: how many steps have been done.
        theta: (P,).
        slots: (slots, P), the optimizer's memory.
        clock: where counting began.
    """

    iteration: int
    theta: FloatArray
    slots: FloatArray
    clock: Clock = field(default_factory=Clock)

    def copy(self) -> "RunState":
        """A state of its own arrays."""
        return RunState(self.iteration, self.theta.copy(), self.slots.copy(), self.clock)

    def freeze(self) -> "RunState":
        """The same state, its arrays read-only."""
        frozen(self.theta)
        frozen(self.slots)
        return self


@dataclass(frozen=True, eq=False)
class Problem:
    """What an engine works on and does not change.

    Attributes:
        layout: of the parameters.
        training: the settings.
        seed: of the order of examples and of dropout.
        X: (examples, inputs), training inputs in the run's precision.
        Y: (examples, outputs), targets in the run's precision.
    """

    layout: ParameterLayout
    training: TrainingSpec
    seed: int
    X: FloatArray
    Y: FloatArray

    @classmethod
    def of(cls, experiment: Experiment, dataset: Dataset) -> "Problem":
        """The problem of an experiment on its data.

        Raises:
            SpecError: where network and data do not fit each other.
        """
        check_fit(experiment, dataset)
        output = experiment.network.output
        dtype = DTYPES[experiment.training.precision]
        return cls(
            layout=ParameterLayout(experiment.network),
            training=experiment.training,
            seed=experiment.seed,
            X=frozen(np.ascontiguousarray(dataset.train.inputs, dtype)),
            Y=frozen(
                np.ascontiguousarray(
                    encode_targets(dataset.train, dataset, output.activation, output.units), dtype
                )
            ),
        )

    @property
    def batch_size(self) -> int:
        """Examples a full batch; 1 where there are none, so that counting goes on."""
        return max(1, min(self.training.batch_size or len(self.X), len(self.X)))

    @property
    def order(self) -> str:
        """How the examples are ordered: a batch of everything is the same set in any order."""
        return "given" if self.batch_size == len(self.X) else self.training.order

    @property
    def iterations_per_epoch(self) -> int:
        """Iterations that go once through the examples; the last batch may be smaller."""
        return max(1, -(-len(self.X) // self.batch_size))

    def epoch(self, state: RunState) -> int:
        """How many whole epochs the state has behind it."""
        since = state.iteration - state.clock.epoch_iteration
        return state.clock.epoch + since // self.iterations_per_epoch

    def initial_state(self) -> RunState:
        """The state that a run of this problem starts from."""
        theta = initial_theta(self.layout, self.seed, self.training.precision)
        return RunState(0, theta, self.fresh_slots())

    def fresh_slots(self) -> FloatArray:
        """Slots (slots, P) of 0 for the problem's optimizer."""
        count = len(OPTIMIZERS[self.training.optimizer].slots)
        return np.zeros((count, self.layout.size), DTYPES[self.training.precision])


class Engine(Protocol):
    """Does training steps on one problem."""

    name: str

    def advance(
        self,
        state: RunState,
        steps: int,
        losses: FloatArray | None = None,
        thetas: FloatArray | None = None,
    ) -> None:
        """Do `steps` iterations on `state` in place.

        Args:
            state: changed in place; theta and slots are never rebound.
            steps: how many.
            losses: (steps,) filled with each iteration's batch loss (data loss, reduced as the
                problem says, at the parameters before the step).
            thetas: (steps, P) filled with the parameters after each iteration.
        """
