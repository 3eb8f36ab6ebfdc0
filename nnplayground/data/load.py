"""From a `DataSpec` to the examples of a run: make, split, featurize, scale."""

import numpy as np

from nnplayground.core.arrays import IntArray, frozen
from nnplayground.core.dataset import Dataset, Part
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import DataSpec
from nnplayground.core.random import Stream, generator
from nnplayground.data.datasets import DATASETS, OPENED
from nnplayground.data.draw import Draw
from nnplayground.data.features import Feature, Featurize, check_finite, chosen_features, unscaled
from nnplayground.data.scaling import fit_scaling
from nnplayground.data.source import Examples, Source


def load(spec: DataSpec) -> Dataset:
    """The examples that `spec` describes.

    Raises:
        SpecError: where the data set or a feature is unknown, or there are no examples.
    """
    source = source_for(spec)
    features = chosen_features(source, spec.features)
    examples = make_examples(source, spec)
    for_training, for_testing = split(source, spec, len(examples))
    train, test = examples.take(for_training), examples.take(for_testing)
    if source.keep is not None:
        source.keep(for_training, for_testing, train, test)
    del examples
    if source.fill is not None:
        values = source.fill(train.raw)
        train, test = train.filled(values), test.filled(values)
    plain = unscaled(features, train.raw)
    for part in (plain, unscaled(features, test.raw)) if features else ():
        check_finite(features, part)
    scaling = fit_scaling(spec.scaling, plain)
    del plain
    featurize = Featurize(features, *scaling)
    return Dataset(
        train=_part(train, featurize),
        test=_part(test, featurize),
        task=source.task,
        classes=source.classes,
        columns=source.columns,
        input_names=_input_names(source, features),
        target_names=source.target_names,
        featurize=featurize,
        image_shape=None if features else source.image_shape,
        domain=source.domain,
        domains=source.domains,
        target_range=source.target_range,
    )


def source_for(spec: DataSpec) -> Source:
    """The source that a description asks for: of the table of data sets, or opened by the user.

    Raises:
        SpecError: where it is unknown or cannot be opened.
    """
    opened = OPENED.get(spec.dataset)
    return source_of(spec.dataset) if opened is None else opened(spec)


def source_of(key: str) -> Source:
    """The entry of DATASETS.

    Raises:
        SpecError: listing what is known.
    """
    if key not in DATASETS:
        raise SpecError(f"data.dataset: '{key}' is unknown; known are {', '.join(DATASETS)}")
    return DATASETS[key]


def make_examples(source: Source, spec: DataSpec) -> Examples:
    """The examples before the split: generated, or the first ones of a stored table.

    Raises:
        SpecError: where none are asked for and none are stored.
    """
    if source.generated and spec.examples == 0:
        raise SpecError(
            f"data.examples: '{source.key}' is generated and needs at least 1 example, got 0"
        )
    made = source.make(Draw(spec.examples, spec.noise / 100.0, spec.seed))
    wanted = spec.examples or len(made)
    return made if wanted >= len(made) else made.take(np.arange(wanted))


def split(source: Source, spec: DataSpec, examples: int) -> tuple[IntArray, IntArray]:
    """The indices of the training and of the test examples, shuffled unless the data says which.

    Each example draws its own rank, so that more examples or another share leave the order of
    those already there.
    """
    if source.parts is not None:
        train, test = source.parts(spec)
        return train[train < examples], test[test < examples]
    if not source.split:
        return np.arange(examples), np.arange(0)
    if source.tests is not None:
        begin = examples - source.tests
        return np.arange(begin), np.arange(begin, examples)
    ranks = generator(spec.seed, Stream.SPLIT).random(examples)
    order = np.argsort(ranks, kind="stable")
    # the share may lie a rounding error below a whole number: 0.29 * 100 < 29
    border = int(spec.train_share * examples + 1e-6)
    return order[:border], order[border:]


def _part(examples: Examples, featurize: Featurize) -> Part:
    inputs = frozen(featurize(examples.raw))
    return Part(examples.raw, inputs, examples.targets, examples.labels)


def _input_names(source: Source, features: tuple[Feature, ...]) -> tuple[str, ...]:
    return tuple(feature.label for feature in features) or source.columns
