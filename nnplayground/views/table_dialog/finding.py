"""A table that was moved or changed since the experiment was saved is found again."""

import dataclasses
from pathlib import Path

from nnplayground.core import Experiment, SpecError, load_dataset
from nnplayground.core.table_spec import TableSpec
from nnplayground.data.table_errors import ChangedTableError, MissingTableError
from nnplayground.data.table_text import fingerprint
from nnplayground.views.dialogs import Dialogs


def with_table_found(experiment: Experiment, folder: Path, dialogs: Dialogs) -> Experiment | None:
    """The experiment with its table where it is now; None where it was given up.

    A file of the same name and content in `folder` is taken without asking.

    Raises:
        SpecError: where the table is there, but cannot be used.
    """
    while True:
        try:
            load_dataset(experiment.data)
        except MissingTableError as error:
            spec = _beside(error.spec, folder) or _found(error, dialogs)
        except ChangedTableError as error:
            use = dialogs.ask_changed_table(str(error))
            spec = dataclasses.replace(error.spec, sha256=error.found, changes=()) if use else None
            spec = spec or _found(error, dialogs)
        else:
            return experiment
        if spec is None:
            return None
        experiment = experiment.with_data(table=spec)


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
