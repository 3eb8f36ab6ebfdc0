"""What the palette offers: layers by activation, ready stacks, and the articles' networks."""

from dataclasses import dataclass
from typing import Literal

from nnplayground.core import ACTIVATIONS, Initializer, LayerSpec

Effect = Literal["insert", "dropout", "replace"]
Group = Literal["Layers", "Stacks", "Articles"]
GROUPS: tuple[Group, ...] = ("Layers", "Stacks", "Articles")


@dataclass(frozen=True)
class Offer:
    """One thing to drag into the network.

    Attributes:
        group: where in the palette it stands.
        label: what it is called.
        description: a sentence about it.
        layers: what it puts in; of a network that replaces all layers, the output layer too.
        effect: what dropping it does.
    """

    group: Group
    label: str
    description: str
    layers: tuple[LayerSpec, ...] = ()
    effect: Effect = "insert"

    @property
    def activation(self) -> str | None:
        """The activation that its picture shows; None where there are several or none."""
        kinds = {layer.activation for layer in self.layers}
        return kinds.pop() if len(kinds) == 1 else None


# Few neurons to begin with: the lower edge makes more.
NEW_UNITS = 4
_HE = Initializer("he_uniform")
_GLOROT = Initializer("glorot_uniform")
_ZERO = Initializer("constant", value=0.0)
_HALF = Initializer("constant", value=0.5)
# Those that people reach for first stand first.
_FIRST = ("tanh", "relu", "sigmoid")
_OTHERS = ("identity", "leaky_relu", "elu", "gelu", "silu", "softplus", "softmax")


def _he(units: int, activation: str) -> LayerSpec:
    return LayerSpec(units, activation, weight_initializer=_HE, bias_initializer=_ZERO)


def _glorot(units: int, activation: str) -> LayerSpec:
    return LayerSpec(units, activation, weight_initializer=_GLOROT, bias_initializer=_ZERO)


def _half(units: int, activation: str = "sigmoid") -> LayerSpec:
    return LayerSpec(units, activation, weight_initializer=_HALF, bias_initializer=_HALF)


def _random_state(seed: int) -> LayerSpec:
    start = Initializer("random_state", low=-1.0, high=1.0, seed=seed)
    return LayerSpec(1, "sigmoid", bias=False, weight_initializer=start)


def _layer(key: str) -> Offer:
    activation = ACTIVATIONS[key]
    return Offer(
        "Layers",
        activation.label,
        f"A layer of {NEW_UNITS} neurons with a = {activation.formula}",
        (LayerSpec(NEW_UNITS, key),),
    )


def _stack(label: str, description: str, *layers: LayerSpec) -> Offer:
    return Offer("Stacks", label, description, layers)


def _article(label: str, description: str, *layers: LayerSpec) -> Offer:
    all_of_it = f"{description}. It takes the place of all layers; data and training stay"
    return Offer("Articles", label, all_of_it, layers, "replace")


OFFERS: tuple[Offer, ...] = (
    *(_layer(key) for key in _FIRST),
    Offer(
        "Layers",
        "Dropout",
        "Drop it on a layer: in training a share of its neurons is switched off at random",
        effect="dropout",
    ),
    *(_layer(key) for key in _OTHERS),
    _stack("8 tanh", "One layer of 8 neurons", _glorot(8, "tanh")),
    _stack("2 × 8 tanh", "Two layers of 8 neurons", *[_glorot(8, "tanh")] * 2),
    _stack(
        "3 × 8 tanh", "Three layers of 8 neurons, enough for the spiral", *[_glorot(8, "tanh")] * 3
    ),
    _stack(
        "2 × 16 ReLU",
        "Two layers of 16 neurons, started as He et al. advise",
        *[_he(16, "relu")] * 2,
    ),
    _stack(
        "64 · 32 ReLU",
        "A wide layer and half as wide a one, for pictures",
        _he(64, "relu"),
        _he(32, "relu"),
    ),
    _stack(
        "8 · 2 · 8 tanh",
        "A bottleneck: everything has to pass two neurons",
        _glorot(8, "tanh"),
        _glorot(2, "tanh"),
        _glorot(8, "tanh"),
    ),
    _article(
        "One layer",
        "No hidden layer, sigmoid, no bias: the network of the first articles",
        _random_state(1),
    ),
    _article(
        "4 · 3 sigmoid",
        "The worked example: every weight and bias starts at 0.5",
        _half(4),
        _half(3),
        _half(1),
    ),
    _article(
        "10 ReLU",
        "The digits from scratch: 10 ReLU, then softmax, all from −0.5 to 0.5",
        LayerSpec(10, "relu", bias_initializer=Initializer("uniform")),
        LayerSpec(10, "softmax", bias_initializer=Initializer("uniform")),
    ),
    _article(
        "16 · 16 sigmoid",
        "The 13,002 knobs, where the inputs are 28 × 28 pixels",
        *[_glorot(16, "sigmoid")] * 2,
        _glorot(10, "sigmoid"),
    ),
)
