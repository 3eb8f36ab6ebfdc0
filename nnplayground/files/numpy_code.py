"""Every activation, loss and optimizer as lines of plain NumPy, for exported scripts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActivationCode:
    """One activation: f(Z), and f'(Z) from Z and A; arrays are (examples, units).

    Attributes:
        value, slope: expressions.
        needs: names of functions in FUNCTIONS that they call.
    """

    value: str
    slope: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class LossCode:
    """One loss: the loss of each example (examples, 1), and its gradient.

    Attributes:
        losses: an expression in Z, A and Y.
        gradient: dL/dA, or dL/dZ for a loss that is defined for one activation.
    """

    losses: str
    gradient: str


FUNCTIONS: dict[str, str] = {
    "sigmoid": """\
def sigmoid(Z):
    return 1.0 / (1.0 + np.exp(np.minimum(-Z, 709.0)))
""",
    "erf": """\
erf = np.vectorize(math.erf, otypes=[float])
""",
    "softmax": """\
def softmax(Z):
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
""",
    "dropout_mask": '''\
def dropout_mask(iteration, layer, rate, shape):
    """0 where a unit is left out, else 1 / (1 - rate), drawn by hashing a counter."""
    all_bits, golden = (1 << 64) - 1, 0x9E3779B97F4A7C15

    def mix(x):
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & all_bits
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & all_bits
        return x ^ (x >> 31)

    key = mix((mix(seed + golden) + iteration * golden) & all_bits)
    key = mix((key + layer * golden) & all_bits)
    examples, units = shape
    hashes = [mix((key + n * golden) & all_bits) for n in range(1, examples * units + 1)]
    kept = [number >= int(rate * 2.0**64) for number in hashes]
    return np.array(kept).reshape(units, examples).T / (1.0 - rate)
''',
    "unpack": '''\
def unpack(text, shape, kind="<f8"):
    """An array from its compressed bytes."""
    data = zlib.decompress(base64.b64decode(text))
    return np.frombuffer(data, kind).reshape(shape).copy()
''',
}

# What FUNCTIONS import besides NumPy.
IMPORTS: dict[str, tuple[str, ...]] = {"erf": ("math",), "unpack": ("base64", "zlib")}

ACTIVATION_CODE: dict[str, ActivationCode] = {
    "identity": ActivationCode("Z.copy()", "np.ones_like(Z)"),
    "sigmoid": ActivationCode("sigmoid(Z)", "A * (1.0 - A)", ("sigmoid",)),
    "tanh": ActivationCode("np.tanh(Z)", "1.0 - A * A"),
    "relu": ActivationCode("np.maximum(Z, 0.0)", "(A > 0.0) * 1.0"),
    "leaky_relu": ActivationCode("np.maximum(Z, 0.01 * Z)", "np.where(A > 0.0, 1.0, 0.01)"),
    "elu": ActivationCode(
        "np.where(Z > 0.0, Z, np.expm1(np.minimum(Z, 0.0)))", "np.where(A > 0.0, 1.0, A + 1.0)"
    ),
    "gelu": ActivationCode(
        "Z * 0.5 * (1.0 + erf(Z / np.sqrt(2.0)))",
        "0.5 * (1.0 + erf(Z / np.sqrt(2.0))) + Z * np.exp(-0.5 * Z * Z) / np.sqrt(2.0 * np.pi)",
        ("erf",),
    ),
    "softplus": ActivationCode(
        "np.maximum(Z, 0.0) + np.log1p(np.exp(-np.abs(Z)))", "-np.expm1(-A)"
    ),
    "silu": ActivationCode("Z * sigmoid(Z)", "sigmoid(Z) + A * (1.0 - sigmoid(Z))", ("sigmoid",)),
    "softmax": ActivationCode("softmax(Z)", "", ("softmax",)),
}

LOSS_CODE: dict[str, LossCode] = {
    "half_squared": LossCode("0.5 * ((A - Y) ** 2).sum(axis=1, keepdims=True)", "A - Y"),
    "squared": LossCode("((A - Y) ** 2).sum(axis=1, keepdims=True)", "2.0 * (A - Y)"),
    "huber": LossCode(
        "np.where(np.abs(A - Y) <= 1.0, 0.5 * (A - Y) ** 2, np.abs(A - Y) - 0.5)"
        ".sum(axis=1, keepdims=True)",
        "np.clip(A - Y, -1.0, 1.0)",
    ),
    "binary_cross_entropy": LossCode(
        "(np.maximum(Z, 0.0) - Z * Y + np.log1p(np.exp(-np.abs(Z)))).sum(axis=1, keepdims=True)",
        "A - Y",
    ),
    "cross_entropy": LossCode(
        "(Y * (np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))"
        " + Z.max(axis=1, keepdims=True) - Z)).sum(axis=1, keepdims=True)",
        "A - Y",
    ),
}

_ADAM = (
    "{first_moment} = beta1 * {first_moment} + (1.0 - beta1) * {g}",
    "{second_moment} = beta2 * {second_moment} + (1.0 - beta2) * {g} ** 2",
    "root = np.sqrt({second_moment} / (1.0 - beta2**t)) + epsilon",
    "{step} = -learning_rate / (1.0 - beta1**t) * {first_moment} / root",
)
_SCALED = "{{step}} = -learning_rate * {{g}} / (np.sqrt({{{slot}}}) + epsilon)"

# Lines that make {step} from the gradient {g}, the slots by their names, and {theta}.
OPTIMIZER_CODE: dict[str, tuple[str, ...]] = {
    "sgd": ("{step} = -learning_rate * {g}",),
    "momentum": (
        "{velocity} = momentum * {velocity} + {g}",
        "{step} = -learning_rate * {velocity}",
    ),
    "nesterov": (
        "{velocity} = momentum * {velocity} + {g}",
        "{step} = -learning_rate * ({g} + momentum * {velocity})",
    ),
    "adagrad": (
        "{square_sum} = {square_sum} + {g} ** 2",
        _SCALED.format(slot="square_sum"),
    ),
    "rmsprop": (
        "{square_mean} = decay * {square_mean} + (1.0 - decay) * {g} ** 2",
        _SCALED.format(slot="square_mean"),
    ),
    "adam": _ADAM,
    "adamw": _ADAM,
}

# Added to the step of weights, not biases.
WEIGHT_DECAY_CODE = "{step} = {step} - learning_rate * weight_decay * {theta}"
