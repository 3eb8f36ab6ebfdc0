"""The moments that pictures of a run are made of: keyframes, and others where they are few."""

from collections.abc import Callable

import numpy as np

from nnplayground.core.recording import Moment, Recording

# A quick run leaves few keyframes: then there are about so many moments, where replaying it takes
# no more than so many products of a weight and a number.
ENOUGH = 64
_MOST_PRODUCTS = 3e8
# Examples of a batch that holds all of them, roughly.
_ALL = 1000


def moments(
    recording: Recording, now: Moment, stopped: Callable[[], bool] = lambda: False
) -> list[Moment]:
    """Moments of a run up to `now`, rising.

    Args:
        recording: its past; nobody may change it meanwhile.
        now: the newest moment.
        stopped: whether to leave it.

    Raises:
        ReplayStopped: as soon as `stopped` says so.
    """
    kept = [*recording.keyframes(), now]
    first, last = recording.first_iteration, now.state.iteration
    batch = now.experiment.training.batch_size or _ALL
    if len(kept) >= ENOUGH or (last - first) * batch * now.state.theta.size > _MOST_PRODUCTS:
        return kept
    wanted = _spread(first, last) - {moment.state.iteration for moment in kept}
    between = [recording.at(iteration, stopped) for iteration in sorted(wanted)]
    return sorted((*kept, *between), key=lambda moment: moment.state.iteration)


def _spread(first: int, last: int) -> set[int]:
    """Iterations over the whole run, and more of them at its beginning, where most happens."""
    evenly = np.linspace(0.0, last - first, ENOUGH // 2)
    early = np.geomspace(1.0, last - first + 1.0, ENOUGH // 2) - 1.0
    steps = np.round(np.concatenate((evenly, early))).astype(np.int64)
    return {first + step for step in steps.tolist()}
