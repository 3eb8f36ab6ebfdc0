"""How the quantities of a trace are written: signs, orientation and symbols."""

from dataclasses import dataclass

from nnplayground.core.errors import SpecError

ERRORS = ("textbook", "articles")
EXAMPLES = ("rows", "columns")

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Notation:
    """A way to write one and the same iteration.

    Attributes:
        error: 'textbook' (δ = dL/dZ, the step goes against the gradient) or 'articles' (error =
            desired - actual, δ = -dL/dZ, the adjustment is added to the weights).
        examples: whether examples stand in 'rows' (Z = X W) or 'columns' (Z = W X, with W, and
            everything else, turned over).
        article_db: whether the gradient of the biases is also shown as one of the articles
            writes it, a single sum over all neurons and examples.
    """

    error: str = "textbook"
    examples: str = "rows"
    article_db: bool = False

    def __post_init__(self) -> None:
        for name, value, known in (
            ("error", self.error, ERRORS),
            ("examples", self.examples, EXAMPLES),
        ):
            if value not in known:
                raise SpecError(
                    f"notation.{name}: '{value}' is unknown; known are {', '.join(known)}"
                )

    @property
    def sign(self) -> float:
        """1 where derivatives of the loss are written, -1 where errors and adjustments are."""
        return 1.0 if self.error == "textbook" else -1.0

    @property
    def turned(self) -> bool:
        """Whether every matrix stands turned over."""
        return self.examples == "columns"


TEXTBOOK = Notation()
ARTICLES = Notation(error="articles")


@dataclass(frozen=True)
class Word:
    """How one sort of quantity is written.

    Attributes:
        symbol: with {l} for the layer's number above, {f} for the activation's letter and {} for
            the indices of a cell.
        name: in plain words, with {layer} for 'layer 2'.
    """

    symbol: str
    name: str


# Keys of quantities are these sorts, followed by the layer's number where there is one.
WORDS: dict[str, Word] = {
    "X": Word("X{}", "inputs"),
    "Y": Word("Y{}", "desired outputs"),
    "W": Word("W{l}{}", "weights of {layer}"),
    "b": Word("b{l}{}", "biases of {layer}"),
    "Z": Word("Z{l}{}", "weighted sums of {layer}"),
    "A": Word("A{l}{}", "activations of {layer}"),
    "mask": Word("M{l}{}", "dropout mask of {layer}"),
    "D": Word("D{l}{}", "activations of {layer} after dropout"),
    "losses": Word("ℓ{}", "loss of each example"),
    "loss": Word("L{}", "loss of the batch"),
    "penalty": Word("R{}", "penalty on the weights"),
    "objective": Word("J{}", "loss and penalty"),
    "error": Word("error{}", "error: desired minus actual outputs"),
    "dD": Word("∂L/∂D{l}{}", "change of the loss with what {layer} hands on"),
    "dA": Word("∂L/∂A{l}{}", "change of the loss with the activations of {layer}"),
    "slope": Word("{f}′(Z{l}{})", "slope of the activation of {layer}"),
    "softmax_sum": Word("s{l}{}", "what softmax takes off in {layer}"),
    "delta": Word("δ{l}{}", "change of the loss with the weighted sums of {layer}"),
    "dW": Word("dW{l}{}", "gradient of the weights of {layer}"),
    "db": Word("db{l}{}", "gradient of the biases of {layer}"),
    "db_all": Word("Σδ{l}{}", "sum of δ over all neurons and examples of {layer}"),
    "pW": Word("∂R/∂W{l}{}", "gradient of the penalty on the weights of {layer}"),
    "gW": Word("gW{l}{}", "whole gradient of the weights of {layer}"),
    "gb": Word("gb{l}{}", "whole gradient of the biases of {layer}"),
    "stepW": Word("ΔW{l}{}", "step of the weights of {layer}"),
    "stepb": Word("Δb{l}{}", "step of the biases of {layer}"),
    "newW": Word("W{l}⁺{}", "weights of {layer} after the step"),
    "newb": Word("b{l}⁺{}", "biases of {layer} after the step"),
}

# What is written otherwise where errors and adjustments are.
ARTICLE_WORDS: dict[str, Word] = {
    "dD": Word("error D{l}{}", "error handed back to {layer}"),
    "dA": Word("error{l}{}", "error of {layer}"),
    "delta": Word("δ{l}{}", "error of {layer}, weighted by the slope"),
    "dW": Word("adjustment W{l}{}", "adjustment of the weights of {layer}"),
    "db": Word("adjustment b{l}{}", "adjustment of the biases of {layer}"),
    "pW": Word("−∂R/∂W{l}{}", "adjustment by the penalty on the weights of {layer}"),
    "gW": Word("whole adjustment W{l}{}", "whole adjustment of the weights of {layer}"),
    "gb": Word("whole adjustment b{l}{}", "whole adjustment of the biases of {layer}"),
}

# Symbol and plain name of each optimizer's slots.
SLOT_WORDS: dict[str, tuple[str, str]] = {
    "velocity": ("v", "velocity"),
    "square_sum": ("s", "sum of squared gradients"),
    "square_mean": ("s", "mean squared gradient"),
    "first_moment": ("m", "mean gradient"),
    "second_moment": ("v", "mean squared gradient"),
}

LETTERS: dict[str, str] = {
    "identity": "id",
    "sigmoid": "σ",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "LReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "softplus": "softplus",
    "silu": "SiLU",
    "softmax": "softmax",
}


def superscript(number: int) -> str:
    """A number as ¹²³."""
    return str(number).translate(_SUPERSCRIPTS)


def index_text(row: int, column: int, shape: tuple[int, int]) -> str:
    """The indices of a cell, counted from 1: nothing, ₃ in a row or column, [3,1] in a matrix."""
    if shape == (1, 1):
        return ""
    if 1 in shape:
        return str(row + column + 1).translate(_SUBSCRIPTS)
    return f"[{row + 1},{column + 1}]"
