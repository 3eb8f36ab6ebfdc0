"""The core: networks, training steps and runs in NumPy, for the window, scripts and notebooks."""

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.dataset import Dataset, Part, load_dataset
from nnplayground.core.engine import Clock, Engine, Problem, RunState
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import DataSpec, Experiment, StopRule, TrainingSpec
from nnplayground.core.initializers import INITIALIZERS, Initializer
from nnplayground.core.layout import ParameterLayout
from nnplayground.core.losses import LOSSES
from nnplayground.core.metrics import Evaluator, Score
from nnplayground.core.network import Network
from nnplayground.core.network_spec import LayerSpec, NetworkSpec
from nnplayground.core.optimizers import OPTIMIZERS
from nnplayground.core.run import Divergence, Run

__all__ = [
    "ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "Clock",
    "DataSpec",
    "Dataset",
    "Divergence",
    "Engine",
    "Evaluator",
    "Experiment",
    "Initializer",
    "LayerSpec",
    "Network",
    "NetworkSpec",
    "ParameterLayout",
    "Part",
    "Problem",
    "Run",
    "RunState",
    "Score",
    "SpecError",
    "StopRule",
    "TrainingSpec",
    "load_dataset",
]
