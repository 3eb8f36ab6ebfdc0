"""The numbers behind the picture: for the selected example, and the gradient, asked for lazily."""

import time

import numpy as np

from nnplayground.core import Problem
from nnplayground.core.arrays import FloatArray
from nnplayground.core.probe import GradientProbe, Probe
from nnplayground.session import Frame, Session
from nnplayground.views.editor.names import signed

# What stands for a number that a learner is to find.
UNKNOWN = "?"
# Seconds between two gradients, and two histograms, while training.
GRADIENT_SECONDS = 0.1
# Examples that a histogram counts at the most.
MAX_COUNTED = 1000


class Facts:
    """Answers questions about the newest frame; everything is kept until the next frame.

    Args:
        session: whose frames.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._frame: Frame | None = None
        self._one: tuple[Frame, int, list[FloatArray]] | None = None
        self._gradient_of: tuple[Frame, float, FloatArray] | None = None
        self._gradients: GradientProbe | None = None
        self._gradient_data: object = None
        self._counted: Probe | None = None
        self._counted_data: object = None

    @property
    def frame(self) -> Frame:
        """The newest moment."""
        frame = self._session.frame
        if self._frame is None or frame.state is not self._frame.state:
            self._frame = frame
        return self._frame

    @property
    def example(self) -> str:
        """What the selected example is called."""
        return self._session.example.title

    # ---- as texts: '?' for what a learner is to find ---------------------------------------

    def text(self, value: float, sorts: str, level: int, neuron: int, digits: int = 3) -> str:
        """A number of a neuron; `sorts` are the quantities that would give it away."""
        if self._session.hidden.conceals(sorts, level, neuron):
            return UNKNOWN
        return signed(value, digits)

    def parameter_text(self, index: int, digits: int = 3) -> str:
        """A weight or a bias."""
        return self._of_parameter(float(self.frame.theta[index]), "", index, digits)

    def gradient_text(self, index: int) -> str:
        """Its gradient, over the training examples."""
        return self._of_parameter(self.gradient(index), "d", index, 4)

    def _of_parameter(self, value: float, before: str, index: int, digits: int) -> str:
        hidden, layout = self._session.hidden, self.frame.layout
        is_secret = hidden.conceals_parameter(layout, index, before)
        return UNKNOWN if is_secret else signed(value, digits)

    # ---- as numbers -------------------------------------------------------------------------

    def activations(self, level: int) -> FloatArray:
        """(units,) of a level for the selected example; of level 0 its inputs."""
        example, frame = self._session.example, self.frame
        if self._one is None or self._one[0] is not frame or self._one[1] != example.changes:
            x = example.inputs
            probe = Probe(frame.layout, x[None, :], np.float64)
            answers = [A[:, 0].copy() for A in probe.activations(frame.theta)]
            self._one = (frame, example.changes, [x, *answers])
        return self._one[2][level]

    def weighted_sum(self, level: int, neuron: int) -> float:
        """z of a neuron for the selected example."""
        layout, theta = self.frame.layout, self.frame.theta
        b = layout.bias(theta, level - 1)
        with np.errstate(all="ignore"):
            z = self.activations(level - 1) @ layout.weight(theta, level - 1)[:, neuron]
        return float(z + (b[neuron] if len(b) else 0.0))

    def gradient(self, index: int) -> float:
        """dL/dw of a parameter over the training examples."""
        frame, now = self.frame, time.monotonic()
        known = self._gradient_of
        fresh = known is not None and (
            known[0] is frame
            or (known[0].layout is frame.layout and now - known[1] < GRADIENT_SECONDS)
        )
        if known is None or not fresh:
            known = (frame, now, self._gradient_probe(frame).gradient(frame.theta))
            self._gradient_of = known
        return float(known[2][index])

    @property
    def gradient_examples(self) -> int:
        """How many examples the gradient is taken over."""
        return self._gradient_probe(self.frame).examples

    def _gradient_probe(self, frame: Frame) -> GradientProbe:
        probe = self._gradients
        if (
            probe is None
            or probe.problem.training != frame.experiment.training
            or probe.problem.layout != frame.layout
            or self._gradient_data is not frame.dataset
        ):
            self._gradients = probe = GradientProbe(Problem.of(frame.experiment, frame.dataset))
            self._gradient_data = frame.dataset
        return probe

    def over_data(self, level: int, neuron: int) -> FloatArray:
        """(examples,) activations of a neuron over the training examples."""
        frame = self.frame
        inputs = frame.dataset.train.inputs[:MAX_COUNTED]
        if level == 0:
            column: FloatArray = inputs[:, neuron]
            return column
        probe = self._counted
        if probe is None or probe.layout != frame.layout or self._counted_data is not frame.dataset:
            self._counted = probe = Probe(frame.layout, inputs)
            self._counted_data = frame.dataset
        counted: FloatArray = probe.activations(frame.theta)[level - 1][neuron]
        return counted
