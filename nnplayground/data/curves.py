"""Curves: one input, one value."""

import numpy as np

from nnplayground.core.experiment import DataSpec, Experiment, TrainingSpec
from nnplayground.core.network_spec import LayerSpec, NetworkSpec
from nnplayground.data.draw import Draw
from nnplayground.data.source import Examples, Source

REACH = 6.0


def sine(draw: Draw) -> Examples:
    """sin x for x of U(-6, 6); noise adds N(0, nu^2) to the value."""
    x = REACH * (2.0 * draw.uniform(1) - 1.0)
    return Examples.of_targets(x, np.sin(x) + draw.normal_jitter(1, 1.0))


SOURCES = (
    Source(
        key="sine",
        label="Sine",
        description="A wave: one input, one value.",
        kind="curve",
        columns=("x₁",),
        make=sine,
        suggested=Experiment(
            NetworkSpec(1, (LayerSpec(8), LayerSpec(8), LayerSpec(1, "identity"))),
            DataSpec("sine", examples=200, noise=10.0),
            TrainingSpec(optimizer="adam", learning_rate=0.01),
        ),
        target_names=("y",),
        features=("x1", "x1^2", "sin(x1)"),
    ),
)
