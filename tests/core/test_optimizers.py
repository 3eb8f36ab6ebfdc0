"""A step in blocks is the formula for each parameter; what the formulas mean is PyTorch's to say.

The reference numbers of `test_reference` hold every optimizer's steps against PyTorch.
"""

import numpy as np
import pytest

from nnplayground.core import LayerSpec, NetworkSpec, ParameterLayout, TrainingSpec
from nnplayground.core.optimizers import BLOCK, OPTIMIZERS, Coefficients, Constants, steps_of

LAYOUT = ParameterLayout(NetworkSpec(200, (LayerSpec(150, "tanh"), LayerSpec(1))))
TRAINING = TrainingSpec(learning_rate=0.05, weight_decay=0.3)


def coefficients(t):
    return Coefficients(
        TRAINING.learning_rate,
        TRAINING.momentum,
        TRAINING.decay,
        TRAINING.beta1,
        TRAINING.beta2,
        TRAINING.epsilon,
        TRAINING.weight_decay,
        step_size=TRAINING.learning_rate / (1.0 - TRAINING.beta1**t),
        root_scale=1.0 / np.sqrt(1.0 - TRAINING.beta2**t),
    )


def starting_point(optimizer):
    """(theta, grad, slots), the slots such as an optimizer can have."""
    random = np.random.default_rng(0)
    theta, grad = random.normal(size=(2, LAYOUT.size))
    slots = np.abs(random.normal(size=(2, LAYOUT.size)))
    return theta, grad, slots[: len(OPTIMIZERS[optimizer].slots)]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_step_in_blocks_is_the_formula_for_each_parameter(optimizer):
    theta, grad, slots = starting_point(optimizer)
    blocks = steps_of(LAYOUT, TRAINING, theta, grad, slots)
    assert len(blocks) == -(-LAYOUT.size // BLOCK) > 1
    spare = [np.zeros(LAYOUT.size)] * 2
    weights = LAYOUT.weights_mask().astype(float)
    updated = OPTIMIZERS[optimizer].update(
        coefficients(3), theta, grad, weights, *[*slots, *spare][:2]
    )
    expected = [np.array(part) for part in updated]
    for block in blocks:
        OPTIMIZERS[optimizer].step(block, 3)
    for actual, wanted in zip((theta, *slots), expected, strict=False):
        np.testing.assert_allclose(actual, wanted, rtol=1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_gradient_is_only_read(optimizer):
    theta, grad, slots = starting_point(optimizer)
    before = grad.copy()
    for block in steps_of(LAYOUT, TRAINING, theta, grad, slots):
        OPTIMIZERS[optimizer].step(block, 1)
    assert np.array_equal(grad, before)


def test_constants_are_the_settings_and_their_complements():
    constants = Constants.of(TRAINING, np.dtype(np.float32))
    assert constants.learning_rate == np.float32(0.05)
    assert constants.rest_of_decay == np.float32(1.0 - 0.99)
    assert constants.rest_of_beta2 == np.float32(1.0 - 0.999)
    assert constants.epsilon.shape == ()
    assert constants.epsilon.dtype == np.float32


def test_settings_name_what_the_formulas_use():
    fields = {name for optimizer in OPTIMIZERS.values() for name in optimizer.settings}
    assert fields <= set(Coefficients._fields)
