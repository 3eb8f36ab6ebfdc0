"""`nnplayground show`: prints what a file holds."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from nnplayground.commands.guarded import guarded
from nnplayground.commands.words import counted, divergence_words, score_words
from nnplayground.core import Experiment, Run, load_dataset
from nnplayground.core.experiment import TrainingSpec
from nnplayground.core.network_spec import NetworkSpec
from nnplayground.core.optimizers import OPTIMIZERS
from nnplayground.exit_codes import SUCCESS
from nnplayground.files import SavedNetwork, load_any


def main(words: Sequence[str]) -> int:
    """Run `nnplayground show` with these words; returns the exit code."""
    return guarded("show", lambda: _show(_parser().parse_args(words).file))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nnplayground show",
        description="Print what a network (.nnplay) or a plain experiment (JSON) holds.",
        epilog="exit codes: 0 shown; 2 wrong arguments, or a file that cannot be used",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what to show")
    return parser


def _show(path: Path) -> int:
    opened = load_any(path)
    experiment = opened if isinstance(opened, Experiment) else opened.experiment
    state = opened.state if isinstance(opened, SavedNetwork) else None
    # The file's own facts first: they can be told even where its data cannot be loaded.
    print(f"{path.name}: {experiment.network.title}, {experiment.network.parameters:,} parameters")
    for line in (*_layer_lines(experiment.network), "", *_setting_lines(experiment)):
        print(line)
    run = Run(experiment, load_dataset(experiment.data), state)
    for line in _run_lines(run):
        print(line)
    return SUCCESS


def _layer_lines(network: NetworkSpec) -> Iterator[str]:
    yield f"{'layer':>5}  {'activation':<10}  {'weights':>11}  {'biases':>6}  {'parameters':>10}"
    for number, layer in enumerate(network.layers, start=1):
        inputs = network.sizes[number - 1]
        biases = str(layer.units) if layer.bias else "none"
        yield (
            f"{number:>5}  {layer.activation:<10}  {f'{inputs} x {layer.units}':>11}  {biases:>6}"
            f"  {layer.parameters(inputs):>10,}"
        )


def _setting_lines(experiment: Experiment) -> Iterator[str]:
    data, training = experiment.data, experiment.training
    yield f"data       {data.dataset}, noise {data.noise:g} %, seed {data.seed}"
    yield f"loss       {training.loss}, {training.reduction} over a batch{_penalties(training)}"
    yield f"optimizer  {_optimizer_words(training)}"
    batch = counted(training.batch_size, "example") if training.batch_size else "all examples"
    yield f"batch      {batch}, order {training.order}, {training.precision}"
    yield f"seed       {experiment.seed}"


def _penalties(training: TrainingSpec) -> str:
    return "".join(
        f", {name} {getattr(training, name):g}" for name in ("l1", "l2") if getattr(training, name)
    )


def _optimizer_words(training: TrainingSpec) -> str:
    settings = ("learning_rate", *OPTIMIZERS[training.optimizer].settings)
    words = [f"{name.replace('_', ' ')} {getattr(training, name):g}" for name in settings]
    return ", ".join([training.optimizer, *words])


def _run_lines(run: Run) -> Iterator[str]:
    examples = f"{len(run.dataset.train):,} for training, {len(run.dataset.test):,} for testing"
    yield f"examples   {examples}"
    yield f"iteration  {run.iteration:,}, epoch {run.epoch:,}"
    yield f"train      loss {score_words(run.train_score())}"
    yield f"test       loss {score_words(run.test_score())}"
    if run.divergence is not None:
        yield divergence_words(run.divergence)
