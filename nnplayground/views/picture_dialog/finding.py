"""Pictures that were moved or changed since the experiment was saved are found again."""

import dataclasses
from pathlib import Path

from nnplayground.core import Experiment, SpecError, load_dataset
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.data.picture_errors import ChangedPicturesError, MissingPicturesError
from nnplayground.data.picture_opening import spec_at
from nnplayground.data.picture_source import is_read, stored_pictures
from nnplayground.data.table_errors import shown
from nnplayground.paths import is_there
from nnplayground.session.background import Background
from nnplayground.views.dialogs import Dialogs
from nnplayground.views.reading import outcome


def with_pictures_found(
    experiment: Experiment, folder: Path, dialogs: Dialogs, background: Background
) -> Experiment | None:
    """The experiment with its pictures where they are now; None where they were given up.

    Pictures of the same name and content in `folder` are taken without asking; they are read
    beside the window.

    Raises:
        SpecError: where the pictures are there, but cannot be used.
    """
    spec = experiment.data.pictures
    while spec is not None and not is_read(spec):
        spec = _read(spec, folder, dialogs, background)
        if spec is None:
            return None
    experiment = experiment.with_data(pictures=spec)
    load_dataset(experiment.data)
    return experiment


def _read(
    spec: PicturesSpec, folder: Path, dialogs: Dialogs, background: Background
) -> PicturesSpec | None:
    """The description by which the pictures are to be read next; itself once they were."""
    wanted = spec
    if not is_there(Path(spec.path)):
        wanted = _beside(spec, folder) or spec
    result = dialogs.wait(
        f"Reading the pictures of {shown(spec.name)}…",
        background,
        lambda progress: outcome(lambda told: stored_pictures(wanted, told), progress),
    )
    if result is None:
        return None
    if isinstance(result, MissingPicturesError):
        return _found(spec, result, dialogs)
    if isinstance(result, ChangedPicturesError):
        use = dialogs.ask_changed_table(str(result))
        return (
            dataclasses.replace(wanted, sha256=result.found)
            if use
            else _found(spec, result, dialogs)
        )
    if isinstance(result, SpecError):
        raise result
    return wanted


def _beside(spec: PicturesSpec, folder: Path) -> PicturesSpec | None:
    """The same name beside the experiment's file, where there is something."""
    path = folder.absolute() / Path(spec.path).name
    return dataclasses.replace(spec, path=str(path)) if spec.path and is_there(path) else None


def _found(spec: PicturesSpec, error: SpecError, dialogs: Dialogs) -> PicturesSpec | None:
    """Where a person says that the pictures are."""
    path = dialogs.ask_pictures_again(str(error), spec.form == "folder", spec.path)
    if path is None:
        return None
    there = spec_at(path)
    return dataclasses.replace(spec, form=there.form, name=there.name, path=there.path)
