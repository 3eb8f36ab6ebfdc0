"""The progress line of a training: rewritten in a terminal, a new line now and then elsewhere."""

import time
from typing import TextIO

from nnplayground.commands.words import score_words
from nnplayground.core import Run

TERMINAL_INTERVAL = 0.1
PLAIN_INTERVAL = 5.0

# A line's scores may cost a pass over many examples: at most this share of the time goes there.
_COST_SHARE = 0.05


class Progress:
    """Writes how far `run` is.

    Args:
        run: the training.
        stream: where to write; what kind of line is told from what it is.
    """

    def __init__(self, run: Run, stream: TextIO) -> None:
        self._run = run
        self._stream = stream
        self._in_place = stream.isatty()
        self._interval = TERMINAL_INTERVAL if self._in_place else PLAIN_INTERVAL
        self._began = self._last = time.monotonic()
        self._first_iteration = run.iteration
        self._pause = self._interval
        self._width = 0

    def begin(self) -> None:
        """Write what is trained, from where."""
        experiment = self._run.experiment
        self._stream.write(
            f"training {experiment.network.title} on {experiment.data.dataset} "
            f"from iteration {self._run.iteration:,}\n"
        )
        self._stream.flush()

    def update(self) -> None:
        """Write a line where it is time for one."""
        now = time.monotonic()
        if now - self._last < self._pause:
            return
        line = self._line(now)
        if self._in_place:
            self._stream.write(f"\r{line.ljust(self._width)}")
            self._width = len(line)
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()
        self._last = time.monotonic()
        self._pause = max(self._interval, (self._last - now) / _COST_SHARE)

    def clear(self) -> None:
        """Take a rewritten line away, so that other text can follow."""
        if self._width:
            self._stream.write(f"\r{' ' * self._width}\r")
            self._stream.flush()

    def _line(self, now: float) -> str:
        run = self._run
        rate = (run.iteration - self._first_iteration) / max(now - self._began, 1e-9)
        return (
            f"iteration {run.iteration:,}  epoch {run.epoch:,}  "
            f"train loss {score_words(run.train_score())}  "
            f"test loss {score_words(run.test_score())}  {rate:,.0f} iterations/s"
        )
