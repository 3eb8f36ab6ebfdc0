"""Replaces a file as a whole: whoever looks, and whenever we are killed, it is the old or the new.

The new bytes go to a temporary file in the same folder, are flushed to the disk, read back and
checked, and only then take the old file's name in one step of the file system.
"""

import contextlib
import os
import secrets
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from nnplayground.files.errors import FileError, write_error

_PREFIX, _SUFFIX = ".nnplayground-", ".part"

# A save takes seconds: an older temporary file belongs to nobody any more.
STRAY_AFTER = 600.0


def check_target(path: Path) -> None:
    """Raise FileError where `path` could not be saved, before work is spent on its content."""
    try:
        target = _target(path)
    except OSError as error:
        raise write_error(path, error) from None
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise FileError(
            f"{path.name} cannot be saved: nothing may be written in {target.parent}; "
            "choose another folder."
        )


def replace_file(path: Path, data: bytes, check: Callable[[Path], None]) -> None:
    """Let `path` hold `data`, all of it or, where anything fails, what it held before.

    A link keeps pointing where it did and a file keeps its permissions.

    Args:
        path: the file; its folder must exist.
        data: the new content.
        check: called with the temporary file; raises FileError where it is not as it should be.

    Raises:
        FileError: where it was not saved.
    """

    def write(file: BinaryIO) -> None:
        file.write(data)

    replace_file_by(path, write, check)


def replace_file_by(
    path: Path, write: Callable[[BinaryIO], None], check: Callable[[Path], None]
) -> None:
    """As `replace_file`, for content that is too large to be held at once.

    Args:
        path, check: as there.
        write: writes the content to an open file; what it raises leaves everything as it was.

    Raises:
        FileError: where it was not saved.
    """
    try:
        target = _target(path)
        sweep_temporaries(target.parent)
        temporary = target.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")
        try:
            _write(temporary, write, target)
            check(temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _flush_folder(target.parent)
    except OSError as error:
        raise write_error(path, error) from None


def sweep_temporaries(folder: Path, older_than: float = STRAY_AFTER) -> int:
    """Remove what killed saves left in `folder`; `older_than` is in seconds. Returns how many."""
    swept = 0
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                if time.time() - path.lstat().st_mtime >= older_than:
                    path.unlink()
                    swept += 1
    return swept


def _target(path: Path) -> Path:
    """Where a save to `path` goes: links are followed, and it must be a file or nothing yet."""
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(target.parent))
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "is a folder", str(target))
    if not stat.S_ISREG(mode):
        raise FileError(f"{path.name} is a device, not a file; choose another name.")
    if not mode & 0o222:
        raise FileError(f"{path.name} is read-only; choose another name or make it writable.")
    return target


def _write(temporary: Path, write: Callable[[BinaryIO], None], target: Path) -> None:
    # A new file gets the person's usual permissions; one that replaces another is nobody else's
    # to read before it has the other's.
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    with open(temporary, "xb", opener=_opener(0o666 if mode is None else 0o600)) as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        temporary.chmod(mode)


def _opener(mode: int) -> Callable[[str, int], int]:
    return lambda path, flags: os.open(path, flags, mode)


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can do that to a folder."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
