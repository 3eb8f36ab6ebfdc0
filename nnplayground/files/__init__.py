"""Experiments and networks on disk, replaced atomically and read with suspicion."""

from nnplayground.files.atomic import check_target, sweep_temporaries
from nnplayground.files.errors import FileError
from nnplayground.files.experiment_file import load_experiment
from nnplayground.files.network_file import SavedNetwork, load_network, save_network
from nnplayground.files.opening import load_any

__all__ = [
    "FileError",
    "SavedNetwork",
    "check_target",
    "load_any",
    "load_experiment",
    "load_network",
    "save_network",
    "sweep_temporaries",
]
