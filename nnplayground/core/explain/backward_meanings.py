"""One sentence about a cell of the backward pass or the update."""

from collections.abc import Callable

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.explain.answers import Show, answer, outcome
from nnplayground.core.explain.cells import Source

# Less than this share of the largest entry counts as nothing.
_NOTHING = 1e-12


def _output_gradient(s: Source, show: Show) -> str:
    a, y = outcome(s)
    if a == y:
        return f"{answer(s, show)}, so there is nothing to change here."
    sign = "positive" if s.value > 0 else "negative"
    way = "higher" if a < y else "lower"
    return f"{answer(s, show)}: a {way} answer would cost less, so this number is {sign}."


def _slope(s: Source, show: Show) -> str:
    if s.value == 0.0:
        return "The curve is flat here: whatever came back stops at this neuron."
    if abs(s.value) < 0.05:
        return "The curve is almost flat here: hardly anything of the error passes back."
    return f"A little more weighted sum changes the activation {show(s.value)} times as much."


def _chain(s: Source, show: Show) -> str:
    if s.value == 0.0:
        return "Nothing passes back through this neuron for this example."
    if s.quantity.layer < len(s.trace.numbers.layers):
        return _hidden_delta(s, show)
    a, y = outcome(s)
    sign, push = _sign(s), "up" if a < y else "down"
    return (
        f"{answer(s, show)}, so δ is {sign}: this example will push the weights of its active "
        f"inputs {push}."
    )


def _hidden_delta(s: Source, show: Show) -> str:
    falls = (s.value < 0) == (s.trace.notation.sign > 0)
    way = "falls" if falls else "rises"
    return f"δ is {_sign(s)}: with a larger weighted sum here, the loss on this example {way}."


def _sign(s: Source) -> str:
    return "positive" if s.value > 0 else "negative" if s.value < 0 else "0"


def _softmax_sum(s: Source, show: Show) -> str:
    return "Shares add up to 1, so what all outputs have in common changes nothing; it comes off."


def _hand_back(s: Source, show: Show) -> str:
    delta, W = s.array(s.operand(0))[s.row], s.array(s.operand(1))[s.column]
    parts = delta.astype(np.float64) * W
    largest = int(np.abs(parts).argmax())
    if not parts[largest]:
        return "No neuron of the next layer hands anything back to this one."
    if len(parts) == 1:
        return "The neuron after hands its δ back over the weight that leads to it."
    return (
        "Every neuron after hands its δ back over the weight that leads to it; "
        f"neuron {largest + 1} hands back most, {show(float(parts[largest]))}."
    )


def _weight_gradient(s: Source, show: Show) -> str:
    fed, delta = s.array(s.operand(0))[:, s.row], s.array(s.operand(1))[:, s.column]
    parts = fed.astype(np.float64) * delta
    if not np.abs(parts).max():
        return "Nothing moves this weight: in each example its input or its δ is 0."
    return f"{_direction(s, 'weight')}{_most(parts)}."


def _direction(s: Source, what: str) -> str:
    if s.value == 0.0:
        return f"The examples cancel out, so the {what} stays"
    against = (s.value > 0) == (s.trace.notation.sign > 0)
    return f"The loss falls if this {what} goes {'down' if against else 'up'}"


def _most(parts: FloatArray) -> str:
    if len(parts) == 1:
        return ""
    return (
        f"; example {int(np.abs(parts).argmax()) + 1} of the batch says so most"
        if (np.sign(parts[np.abs(parts).argmax()]) == np.sign(parts.sum()))
        else f", although example {int(np.abs(parts).argmax()) + 1} pulls the other way most"
    )


def _bias_gradient(s: Source, show: Show) -> str:
    delta = s.array(s.operand(0))[:, s.column].astype(np.float64)
    if not np.abs(delta).max():
        return "Nothing moves this bias: δ is 0 in each example."
    return f"{_direction(s, 'bias')}{_most(delta)}."


def _bias_sum(s: Source, show: Show) -> str:
    scale = float(np.abs(s.array(s.operand(0))).sum())
    if abs(s.value) <= _NOTHING * scale:
        return (
            "Added over all neurons, the δ cancel out: with this one number in place of one sum "
            "a neuron the biases would never move."
        )
    return "One number for all neurons; the right gradient has one sum for each of them."


def _penalty_gradient(s: Source, show: Show) -> str:
    weight = float(s.array(s.operand(0))[s.row, s.column])
    if not weight:
        return "The weight is 0 already, so the penalty leaves it alone."
    return f"The penalty pulls the weight {'down' if weight > 0 else 'up'}, towards 0."


def _total_gradient(s: Source, show: Show) -> str:
    if s.is_frozen():
        return "This parameter is frozen, so the optimizer is given 0."
    data, extra = (float(s.array(s.operand(n))[s.row, s.column]) for n in (0, 1))
    if data * extra < 0:
        return "Data and penalty pull in opposite directions; the sum decides."
    return "Data and penalty together decide."


def _frozen_gradient(s: Source, show: Show) -> str:
    if s.is_frozen():
        return "This parameter is frozen, so the optimizer is given 0."
    return "This parameter is not frozen, so the optimizer is given its gradient."


def _slot_update(s: Source, show: Show) -> str:
    before = float(s.array(s.operand(0))[s.row, s.column])
    if before == 0.0:
        return "Nothing was remembered yet: this is the first gradient that counts here."
    grown = abs(s.value) > abs(before)
    return f"What the optimizer remembers {'grows' if grown else 'shrinks'} by this gradient."


def _step(s: Source, show: Show) -> str:
    what = "weight" if s.quantity.sort.endswith("W") else "bias"
    if s.value == 0.0:
        return f"The {what} is frozen." if s.is_frozen() else f"The {what} stays as it is."
    return f"The {what} goes {'up' if s.value > 0 else 'down'} by {show(abs(s.value))}."


def _update(s: Source, show: Show) -> str:
    before = float(s.array(s.operand(0))[s.row, s.column])
    if s.value == before:
        return "Nothing has changed."
    what = "weight" if s.quantity.sort.endswith("W") else "bias"
    way = "up" if s.value > before else "down"
    return f"The {what} went {way} from {show(before)} to {show(s.value)}."


BACKWARD_MEANINGS: dict[str, Callable[[Source, Show], str]] = {
    "loss_gradient": _output_gradient,
    "logit_gradient": _chain,
    "scaled_error": _output_gradient,
    "slope": _slope,
    "chain": _chain,
    "softmax_sum": _softmax_sum,
    "softmax_chain": _chain,
    "hand_back": _hand_back,
    "weight_gradient": _weight_gradient,
    "bias_gradient": _bias_gradient,
    "bias_sum": _bias_sum,
    "penalty_gradient": _penalty_gradient,
    "total_gradient": _total_gradient,
    "frozen_gradient": _frozen_gradient,
    "slot_update": _slot_update,
    "step": _step,
    "update": _update,
}
