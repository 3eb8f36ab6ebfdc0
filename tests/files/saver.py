"""Saves two networks in turn to one file until it is killed: the victim of the kill tests.

Run as `python -m tests.files.saver FILE`; says "ready" when the file is there for the first time.
"""

import sys
from pathlib import Path

from nnplayground.core import Experiment, LayerSpec, NetworkSpec
from nnplayground.files import save_network
from tests.files.samples import sample

# About 1 MB, so that a plain overwrite would often be caught half done.
WIDE = Experiment(network=NetworkSpec(2, (LayerSpec(300), LayerSpec(400), LayerSpec(1))))


def candidates():
    """The two networks that the file may hold."""
    return sample(WIDE, seed=1), sample(WIDE, seed=2)


def main(path):
    one, other = candidates()
    save_network(path, one)
    print("ready", flush=True)
    while True:
        save_network(path, other)
        save_network(path, one)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
