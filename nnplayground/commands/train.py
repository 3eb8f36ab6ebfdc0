"""`nnplayground train`: trains an experiment without a window."""

import argparse
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nnplayground.commands.guarded import guarded
from nnplayground.commands.interrupt import Interrupt, interruptible
from nnplayground.commands.progress import Progress
from nnplayground.commands.start import Start, open_start
from nnplayground.commands.words import counted, divergence_words, score_words
from nnplayground.core import Problem, Run, StopRule
from nnplayground.core.experiment import ENGINES
from nnplayground.core.settings import parse_setting
from nnplayground.exit_codes import DIVERGED, INTERRUPTED, SUCCESS
from nnplayground.files import SavedNetwork, check_target, save_network

DEFAULT_EPOCHS = 1000

# Steps are done in chunks of about this many seconds: the wait after Ctrl-C.
_CHUNK_SECONDS = 0.1

# Seconds after which a person wants to know what is going on.
_LONG_WAIT = 2.0

_EXIT_CODES = """exit codes:
  0  trained, by its stop rule or the numbers given here
  2  wrong arguments, or a file or an experiment that cannot be used
  3  diverged: parameters are no longer finite numbers
  130  interrupted with Ctrl-C (with --output what there is was saved)
"""


@dataclass(frozen=True)
class _Order:
    """The command line: `iterations` and `epochs` count from where the file is, 0 for not given."""

    file: Path
    iterations: int
    epochs: int
    output: Path | None
    changes: dict[str, object]
    quiet: bool


def main(words: Sequence[str]) -> int:
    """Run `nnplayground train` with these words; returns the exit code."""
    return guarded("train", lambda: _train(_order(words)))


def _train(order: _Order) -> int:
    start = open_start(order.file, order.changes)
    if order.output is not None:
        check_target(order.output)
    rule, default = _stop_rule(order, start)
    if not order.quiet:
        for note in (*start.notes, *default):
            print(note, file=sys.stderr)
    run = Run(start.experiment.with_training(stop=rule), start.dataset, start.state)
    _wait_for_engine(run, order.quiet)
    began = time.monotonic()
    interrupted = _advance(run, order.quiet)
    if order.output is not None:
        save_network(order.output, SavedNetwork(start.experiment, run.state))
    if not order.quiet:
        _report(run, order.output, time.monotonic() - began)
    return _outcome(run, interrupted)


def _stop_rule(order: _Order, start: Start) -> tuple[StopRule, tuple[str, ...]]:
    """When this training ends, and the sentence to say where neither file nor words tell."""
    rule = start.experiment.training.stop
    given = order.iterations or order.epochs
    if not given and rule != StopRule():
        return rule, ()
    epoch = Problem.of(start.experiment, start.dataset).epoch(start.state)
    epochs = order.epochs if given else DEFAULT_EPOCHS
    ends = StopRule(
        iterations=start.state.iteration + order.iterations if order.iterations else 0,
        epochs=epoch + epochs if epochs else 0,
        loss_below=rule.loss_below,
    )
    sentence = (
        f"{order.file.name} has no stop rule: training for {DEFAULT_EPOCHS:,} epochs "
        "(choose with --epochs or --iterations)"
    )
    return ends, () if given else (sentence,)


def _wait_for_engine(run: Run, quiet: bool) -> None:
    """Have the engine made, and say what is going on where that takes long."""
    sentence = "compiling the training steps, which is done once on a machine\n"
    timer = threading.Timer(_LONG_WAIT, sys.stderr.write, [sentence])
    timer.daemon = True
    if not quiet:
        timer.start()
    _ = run.engine  # made when it is asked for
    timer.cancel()


def _advance(run: Run, quiet: bool) -> bool:
    """Train until the run ends by itself or Ctrl-C is pressed; returns whether it was pressed."""
    progress = None if quiet else Progress(run, sys.stderr)
    with interruptible() as interrupt:
        if progress:
            progress.begin()
        _advance_in_chunks(run, interrupt, progress)
    if progress:
        progress.clear()
    return interrupt.wanted


def _advance_in_chunks(run: Run, interrupt: Interrupt, progress: Progress | None) -> None:
    chunk = 1
    while not interrupt.wanted:
        began = time.monotonic()
        if run.advance(chunk) < chunk:
            return
        elapsed = max(time.monotonic() - began, 1e-6)
        chunk = max(1, min(int(chunk * _CHUNK_SECONDS / elapsed), 4 * chunk, 1 << 20))
        if progress:
            progress.update()


def _report(run: Run, output: Path | None, seconds: float) -> None:
    title, data = run.experiment.network.title, run.experiment.data.dataset
    print(
        f"{title} on {data}: {counted(run.iteration, 'iteration')}, "
        f"{counted(run.epoch, 'epoch')}; trained {seconds:.1f} s"
    )
    print(f"train loss {score_words(run.train_score())}")
    print(f"test loss  {score_words(run.test_score())}")
    print("not saved (--output FILE keeps it)" if output is None else f"saved to {output}")


def _outcome(run: Run, interrupted: bool) -> int:
    if run.divergence is not None:
        print(f"nnplayground train: {divergence_words(run.divergence)}", file=sys.stderr)
        return DIVERGED
    if interrupted:
        print(f"nnplayground train: interrupted at iteration {run.iteration:,}", file=sys.stderr)
        return INTERRUPTED
    return SUCCESS


def _order(words: Sequence[str]) -> _Order:
    parser = _parser()
    found = parser.parse_args(words)
    settings = list(found.settings)
    if found.file is None and settings and "=" not in settings[-1]:
        found.file = Path(settings.pop())  # `train --set a=1 FILE`
    if found.file is None:
        parser.error("the following arguments are required: FILE")
    changes = dict(parse_setting(text) for text in settings)
    if found.engine is not None:
        changes["training.engine"] = found.engine
    return _Order(
        found.file, found.iterations, found.epochs, found.output, changes, quiet=found.quiet
    )


# argparse would call FILE optional, because it may also stand behind the settings.
_USAGE = """nnplayground train FILE [--iterations N] [--epochs N] [--output OUT]
                          [--set PATH=VALUE ...] [--engine ENGINE]
                          [--quiet] [-h]"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nnplayground train",
        usage=_USAGE,
        description="Train without a window: a network (.nnplay) goes on from where it is, a "
        "plain experiment (JSON) starts from its seed.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="what to train")
    parser.add_argument(
        "--iterations", type=_count, default=0, metavar="N", help="train for N more iterations"
    )
    parser.add_argument(
        "--epochs", type=_count, default=0, metavar="N", help="train for N more epochs"
    )
    parser.add_argument(
        "--output", type=Path, metavar="OUT", help="save the network here (.nnplay)"
    )
    parser.add_argument(
        "--set",
        dest="settings",
        nargs="+",
        action="extend",
        default=[],
        metavar="PATH=VALUE",
        help="change settings, as in training.learning_rate=0.1 or network.layers.0.units=8",
    )
    parser.add_argument("--engine", choices=ENGINES, help="which engine does the steps")
    parser.add_argument("--quiet", action="store_true", help="write nothing but errors")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10**12:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, got '{text}'")
    return int(text)
