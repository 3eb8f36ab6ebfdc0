"""A neuron's formula with today's numbers: z = w a + w a + ... + b, a = f(z)."""

import numpy as np

from nnplayground.core import ACTIVATIONS
from nnplayground.core.arrays import FloatArray
from nnplayground.views.editor.names import signed, subscript, superscript

# Terms that are written out; of more, the largest ones.
MAX_TERMS = 6


def formula_lines(
    level: int,
    neuron: int,
    weights: FloatArray,
    inputs: FloatArray,
    bias: float | None,
    activation: str,
    result: float,
) -> tuple[str, ...]:
    """The lines of the formula.

    Args:
        level: from 1.
        neuron: from 0.
        weights, inputs: (sources,).
        bias: None where there is none.
        activation: a key of ACTIVATIONS.
        result: a.
    """
    place = f"{superscript(level)}{subscript(neuron + 1)}"
    products = weights * inputs
    z = float(products.sum() + (bias or 0.0))
    largest = np.sort(np.argsort(-np.abs(np.nan_to_num(products)), kind="stable")[:MAX_TERMS])
    terms = [(float(weights[i]), f" · {_held(float(inputs[i]))}") for i in largest.tolist()]
    rest = len(products) - len(terms)
    if rest:
        others = float(products.sum() - products[largest].sum())
        terms.append((others, f"  from {rest} smaller ones"))
    if bias is not None:
        terms.append((bias, "  bias"))
    (first, times), *more = terms
    lines = [f"z{place} = {signed(first)}{times}"]
    lines += [f"  {'−' if value < 0 else '+'} {signed(abs(value))}{text}" for value, text in more]
    lines.append(f"  = {signed(z)}")
    rule = ACTIVATIONS[activation]
    return (*lines, f"a{place} = {rule.formula}", f"  = {signed(result)}")


def _held(value: float) -> str:
    """A number in brackets where its sign would clash."""
    text = signed(value)
    return f"({text})" if text.startswith("−") else text
