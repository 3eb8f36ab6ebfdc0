"""The error of this room: one sentence that names the file and the way out."""

import errno
from pathlib import Path

_LONGEST = 400

_READ_PROBLEMS = {
    errno.ENOENT: "does not exist; check its name and folder",
    errno.ENOTDIR: "does not exist; check its name and folder",
    errno.EACCES: "may not be read; change its permissions or choose another file",
    errno.EPERM: "may not be read; change its permissions or choose another file",
    errno.EISDIR: "is a folder; choose a file in it",
    errno.ELOOP: "is a link that leads back to itself; choose another file",
    errno.ENAMETOOLONG: "has too long a name; choose another file",
}
_WRITE_PROBLEMS = {
    errno.ENOENT: "cannot be saved: its folder does not exist; choose another folder",
    errno.ENOTDIR: "cannot be saved: its folder does not exist; choose another folder",
    errno.EACCES: "cannot be saved: nothing may be written in its folder; choose another folder",
    errno.EPERM: "cannot be saved: nothing may be written in its folder; choose another folder",
    errno.EROFS: "cannot be saved: its folder is read-only; choose another folder",
    errno.EISDIR: "is a folder; choose a file name",
    errno.ELOOP: "is a link that leads back to itself; choose another name",
    errno.ENAMETOOLONG: "has too long a name; choose a shorter one",
    errno.ENOSPC: "was not saved: the disk is full; free some space or choose another disk",
    errno.EDQUOT: "was not saved: your share of the disk is full; free some space",
}


class FileError(Exception):
    """A file that cannot be opened or saved; the message is meant for a person.

    What a hostile file says about itself may end up in a message, so control characters are
    taken out and the length is bounded.
    """

    def __init__(self, message: str) -> None:
        super().__init__(_printable(message))


def read_error(path: Path, error: OSError) -> FileError:
    """The sentence for a failure of the operating system to read `path`."""
    return _of_system(path, error, _READ_PROBLEMS, "could not be read")


def write_error(path: Path, error: OSError) -> FileError:
    """The sentence for a failure of the operating system to write `path`."""
    return _of_system(path, error, _WRITE_PROBLEMS, "was not saved")


def damaged(path: Path, reason: str) -> FileError:
    """The sentence for a file of ours that is not whole or not sane."""
    return FileError(f"{path.name} is damaged ({reason}); open an earlier copy of it.")


def _of_system(path: Path, error: OSError, problems: dict[int, str], otherwise: str) -> FileError:
    reason = (error.strerror or str(error)).lower()
    return FileError(f"{path.name} {problems.get(error.errno or 0, f'{otherwise}: {reason}')}.")


def _printable(message: str) -> str:
    clean = "".join(letter if letter.isprintable() else "?" for letter in message)
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 3] + "..."
