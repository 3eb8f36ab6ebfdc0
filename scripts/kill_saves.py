"""Kills a process that saves in a loop, 200 times, and counts what is left: whole or broken.

Run as `python -m scripts.kill_saves [KILLS]` in the repository's folder.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nnplayground.files import FileError, load_network, sweep_temporaries
from tests.files.saver import candidates

ROOT = Path(__file__).parents[1]


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    networks, broken, strays = candidates(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "victim.nnplay"
        for _ in range(kills):
            kill_one(path)
            strays += sweep_temporaries(path.parent, older_than=0.0)
            try:
                loaded = load_network(path)
                broken += not any(loaded.same_bits(network) for network in networks)
            except FileError as error:
                print(error)
                broken += 1
    print(f"{kills} kills: {broken} broken files, {strays} stray temporaries swept")


def kill_one(path: Path) -> None:
    command = [sys.executable, "-m", "tests.files.saver", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as victim:
        assert victim.stdout is not None
        victim.stdout.readline()
        time.sleep(random.uniform(0.0, 0.05))
        victim.kill()


if __name__ == "__main__":
    main()
