"""How one cell of each kind of quantity is computed: a table of formulas, the plainest first."""

from collections.abc import Callable

from nnplayground.core.explain import activation_formulas
from nnplayground.core.explain.cells import Source
from nnplayground.core.explain.expression import (
    Call,
    Difference,
    Expression,
    Number,
    Product,
    Sum,
)
from nnplayground.core.explain.loss_formulas import LOSS_VALUES, added, loss_slope, scaled_error
from nnplayground.core.explain.running import Running
from nnplayground.core.explain.update_formulas import SLOT_FORMULAS, STEP_FORMULAS
from nnplayground.core.trace.updates import slot_of

Formulas = tuple[Expression, ...]  # the same value, the plainest form first


def _given(s: Source) -> Formulas:
    return ()


def _product(s: Source) -> Formulas:
    return (_dot(s),)


def _dot(s: Source) -> Expression:
    row, column = s.along(0, row=s.row), s.along(1, column=s.column)
    strips = (column, row) if s.quantity.turned else (row, column)
    return Running("product", strips)


def _affine(s: Source) -> Formulas:
    return (Sum((_dot(s), s.cell(s.operand(2), 0, s.column))),)


def _activation(s: Source) -> Formulas:
    return (activation_formulas.value(s),)


def _mask(s: Source) -> Formulas:
    rate = s.trace.problem.layout.network.layers[s.quantity.layer - 1].dropout
    kept = Number(1.0) / Difference(Number(1.0), Number(rate, "rate"))
    return (kept if s.value else Number(0.0),)


def _times(s: Source) -> Formulas:
    return (Product((s.here(0), s.here(1))),)


def _chain(s: Source) -> Formulas:
    """δ = error · slope, and with the slope's and the error's own formulas put in."""
    plain = Product((s.here(0), s.here(1)))
    slope = s.trace[s.operand(1)]
    if slope.kind != "slope":
        return (plain,)
    inner = s.of(slope)
    detailed = Product((s.here(0), activation_formulas.slope(inner)))
    if s.trace[s.operand(0)].kind != "hand_back":
        return plain, detailed
    back = s.of(s.trace[s.operand(0)])
    return plain, Product((_hand_back(back)[0], activation_formulas.slope(inner)))


def _error(s: Source) -> Formulas:
    return (Difference(s.here(0), s.here(1)),)


def _losses(s: Source) -> Formulas:
    return (LOSS_VALUES[s.training.loss](s),)


def _batch_loss(s: Source) -> Formulas:
    return (s.scaled(Running("cell", (s.along(0),))),)


def _penalty(s: Source) -> Formulas:
    terms: list[Expression] = []
    for number in range(len(s.quantity.operands)):
        weights = (s.along(number),)
        if s.training.l1:
            terms.append(Number(s.training.l1, "λ₁") * Running("abs", weights))
        if s.training.l2:
            half = Product((Number(0.5, "½", True), Number(s.training.l2, "λ₂")))
            terms.append(half * Running("square", weights))
    return (added(terms),)


def _objective(s: Source) -> Formulas:
    return (Sum((s.here(0), s.here(1))),)


def _loss_gradient(s: Source) -> Formulas:
    return (loss_slope(s),)


def _scaled_error(s: Source) -> Formulas:
    return (scaled_error(s),)


def _slope(s: Source) -> Formulas:
    return (activation_formulas.slope(s),)


def _softmax_sum(s: Source) -> Formulas:
    return (Running("product", (s.along(0, row=s.row), s.along(1, row=s.row))),)


def _softmax_chain(s: Source) -> Formulas:
    taken_off = s.cell(s.operand(2), s.row, 0)
    return (Product((s.here(0), Difference(s.here(1), taken_off))),)


def _hand_back(s: Source) -> Formulas:
    """Each neuron of the layer after hands back its δ, times the weight that leads to it."""
    return (Running("product", (s.along(0, row=s.row), s.along(1, row=s.column))),)


def _weight_gradient(s: Source) -> Formulas:
    return (Running("product", (s.along(0, column=s.row), s.along(1, column=s.column))),)


def _bias_gradient(s: Source) -> Formulas:
    return (Running("cell", (s.along(0, column=s.column),)),)


def _bias_sum(s: Source) -> Formulas:
    return (Running("cell", (s.along(0),)),)


def _penalty_gradient(s: Source) -> Formulas:
    weight, sign = s.here(0), s.trace.notation.sign
    terms: list[Expression] = []
    if s.training.l1 and weight.value:
        terms.append(Number(s.training.l1, "λ₁") * Call("sign", (weight,)))
    if s.training.l2:
        terms.append(Number(s.training.l2, "λ₂") * weight)
    whole = added(terms)
    return (whole if sign > 0 or not terms else -whole,)


def _total_gradient(s: Source) -> Formulas:
    return (Number(0.0) if s.is_frozen() else Sum((s.here(0), s.here(1))),)


def _frozen_gradient(s: Source) -> Formulas:
    return (Number(0.0) if s.is_frozen() else s.here(0),)


def _slot_update(s: Source) -> Formulas:
    return (SLOT_FORMULAS[slot_of(s.quantity.sort)](s),)


def _step(s: Source) -> Formulas:
    return (Number(0.0) if s.is_frozen() else STEP_FORMULAS[s.training.optimizer](s),)


RULES: dict[str, Callable[[Source], Formulas]] = {
    "given": _given,
    "product": _product,
    "affine": _affine,
    "activation": _activation,
    "mask": _mask,
    "dropout": _times,
    "error": _error,
    "losses": _losses,
    "batch_loss": _batch_loss,
    "penalty": _penalty,
    "objective": _objective,
    "loss_gradient": _loss_gradient,
    "logit_gradient": _loss_gradient,
    "scaled_error": _scaled_error,
    "slope": _slope,
    "chain": _chain,
    "softmax_sum": _softmax_sum,
    "softmax_chain": _softmax_chain,
    "hand_back": _hand_back,
    "weight_gradient": _weight_gradient,
    "bias_gradient": _bias_gradient,
    "bias_sum": _bias_sum,
    "penalty_gradient": _penalty_gradient,
    "total_gradient": _total_gradient,
    "frozen_gradient": _frozen_gradient,
    "slot_update": _slot_update,
    "step": _step,
    "update": _objective,
}
