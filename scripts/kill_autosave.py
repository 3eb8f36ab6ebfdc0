"""Kills a program that trains, edits, saves and autosaves, 200 times; looks at what is left.

Run as `python -m scripts.kill_autosave [KILLS]` in the repository's folder. Every copy and every
document must open, be no older than an interval of autosaving, and replay to the bit from the
very beginning of each of its runs.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from nnplayground.core.recording import Recording
from nnplayground.files import FileError, SavedNetwork, load_network
from nnplayground.session.autosave import Recovery
from tests.session.autosave_victim import INTERVAL

ROOT = Path(__file__).parents[1]


@dataclass
class Result:
    """What was found after all kills."""

    kills: int = 0
    copies: int = 0
    documents: int = 0
    runs: int = 0
    broken: list[str] = field(default_factory=list)
    inexact: int = 0
    ages: list[float] = field(default_factory=list)


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    result = Result()
    for seed in range(kills):
        with tempfile.TemporaryDirectory() as folder:
            killed_at = kill_one(Path(folder), seed)
            look(Path(folder), killed_at, result)
        result.kills += 1
        if (seed + 1) % 20 == 0:
            report(result)


def kill_one(folder: Path, seed: int) -> float:
    """Let a victim live a while; returns when it was killed."""
    command = [sys.executable, "-m", "tests.session.autosave_victim", str(folder), str(seed)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as victim:
        assert victim.stdout is not None
        victim.stdout.readline()
        time.sleep(random.uniform(0.0, 1.5))
        victim.kill()
        return time.time()


def look(folder: Path, killed_at: float, result: Result) -> None:
    """Count what is left in a folder."""
    recovery = Recovery(folder / "recovery")
    for path in recovery.paths:
        result.copies += 1
        result.ages.append(killed_at - path.stat().st_mtime)
        check(path, result)
    recovery.close()
    if not recovery.paths:
        result.broken.append("no copy was left")
    if (folder / "document.nnplay").exists():
        result.documents += 1
        check(folder / "document.nnplay", result)


def check(path: Path, result: Result) -> None:
    """Open a file and replay each of its runs from the beginning."""
    try:
        loaded = load_network(path)
    except FileError as error:
        result.broken.append(str(error))
        return
    result.runs += len(loaded.history.runs) if loaded.history else 0
    result.inexact += 0 if replays(loaded) else 1


def replays(loaded: SavedNetwork) -> bool:
    """Whether the events alone lead to where each run was."""
    assert loaded.history is not None
    for run in loaded.history.runs:
        whole = run.recording
        bare = Recording.restored(
            whole.experiment,
            list(whole.kept[:1]),
            whole.events,
            whole.engines,
            whole.last_iteration,
        )
        state = bare.at(whole.last_iteration).state
        if state.theta.tobytes() != run.state.theta.tobytes():
            return False
        if state.slots.tobytes() != run.state.slots.tobytes():
            return False
    return True


def report(result: Result) -> None:
    """Print what was found so far."""
    print(
        f"{result.kills} kills: {result.copies} copies and {result.documents} documents with "
        f"{result.runs} runs; {len(result.broken)} broken, {result.inexact} not exact; the oldest "
        f"copy was {max(result.ages, default=0.0):.2f} s old at an interval of "
        f"{INTERVAL / 1000:.2f} s",
        *result.broken[:3],
        sep="\n  ",
        flush=True,
    )


if __name__ == "__main__":
    main()
