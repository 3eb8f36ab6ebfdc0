"""Opens whichever of our files a path leads to, by its content and not by its name."""

import os
from pathlib import Path

from nnplayground.core import Experiment
from nnplayground.files.errors import FileError
from nnplayground.files.experiment_file import load_experiment, looks_like_json
from nnplayground.files.header import looks_like_safetensors
from nnplayground.files.lesson_file import is_lesson
from nnplayground.files.network_file import MAX_FILE, SavedNetwork, load_network
from nnplayground.files.reading import opened

_START = 64


def load_any(path: str | os.PathLike[str]) -> SavedNetwork | Experiment:
    """The network in a .nnplay file, or the experiment in a plain JSON file.

    Raises:
        FileError: where it is neither.
    """
    path = Path(path)
    with opened(path, MAX_FILE) as (file, _):
        start = file.read(_START)
    if looks_like_json(start) and not looks_like_safetensors(start):
        if is_lesson(path):
            raise FileError(f"{path.name} is a lesson; open it in the window, by File > Open.")
        return load_experiment(path)
    return load_network(path)
