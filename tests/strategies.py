"""Hypothesis strategies for values of the core: any experiment that is allowed."""

from hypothesis import strategies as st

from nnplayground.core import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    DataSpec,
    Experiment,
    Initializer,
    LayerSpec,
    NetworkSpec,
    StopRule,
    TrainingSpec,
)

seeds = st.integers(0, 2**32 - 1)
shares = st.floats(0.0, 0.999)
amounts = st.floats(0.0, 1e6)


@st.composite
def initializers(draw):
    low, high = sorted((draw(st.floats(-1e6, 1e6)), draw(st.floats(-1e6, 1e6))))
    return Initializer(
        kind=draw(st.sampled_from(list(INITIALIZERS))),
        low=low,
        high=high,
        mean=draw(st.floats(-1e6, 1e6)),
        std=draw(amounts),
        value=draw(st.floats(-1e6, 1e6)),
        seed=draw(seeds),
    )


@st.composite
def layers(draw, inputs, units, activation, last):
    bias = draw(st.booleans())
    return LayerSpec(
        units=units,
        activation=activation,
        bias=bias,
        weight_initializer=draw(initializers()),
        bias_initializer=draw(initializers()),
        dropout=0.0 if last else draw(st.floats(0.0, 0.9)),
        frozen=draw(st.booleans()),
        frozen_parameters=tuple(sorted(draw(st.sets(st.integers(0, inputs * units - 1))))),
    )


@st.composite
def networks(draw, loss):
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    specs = []
    for i, units in enumerate(sizes[1:]):
        last = i == len(sizes) - 2
        activation = draw(st.sampled_from(list(ACTIVATIONS)))
        if last and LOSSES[loss].output is not None:
            activation = LOSSES[loss].output
        sizes[i + 1] = max(units, ACTIVATIONS[activation].smallest_units)
        specs.append(draw(layers(sizes[i], sizes[i + 1], activation, last)))
    return NetworkSpec(sizes[0], tuple(specs))


@st.composite
def experiments(draw):
    training = TrainingSpec(
        loss=draw(st.sampled_from(list(LOSSES))),
        reduction=draw(st.sampled_from(["mean", "sum"])),
        l1=draw(amounts),
        l2=draw(amounts),
        optimizer=draw(st.sampled_from(list(OPTIMIZERS))),
        learning_rate=draw(amounts),
        momentum=draw(shares),
        decay=draw(shares),
        beta1=draw(shares),
        beta2=draw(shares),
        epsilon=draw(st.floats(0.0, 1.0)),
        weight_decay=draw(amounts),
        batch_size=draw(st.integers(0, 10**9)),
        order=draw(st.sampled_from(["shuffled", "given"])),
        precision=draw(st.sampled_from(["float64", "float32"])),
        engine=draw(st.sampled_from(["auto", "numpy", "fused"])),
        stop=StopRule(
            draw(st.integers(0, 10**12)),
            draw(st.integers(0, 10**12)),
            draw(st.none() | st.floats(allow_nan=False, allow_infinity=False)),
        ),
    )
    data = DataSpec(
        dataset=draw(st.text(max_size=12)),
        examples=draw(st.integers(0, 1_000_000)),
        noise=draw(st.floats(0.0, 50.0)),
        train_share=draw(st.floats(0.0, 1.0)),
        features=tuple(draw(st.lists(st.text(max_size=6), max_size=3))),
        scaling=draw(st.sampled_from(["none", "standardize", "unit"])),
        seed=draw(seeds),
    )
    return Experiment(draw(networks(training.loss)), data, training, draw(seeds))
