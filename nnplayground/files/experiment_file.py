"""Plain experiments: one JSON object with the fields of `Experiment`, missing ones at default."""

import os
from pathlib import Path

from nnplayground.core import Experiment, SpecError
from nnplayground.core.values import from_json
from nnplayground.files import strict_json
from nnplayground.files.errors import FileError
from nnplayground.files.reading import foreign, opened

MAX_EXPERIMENT = 8 << 20  # a table of 1 MB can be carried along, however it is escaped


def load_experiment(path: str | os.PathLike[str]) -> Experiment:
    """The experiment in the JSON file `path`.

    Raises:
        FileError: where there is none, or one that cannot work.
    """
    path = Path(path)
    with opened(path, MAX_EXPERIMENT) as (file, _):
        data = file.read(MAX_EXPERIMENT + 1)
    if not looks_like_json(data):
        raise foreign(path, data)
    try:
        value = strict_json.parse(data)
    except ValueError as error:
        raise FileError(
            f"{path.name} is not an experiment: {error}; mend it or choose another."
        ) from None
    return checked_experiment(path, value)


def looks_like_json(start: bytes) -> bool:
    """Whether the first bytes of a file are those of a JSON object, a byte order mark allowed."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").startswith(b"{")


def checked_experiment(path: Path, value: object) -> Experiment:
    """The experiment of a JSON value in `path`.

    Raises:
        FileError: naming what does not fit.
    """
    try:
        return from_json(Experiment, value)
    except SpecError as error:
        raise FileError(
            f"{path.name} holds an experiment that cannot work: {error}; mend it or open another."
        ) from None
