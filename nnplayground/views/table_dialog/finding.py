"""A table that was moved or changed since the experiment was saved is found again."""

import dataclasses
from functools import partial
from pathlib import Path

from nnplayground.core import DataSpec, Experiment, SpecError, load_dataset
from nnplayground.core.table_spec import TableSpec
from nnplayground.data.table_errors import ChangedTableError, MissingTableError, shown
from nnplayground.data.table_source import table_source
from nnplayground.data.table_text import Progress, fingerprint, unasked
from nnplayground.paths import is_file
from nnplayground.session.background import Background
from nnplayground.views.dialogs import Dialogs
from nnplayground.views.reading import outcome

# Bytes of a file that is read at once: about 0.1 s.
AT_ONCE = 2_000_000


def with_table_found(
    experiment: Experiment, folder: Path, dialogs: Dialogs, background: Background
) -> Experiment | None:
    """The experiment with its table where it is now; None where it was given up.

    A file of the same name and content in `folder` is taken without asking; a large one is read
    beside the window.

    Raises:
        SpecError: where the table is there, but cannot be used.
    """
    while True:
        table = experiment.data.table
        if table is None:
            load_dataset(experiment.data)
            return experiment
        work = partial(_read, experiment.data, table, folder)
        result: TableSpec | SpecError | None
        if _is_large(table, folder):
            sentence = f"Reading {shown(table.name)}…"
            result = dialogs.wait(sentence, background, lambda told: outcome(work, told))  # noqa: B023
        else:
            result = outcome(work, unasked)
        if isinstance(result, MissingTableError):
            result = _found(result, dialogs)
        elif isinstance(result, ChangedTableError):
            changed = dataclasses.replace(result.spec, sha256=result.found, changes=())
            use = dialogs.ask_changed_table(str(result))
            result = changed if use else _found(result, dialogs)
        elif isinstance(result, TableSpec):
            return experiment.with_data(table=result)
        if isinstance(result, SpecError):
            raise result
        if result is None:
            return None
        experiment = experiment.with_data(table=result)


def _read(data: DataSpec, table: TableSpec, folder: Path, progress: Progress) -> TableSpec:
    """Read the table and make its examples; returns the table as it was found.

    Raises:
        SpecError, ReadingStopped: where that cannot be, or is not wanted.
    """
    try:
        table_source(table, progress)
    except MissingTableError:
        beside = _beside(table, folder)
        if beside is None:
            raise
        table = beside
        table_source(table, progress)
    load_dataset(dataclasses.replace(data, table=table))
    return table


def _is_large(table: TableSpec, folder: Path) -> bool:
    if table.text is not None:
        return False
    paths = (Path(table.path), folder.absolute() / table.name)
    return any(is_file(path) and path.stat().st_size > AT_ONCE for path in paths)


def _beside(spec: TableSpec, folder: Path) -> TableSpec | None:
    path = folder.absolute() / spec.name
    try:
        same = fingerprint(path).sha256 == spec.sha256
    except SpecError:
        return None
    return dataclasses.replace(spec, path=str(path)) if same else None


def _found(error: MissingTableError | ChangedTableError, dialogs: Dialogs) -> TableSpec | None:
    path = dialogs.ask_table_again(str(error), error.spec.name)
    if path is None:
        return None
    return dataclasses.replace(error.spec, path=str(path.absolute()), name=path.name)
