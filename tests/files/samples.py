"""Small networks to save, and files taken apart so that tests can put them together wrongly."""

import json
import struct

import numpy as np

from nnplayground.core import (
    OPTIMIZERS,
    Clock,
    Experiment,
    ParameterLayout,
    RunState,
)
from nnplayground.core.arrays import DTYPES
from nnplayground.files import SavedNetwork, save_network

DEFAULT = Experiment()


def sample(experiment=DEFAULT, seed=0, iteration=1200, clock=None):
    """A saved network whose every number is different."""
    random = np.random.default_rng(seed)
    size = ParameterLayout(experiment.network).size
    slots = len(OPTIMIZERS[experiment.training.optimizer].slots)
    dtype = DTYPES[experiment.training.precision]
    state = RunState(
        iteration,
        random.normal(size=size).astype(dtype),
        random.normal(size=(slots, size)).astype(dtype),
        clock or Clock(),
    )
    return SavedNetwork(experiment, state)


def saved_bytes(folder, network=None):
    """The bytes of a valid file."""
    path = folder / "valid.nnplay"
    save_network(path, network or sample())
    return path.read_bytes()


def take_apart(data):
    """(header as a dict, tensor data) of a file's bytes."""
    (length,) = struct.unpack("<Q", data[:8])
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def put_together(header, data, length=None):
    """The bytes of a file with this header (a dict or bytes), whatever it says."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def contents(header):
    """Our own JSON in a header, as a dict."""
    return json.loads(header["__metadata__"]["nnplayground"])


def with_contents(header, value):
    """The header with other JSON of our own (a value or a text)."""
    text = value if isinstance(value, str) else json.dumps(value)
    return header | {"__metadata__": {"nnplayground": text}}
