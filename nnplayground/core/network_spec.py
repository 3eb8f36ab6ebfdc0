"""What a network is, as a value: its inputs and its dense layers, one after the other."""

from dataclasses import dataclass, field

from nnplayground.core.activations import ACTIVATIONS
from nnplayground.core.errors import SpecError
from nnplayground.core.initializers import Initializer

# More would need more than a GiB for parameters, gradient and optimizer slots.
MAX_PARAMETERS = 25_000_000
MAX_LAYERS = 64

# As in TensorFlow Playground.
DEFAULT_WEIGHTS = Initializer("uniform", low=-0.5, high=0.5)
DEFAULT_BIASES = Initializer("constant", value=0.1)


@dataclass(frozen=True)
class LayerSpec:
    """One dense layer: A = f(X W + b).

    Attributes:
        units: how many neurons.
        activation: a key of ACTIVATIONS.
        bias: whether there is a b.
        weight_initializer, bias_initializer: how W and b start.
        dropout: the share of the layer's activations set to 0 in training, 0 to 0.9.
        frozen: whether the layer's parameters do not learn.
        frozen_parameters: single parameters that do not learn, as indices into the layer's
            block of theta (W in C order, then b), sorted.
    """

    units: int
    activation: str = "tanh"
    bias: bool = True
    weight_initializer: Initializer = DEFAULT_WEIGHTS
    bias_initializer: Initializer = DEFAULT_BIASES
    dropout: float = 0.0
    frozen: bool = False
    frozen_parameters: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.activation not in ACTIVATIONS:
            known = ", ".join(ACTIVATIONS)
            raise SpecError(f"activation '{self.activation}' is unknown; known are {known}")
        if self.units < 1:
            raise SpecError(f"a layer needs at least 1 neuron, got {self.units}")
        if not 0.0 <= self.dropout <= 0.9:
            raise SpecError(f"dropout {self.dropout} is not in 0 .. 0.9")
        if list(self.frozen_parameters) != sorted(set(self.frozen_parameters)):
            raise SpecError("frozen_parameters: expected rising indices, each once")

    def parameters(self, inputs: int) -> int:
        """How many weights and biases the layer has on `inputs` inputs."""
        return (inputs + self.bias) * self.units


@dataclass(frozen=True)
class NetworkSpec:
    """A feed-forward network.

    Attributes:
        inputs: how many features an example has.
        layers: the layers after the input; the last one is the output.
    """

    inputs: int = 2
    layers: tuple[LayerSpec, ...] = field(
        default=(LayerSpec(4, "tanh"), LayerSpec(2, "tanh"), LayerSpec(1, "tanh"))
    )

    def __post_init__(self) -> None:
        if self.inputs < 1:
            raise SpecError(f"network: needs at least 1 input, has {self.inputs}")
        if not 1 <= len(self.layers) <= MAX_LAYERS:
            raise SpecError(f"network: needs 1 to {MAX_LAYERS} layers, has {len(self.layers)}")
        if self.parameters > MAX_PARAMETERS:
            raise SpecError(
                f"network: {self.parameters:,} weights and biases would need about "
                f"{(self.parameters * 40 >> 30) + 1:,} GiB; the most is {MAX_PARAMETERS:,}"
            )
        for number, layer in enumerate(self.layers, start=1):
            self._check_layer(number, layer)

    def _check_layer(self, number: int, layer: LayerSpec) -> None:
        smallest = ACTIVATIONS[layer.activation].smallest_units
        if layer.units < smallest:
            raise SpecError(
                f"layer {number}: activation '{layer.activation}' needs at least {smallest} "
                f"neurons, has {layer.units}"
            )
        count = layer.parameters(self.sizes[number - 1])
        for index in layer.frozen_parameters:
            if not 0 <= index < count:
                raise SpecError(
                    f"layer {number}: frozen parameter {index} is not in 0 .. {count - 1}"
                )
        if layer.dropout and number == len(self.layers):
            raise SpecError(f"layer {number}: the output layer takes no dropout")

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, then the units of each layer: (2, 4, 2, 1) for 2-4-2-1."""
        return (self.inputs, *(layer.units for layer in self.layers))

    @property
    def parameters(self) -> int:
        """How many weights and biases there are, P."""
        sizes = self.sizes
        return sum(layer.parameters(n) for n, layer in zip(sizes, self.layers, strict=False))

    @property
    def output(self) -> LayerSpec:
        """The last layer."""
        return self.layers[-1]

    @property
    def title(self) -> str:
        """The sizes as people write them: 2-4-2-1."""
        return "-".join(str(size) for size in self.sizes)
