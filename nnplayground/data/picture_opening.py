"""From a path to the description of the pictures there."""

import dataclasses
from pathlib import Path

from nnplayground.core.arrays import frozen
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.data.idx import is_idx
from nnplayground.data.idx_set import find_set
from nnplayground.data.picture_folder import found_dark_ink, has_classes, listed
from nnplayground.data.picture_source import keep_pictures, read_stored
from nnplayground.data.table_text import Progress, unasked
from nnplayground.paths import is_folder


def is_pictures(path: Path) -> bool:
    """Whether there are pictures at a path: an IDX file, or any folder."""
    return is_folder(path) or is_idx(path)


def spec_at(path: Path) -> PicturesSpec:
    """How the pictures at a path are meant: as a folder of classes or as IDX files.

    Raises:
        PicturesError: where an IDX file's labels are not beside it, or a folder cannot be read.
    """
    path = path.absolute()
    if is_folder(path) and (has_classes(path) or not _holds_idx(path)):
        return PicturesSpec("folder", path.name, str(path))
    files = find_set(path)
    return PicturesSpec("idx", files.path.parent.name or files.path.name, str(files.path))


def opened_pictures(
    spec: PicturesSpec, progress: Progress = unasked, find_ink: bool = False
) -> PicturesSpec:
    """Read pictures; the description with their content hash and size.

    Args:
        spec: where they are; what it says about their content is not asked for.
        progress: is told how far it is.
        find_ink: find out whether a folder's pictures are dark on light.

    Raises:
        PicturesError: where they cannot be used.
        ReadingStopped: where `progress` says so.
    """
    if find_ink:
        spec = dataclasses.replace(spec, dark_ink=False)
    stored = read_stored(spec, progress)
    if find_ink and spec.form == "folder" and found_dark_ink(stored):
        spec = dataclasses.replace(spec, dark_ink=True)
        stored = dataclasses.replace(stored, pixels=frozen(255 - stored.pixels))
    height, width = stored.shape
    known = dataclasses.replace(spec, sha256=stored.sha256, height=height, width=width)
    keep_pictures(known, stored)
    return known


def _holds_idx(folder: Path) -> bool:
    return any(one.is_file() and is_idx(Path(one.path)) for one in listed(folder))
