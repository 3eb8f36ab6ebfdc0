"""Opens a file for reading with suspicion: only a real file, only of a size that may be."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from nnplayground.files.errors import FileError, read_error

# What people drop onto a window by mistake, known by its first bytes.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive (as .npz, .keras, .docx and PyTorch files are)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"\x80\x02", "a Python pickle, which is never opened because it could run any program"),
    (b"\x80\x03", "a Python pickle, which is never opened because it could run any program"),
    (b"\x80\x04", "a Python pickle, which is never opened because it could run any program"),
    (b"\x80\x05", "a Python pickle, which is never opened because it could run any program"),
)


@contextmanager
def opened(path: Path, at_most: int) -> Iterator[tuple[BinaryIO, int]]:
    """The open file `path` and its size in bytes, which is 1 to `at_most`.

    Raises:
        FileError: where it is missing, not a file, empty, too large or may not be read.
    """
    try:
        mode, size = path.stat().st_mode, path.stat().st_size
        # Asked before opening: to open a pipe would wait for somebody to write into it.
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise FileError(f"{path.name} is a device, not a file; choose another file.")
        with path.open("rb") as file:
            if size == 0:
                raise FileError(f"{path.name} is empty; choose another file.")
            if size > at_most:
                raise FileError(
                    f"{path.name} is {_megabytes(size)}, more than any file of this program "
                    f"({_megabytes(at_most)}); choose another file."
                )
            yield file, size
    except OSError as error:
        raise read_error(path, error) from None


def foreign(path: Path, start: bytes) -> FileError:
    """The sentence for a file that is none of ours, by its first bytes."""
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            return FileError(f"{path.name} is {kind}; choose a .nnplay file.")
    return FileError(f"{path.name} is not a file of this program; choose a .nnplay file.")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
