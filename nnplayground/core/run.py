"""A run: an experiment being trained, from any state, in any number of steps."""

from dataclasses import dataclass

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Dataset, load_dataset
from nnplayground.core.engine import Engine, Problem, RunState
from nnplayground.core.engines import engine_name, is_ready, make_engine, make_ready_engine
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import Experiment
from nnplayground.core.metrics import Evaluator, Score
from nnplayground.core.network import Network


@dataclass(frozen=True)
class Divergence:
    """That the numbers left the range of floating point.

    Attributes:
        iteration: the first iteration after which a parameter was not finite.
        layer: the first layer (from 1) with such a parameter.
    """

    iteration: int
    layer: int


class Run:
    """An experiment in training.

    Args:
        experiment: what to train.
        dataset: its examples; loaded from `experiment.data` where None.
        state: where to go on from; the initial state where None. The run keeps and changes it.

    Attributes:
        experiment, dataset, state: see above.
        problem: what the engine works on.
        divergence: set when the parameters stopped being finite; the run then stays where it is.
    """

    def __init__(
        self,
        experiment: Experiment,
        dataset: Dataset | None = None,
        state: RunState | None = None,
    ) -> None:
        self.experiment = experiment
        self.dataset = load_dataset(experiment.data) if dataset is None else dataset
        self.problem = Problem.of(experiment, self.dataset)
        self.state = self.problem.initial_state() if state is None else state
        self._engine: Engine | None = None
        self.divergence = self._find_divergence(self.state)
        self._train = Evaluator(experiment, self.dataset, self.dataset.train)
        self._test = Evaluator(experiment, self.dataset, self.dataset.test)
        self._network: Network | None = None

    @property
    def iteration(self) -> int:
        """How many training steps have been done."""
        return self.state.iteration

    @property
    def epoch(self) -> int:
        """How many times the training examples have been gone through."""
        return self.problem.epoch(self.state)

    @property
    def engine(self) -> Engine:
        """What does the steps; made when it is first asked for, which may take a while."""
        if self._engine is None:
            self._engine = make_engine(self.problem)
        return self._engine

    def use_ready_engine(self) -> None:
        """Go on with the NumPy engine while the fused engine's kernel is not ready, then with it.

        For a window, which cannot wait; a run that waits is the same to the bit every time.
        """
        if self._engine is None:
            self._engine = make_ready_engine(self.problem)
        elif self._engine.name != engine_name(self.problem) and is_ready(self.problem):
            self._engine = make_engine(self.problem)

    @property
    def theta(self) -> FloatArray:
        """The parameters (P,) now; the run changes them in place."""
        return self.state.theta

    def advance(
        self,
        iterations: int,
        losses: FloatArray | None = None,
        thetas: FloatArray | None = None,
    ) -> int:
        """Train for `iterations` steps, fewer where the run diverges or its stop rule is met.

        Args:
            iterations: how many steps.
            losses: (iterations,) to be filled with each step's batch loss, or None.
            thetas: (iterations, P) to be filled with the parameters after each step, or None.

        Returns:
            How many steps were done.

        Raises:
            SpecError: where there is no example to learn from.
        """
        if iterations and not len(self.dataset.train):
            raise SpecError("data: there is no example to learn from; add some")
        done = 0
        while done < iterations and self.divergence is None and self.stop_reason() is None:
            steps = min(iterations - done, self._steps_to_next_check())
            part = slice(done, done + steps)
            done += self._advance_checked(
                steps,
                None if losses is None else losses[part],
                None if thetas is None else thetas[part],
            )
        return done

    def train_score(self) -> Score:
        """Loss and accuracy over the training examples."""
        return self._train.score(self.state.theta)

    def test_score(self) -> Score:
        """Loss and accuracy over the test examples."""
        return self._test.score(self.state.theta)

    def train_loss(self) -> float:
        """The data loss over the training examples, without penalty."""
        loss = self.train_score().loss
        return float("nan") if loss is None else loss

    def test_loss(self) -> float:
        """The data loss over the test examples, without penalty; NaN where there are none."""
        loss = self.test_score().loss
        return float("nan") if loss is None else loss

    def predict(self, X: FloatArray) -> FloatArray:
        """Outputs (examples, outputs) for inputs X (examples, inputs)."""
        if self._network is None:
            self._network = Network(
                self.experiment.network, precision=self.experiment.training.precision
            )
        self._network.theta[...] = self.state.theta
        return self._network.forward(X)

    def stop_reason(self) -> str | None:
        """Why the stop rule ends the run here, as a sentence, or None."""
        stop, epoch = self.experiment.training.stop, self.epoch
        if stop.iterations and self.iteration >= stop.iterations:
            return f"Stopped after {self.iteration:,} iterations, as the stop rule says."
        if stop.epochs and epoch >= stop.epochs:
            return f"Stopped after {epoch:,} epochs, as the stop rule says."
        if stop.loss_below is not None and self._at_epoch_end():
            loss = self.train_loss()
            if loss < stop.loss_below:
                return (
                    f"Stopped: the training loss {loss:.4g} is below {stop.loss_below:g}, "
                    "as the stop rule says."
                )
        return None

    def _since_epochs_began(self) -> int:
        return self.iteration - self.state.clock.epoch_iteration

    def _at_epoch_end(self) -> bool:
        return self._since_epochs_began() % self.problem.iterations_per_epoch == 0

    def _steps_to_next_check(self) -> int:
        """Steps until a stop rule may be met; a loss is looked at where an epoch ends."""
        stop, per_epoch = self.experiment.training.stop, self.problem.iterations_per_epoch
        steps = 1 << 20
        if stop.iterations:
            steps = min(steps, stop.iterations - self.iteration)
        if stop.epochs:
            left = (stop.epochs - self.state.clock.epoch) * per_epoch
            steps = min(steps, left - self._since_epochs_began())
        if stop.loss_below is not None:
            steps = min(steps, per_epoch - self._since_epochs_began() % per_epoch)
        return steps

    def _advance_checked(
        self, steps: int, losses: FloatArray | None, thetas: FloatArray | None
    ) -> int:
        """Advance; where the parameters leave the finite numbers, go back to that very step."""
        before = self.state.copy()
        self.engine.advance(self.state, steps, losses, thetas)
        if np.isfinite(self.state.theta).all():
            return steps
        self._restore(before)
        done = self._last_finite(steps, before)
        self._restore(before)
        self.engine.advance(
            self.state,
            done + 1,
            None if losses is None else losses[: done + 1],
            None if thetas is None else thetas[: done + 1],
        )
        self.divergence = self._find_divergence(self.state)
        return done + 1

    def _last_finite(self, steps: int, before: RunState) -> int:
        """The largest number of steps from `before` after which theta is finite, by bisection.

        A parameter that is not finite never becomes finite again.
        """
        low, high = 0, steps
        while high - low > 1:
            middle = (low + high) // 2
            self._restore(before)
            self.engine.advance(self.state, middle)
            if np.isfinite(self.state.theta).all():
                low = middle
            else:
                high = middle
        return low

    def _restore(self, state: RunState) -> None:
        self.state.iteration = state.iteration
        self.state.theta[...] = state.theta
        self.state.slots[...] = state.slots

    def _find_divergence(self, state: RunState) -> Divergence | None:
        bad = np.flatnonzero(~np.isfinite(state.theta))
        if not len(bad):
            return None
        return Divergence(state.iteration, self.problem.layout.place(int(bad[0]))[0] + 1)
