"""An experiment as a value: network, data, training settings and seed, and nothing else."""

import dataclasses
import json
from dataclasses import dataclass, field

from nnplayground.core.arrays import DTYPES
from nnplayground.core.errors import SpecError
from nnplayground.core.losses import LOSSES, REDUCTIONS, check_output
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.core.points_spec import PointsSpec
from nnplayground.core.table_spec import TableSpec
from nnplayground.core.values import dumps, from_json

ORDERS = ("shuffled", "given")
SCALINGS = ("none", "standardize", "unit")
ENGINES = ("auto", "numpy", "fused")
OPTIMIZER_NAMES = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
MAX_SEED = 2**32 - 1
MAX_EXAMPLES = 1_000_000


def _expect(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise SpecError(f"{name}: expected {low:.15g} to {high:.15g}, got {value:.15g}")


def _expect_below_one(name: str, value: float) -> None:
    if not 0.0 <= value < 1.0:
        raise SpecError(f"{name}: expected 0 or more and below 1, got {value}")


def _expect_one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SpecError(f"{name}: '{value}' is unknown; known are {', '.join(known)}")


@dataclass(frozen=True)
class DataSpec:
    """Which examples the network learns from.

    Attributes:
        dataset: a key of `nnplayground.data.DATASETS`, 'table' or 'pictures' for those of one's
            own, or 'points' for points by hand.
        examples: how many are generated; for stored tables at most this many, 0 for all.
        noise: in percent, 0 to 50, as in TensorFlow Playground.
        train_share: the share of examples for training, 0 to 1; the rest is for testing.
        features: the inputs made from the raw columns (keys of `nnplayground.data.FEATURES`,
            'formula:...' or 'column:...'); empty for the columns as they are.
        scaling: 'none', 'standardize' (mean 0, deviation 1) or 'unit' (0 to 1), fitted on
            the training part.
        seed: of the generated points, the noise and the split.
        table: where the dataset is 'table', which one.
        pictures: where the dataset is 'pictures', which ones.
        points: where the dataset is 'points', which ones.
    """

    dataset: str = "circle"
    examples: int = 500
    noise: float = 0.0
    train_share: float = 0.5
    features: tuple[str, ...] = ()
    scaling: str = "none"
    seed: int = 0
    table: TableSpec | None = None
    pictures: PicturesSpec | None = None
    points: PointsSpec | None = None

    def __post_init__(self) -> None:
        _expect("data.examples", self.examples, 0, MAX_EXAMPLES)
        _expect("data.noise", self.noise, 0.0, 50.0)
        _expect("data.train_share", self.train_share, 0.0, 1.0)
        _expect_one_of("data.scaling", self.scaling, SCALINGS)
        _expect("data.seed", self.seed, 0, MAX_SEED)


@dataclass(frozen=True)
class StopRule:
    """When training stops by itself; 0 or None for never.

    Attributes:
        iterations: stop when the run has this many iterations.
        epochs: stop when the run has this many epochs.
        loss_below: stop when the loss over the training examples is below this.
    """

    iterations: int = 0
    epochs: int = 0
    loss_below: float | None = None

    def __post_init__(self) -> None:
        _expect("training.stop.iterations", self.iterations, 0, 10**12)
        _expect("training.stop.epochs", self.epochs, 0, 10**12)


@dataclass(frozen=True)
class TrainingSpec:
    """How the network learns.

    Attributes:
        loss, reduction: a key of LOSSES; 'mean' or 'sum' over the examples of a batch.
        l1, l2: penalty l1 sum|W| + l2/2 sum W^2 over weights, never biases.
        optimizer: a key of OPTIMIZERS, which tells the settings it uses.
        learning_rate: per iteration.
        momentum: of momentum and nesterov.
        decay: of rmsprop's mean square.
        beta1, beta2: of adam and adamw.
        epsilon: added to the root in adagrad, rmsprop, adam and adamw.
        weight_decay: of adamw, on weights only.
        batch_size: examples an iteration, 0 for all; the last batch of an epoch may be smaller.
        order: of the examples: 'shuffled' anew each epoch or as 'given'.
        precision: 'float64' or 'float32'.
        engine: 'auto', 'numpy' or 'fused'.
        stop: when training stops by itself.
    """

    loss: str = "half_squared"
    reduction: str = "mean"
    l1: float = 0.0
    l2: float = 0.0
    optimizer: str = "sgd"
    learning_rate: float = 0.03
    momentum: float = 0.9
    decay: float = 0.99
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.01
    batch_size: int = 10
    order: str = "shuffled"
    precision: str = "float64"
    engine: str = "auto"
    stop: StopRule = field(default_factory=StopRule)

    def __post_init__(self) -> None:
        _expect_one_of("training.loss", self.loss, tuple(LOSSES))
        _expect_one_of("training.reduction", self.reduction, REDUCTIONS)
        _expect_one_of("training.optimizer", self.optimizer, OPTIMIZER_NAMES)
        _expect_one_of("training.order", self.order, ORDERS)
        _expect_one_of("training.precision", self.precision, tuple(DTYPES))
        _expect_one_of("training.engine", self.engine, ENGINES)
        _expect("training.learning_rate", self.learning_rate, 0.0, 1e6)
        for name in ("l1", "l2", "weight_decay"):
            _expect(f"training.{name}", getattr(self, name), 0.0, 1e6)
        for name in ("momentum", "decay", "beta1", "beta2"):
            _expect_below_one(f"training.{name}", getattr(self, name))
        _expect("training.epsilon", self.epsilon, 0.0, 1.0)
        _expect("training.batch_size", self.batch_size, 0, 10**9)


@dataclass(frozen=True)
class Experiment:
    """Everything that is needed to repeat a run.

    Attributes:
        network, data, training: see there.
        seed: of the initial parameters, the order of examples and dropout.
    """

    network: NetworkSpec = field(default_factory=NetworkSpec)
    data: DataSpec = field(default_factory=DataSpec)
    training: TrainingSpec = field(default_factory=TrainingSpec)
    seed: int = 0

    def __post_init__(self) -> None:
        _expect("seed", self.seed, 0, MAX_SEED)
        check_output(self.training.loss, self.network.output.activation)

    def to_json(self) -> str:
        """The experiment as one line of strict JSON."""
        return dumps(self)

    @classmethod
    def from_json(cls, text: str) -> "Experiment":
        """The experiment of a JSON text; missing keys take the defaults.

        Raises:
            SpecError: where the text is not JSON, or naming the key that does not fit.
        """
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise SpecError(f"experiment: not JSON ({error})") from None
        return from_json(cls, value, "")

    def with_training(self, **settings: object) -> "Experiment":
        """The same experiment with other training settings."""
        return dataclasses.replace(
            self,
            training=dataclasses.replace(self.training, **settings),  # type: ignore[arg-type]
        )

    def with_data(self, **settings: object) -> "Experiment":
        """The same experiment with other data settings."""
        return dataclasses.replace(
            self,
            data=dataclasses.replace(self.data, **settings),  # type: ignore[arg-type]
        )
