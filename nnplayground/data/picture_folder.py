"""A folder of pictures: a subfolder for each class, brought to one size and to grey."""

import hashlib
import io
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from nnplayground.core.arrays import frozen
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.data.picture_errors import PicturesError
from nnplayground.data.stored_pictures import Bytes, StoredPictures, check_amount, check_classes
from nnplayground.data.table_errors import ReadingStopped
from nnplayground.data.table_text import Progress

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif")
FORMATS = ("PNG", "JPEG", "BMP", "GIF")
MAX_FILES = 100_000
MAX_FILE = 64_000_000  # bytes
_NAMED = 3  # pictures that a sentence names
_GREY = ("1", "L", "LA", "I", "I;16", "F")
_LIGHT, _NEARLY_ALL = 180, 0.9


@dataclass
class _Gathered:
    """What was read so far."""

    pixels: list[Bytes] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    coloured: int = 0


def has_classes(folder: Path) -> bool:
    """Whether a folder has subfolders with pictures."""
    try:
        return any(_pictures_in(one) for one in _subfolders(folder))
    except PicturesError:
        return False


def read_folder(spec: PicturesSpec, progress: Progress) -> StoredPictures:
    """All pictures of a folder; those that cannot be read are left out and counted.

    Raises:
        PicturesError: where there are no classes, or too many pictures.
        ReadingStopped: where `progress` says so.
    """
    folder = Path(spec.path)
    classes = _classes(folder)
    check_classes(folder.name, tuple(classes))
    total = sum(len(files) for files in classes.values())
    if total > MAX_FILES:
        raise PicturesError(
            f"{folder.name}: holds {total:,} pictures; of a folder at most {MAX_FILES:,} can be "
            "read"
        )
    check_amount(folder.name, total, spec.height, spec.width)
    gathered, digest = _Gathered(), hashlib.sha256()
    with warnings.catch_warnings():
        # a picture of more pixels than Pillow likes is left out like a damaged one
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        for done, (label, path) in enumerate(_numbered(classes)):
            _gather(gathered, digest, spec, label, path)
            if not progress((done + 1) / total):
                raise ReadingStopped
    return _stored(spec, folder, tuple(classes), gathered, digest.hexdigest())


def found_dark_ink(stored: StoredPictures) -> bool:
    """Whether nearly all of the edges is light, as of writing on paper."""
    frames = stored.pixels.reshape(-1, *stored.shape)
    edges = (frames[:, 0], frames[:, -1], frames[:, :, 0], frames[:, :, -1])
    light = np.concatenate([edge.ravel() for edge in edges]) > _LIGHT
    return float(light.mean()) > _NEARLY_ALL


def _stored(
    spec: PicturesSpec, folder: Path, names: tuple[str, ...], gathered: _Gathered, digest: str
) -> StoredPictures:
    present = sorted(set(gathered.labels))
    if not present:
        raise PicturesError(
            f"{folder.name}: none of its pictures can be read ({gathered.unreadable[0]} ...); "
            "PNG, JPEG, BMP and GIF can be"
        )
    classes = tuple(names[label] for label in present)
    check_classes(folder.name, classes)
    pixels = np.stack(gathered.pixels)
    return StoredPictures(
        pixels=frozen(255 - pixels if spec.dark_ink else pixels),
        labels=frozen(np.searchsorted(present, gathered.labels).astype(np.int64)),
        classes=classes,
        shape=(spec.height, spec.width),
        tests=0,
        sha256=digest,
        notes=tuple(_notes(gathered)),
    )


def _notes(gathered: _Gathered) -> Iterator[str]:
    if gathered.coloured:
        pictures = "1 picture" if gathered.coloured == 1 else f"{gathered.coloured:,} pictures"
        yield f"The colours of {pictures} were turned into grey."
    count = len(gathered.unreadable)
    if count:
        named = ", ".join(gathered.unreadable[:_NAMED]) + ", ..." * (count > _NAMED)
        if count == 1:
            yield f"1 picture was left out because it cannot be read: {named}."
        else:
            yield f"{count:,} pictures were left out because they cannot be read: {named}."


def _gather(
    gathered: _Gathered, digest: "hashlib._Hash", spec: PicturesSpec, label: int, path: Path
) -> None:
    name = f"{path.parent.name}/{path.name}"
    try:
        data = _bytes_of(path)
        digest.update(hashlib.sha256(name.encode() + b"\0" + data).digest())
        pixels, is_coloured = _decoded(data, (spec.width, spec.height))
    # Pillow's decoders raise whatever they like at damaged files
    except Exception:
        digest.update(name.encode())
        gathered.unreadable.append(name)
        return
    gathered.pixels.append(pixels)
    gathered.labels.append(label)
    gathered.coloured += is_coloured


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE:
        raise PicturesError(f"{path.name}: is larger than {MAX_FILE // 1_000_000} MB")
    return path.read_bytes()


def _decoded(data: bytes, size: tuple[int, int]) -> tuple[Bytes, bool]:
    """A picture (height * width,) of size (width, height), and whether it had colours."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        opened.draft("RGB", (4 * size[0], 4 * size[1]))  # a JPEG need not be read at full size
        image = ImageOps.exif_transpose(opened)
    if image.mode in ("I", "I;16", "F"):
        levels = np.asarray(image, np.float64)
        image = Image.fromarray((levels / max(levels.max(), 255.0) * 255.0).astype(np.uint8))
    is_coloured = image.mode not in _GREY and _has_colours(image)
    if image.has_transparency_data:
        over = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(over, image.convert("RGBA"))
    # of a picture that is not as wide as high, the middle
    fitted = ImageOps.fit(image.convert("L"), size, Image.Resampling.LANCZOS)
    return np.asarray(fitted, np.uint8).reshape(-1).copy(), is_coloured


def _has_colours(image: Image.Image) -> bool:
    rgb = np.asarray(image.convert("RGB"), np.int16)
    return bool((rgb.max(axis=2) - rgb.min(axis=2)).max() > 8)


def _classes(folder: Path) -> dict[str, list[Path]]:
    """The pictures of each subfolder that has some.

    Raises:
        PicturesError: where there are no subfolders, or no pictures in them.
    """
    subfolders = _subfolders(folder)
    if not subfolders:
        holds = "holds pictures, but no" if _pictures_in(folder) else "has no"
        raise PicturesError(
            f"{folder.name}: {holds} subfolders; put the pictures of each class into a subfolder "
            "that is called like the class"
        )
    found = {one.name: _pictures_in(one) for one in subfolders}
    classes = {name: files for name, files in found.items() if files}
    if not classes:
        raise PicturesError(
            f"{folder.name}: its subfolders hold no pictures; PNG, JPEG, BMP and GIF files can be "
            "read"
        )
    return classes


def _subfolders(folder: Path) -> list[Path]:
    return [Path(one.path) for one in listed(folder) if one.is_dir()]


def _pictures_in(folder: Path) -> list[Path]:
    return [
        Path(one.path)
        for one in listed(folder)
        if one.name.lower().endswith(SUFFIXES) and one.is_file()
    ]


def listed(folder: Path) -> list["os.DirEntry[str]"]:
    """What lies in a folder, by name, without what is hidden."""
    try:
        with os.scandir(folder) as entries:
            seen = [one for one in entries if not one.name.startswith(".")]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PicturesError(f"{folder.name}: cannot be read: {reason}") from None
    return sorted(seen, key=lambda one: one.name)


def _numbered(classes: dict[str, list[Path]]) -> Iterator[tuple[int, Path]]:
    for label, files in enumerate(classes.values()):
        for path in files:
            yield label, path
