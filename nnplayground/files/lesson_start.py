"""Where an experiment of a lesson begins, if not at iteration 0 with its initial values."""

from dataclasses import dataclass, field

import numpy as np

from nnplayground.core import OPTIMIZERS, Clock, Experiment, RunState, SpecError
from nnplayground.core.arrays import DTYPES
from nnplayground.files.times import times_problem


@dataclass(frozen=True)
class Start:
    """A training state as numbers, exact to the bit.

    Attributes:
        parameters: layer by layer, weights input by input, then the biases.
        slots: the optimizer's memory, as many numbers for each; () where it is empty.
        iteration: how many steps had been done.
        clock: since when epochs and the optimizer's steps are counted.
    """

    parameters: tuple[float, ...]
    slots: tuple[tuple[float, ...], ...] = ()
    iteration: int = 0
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def of(cls, state: RunState) -> "Start":
        """The start at a state.

        Raises:
            SpecError: where it holds NaN or infinity, which a lesson cannot.
        """
        if not (np.isfinite(state.theta).all() and np.isfinite(state.slots).all()):
            raise SpecError(
                "the network has diverged: a lesson cannot hold weights that are no finite numbers"
            )
        slots = tuple(tuple(slot.tolist()) for slot in state.slots) if state.slots.any() else ()
        return cls(tuple(state.theta.tolist()), slots, state.iteration, state.clock)

    def state(self, experiment: Experiment) -> RunState:
        """The state to go on from; `problem` must be ''."""
        dtype = DTYPES[experiment.training.precision]
        theta = np.array(self.parameters, dtype=dtype)
        slots = np.zeros((len(OPTIMIZERS[experiment.training.optimizer].slots), len(theta)), dtype)
        if self.slots:
            slots[:] = self.slots
        return RunState(self.iteration, theta, slots, self.clock)

    def problem(self, experiment: Experiment) -> str:
        """What does not fit an experiment, with its place; '' for nothing."""
        size, optimizer = experiment.network.parameters, experiment.training.optimizer
        if len(self.parameters) != size:
            return f"parameters: expected {size:,} numbers, got {len(self.parameters):,}"
        wanted = len(OPTIMIZERS[optimizer].slots)
        if self.slots and len(self.slots) != wanted:
            return f"slots: {optimizer} has {wanted}, got {len(self.slots)}"
        for i, slot in enumerate(self.slots):
            if len(slot) != size:
                return f"slots.{i}: expected {size:,} numbers, got {len(slot):,}"
        if not np.isfinite([*self.parameters, *(n for slot in self.slots for n in slot)]).all():
            return "parameters: expected finite numbers"
        return times_problem(self.iteration, self.clock)
