"""Where the program's own files are, and where it may keep the user's."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class UserFolder:
    """Where one platform keeps one kind of user file: a variable that may move it, and a default.

    Source: the XDG Base Directory Specification, Apple's File System Programming Guide and
    Microsoft's known folders.
    """

    variable: str
    default: str
    inside: str


CACHE_FOLDERS = {
    "darwin": UserFolder("", "~/Library/Caches", "nnplayground"),
    "win32": UserFolder("LOCALAPPDATA", "~/AppData/Local", "nnplayground/Cache"),
    "xdg": UserFolder("XDG_CACHE_HOME", "~/.cache", "nnplayground"),
}
DATA_FOLDERS = {
    "darwin": UserFolder("", "~/Library/Application Support", "nnplayground"),
    "win32": UserFolder("LOCALAPPDATA", "~/AppData/Local", "nnplayground"),
    "xdg": UserFolder("XDG_DATA_HOME", "~/.local/share", "nnplayground"),
}


def resource(*parts: str) -> Path:
    """The path of a file or folder in `resources/`, e.g. `resource("fonts", "OFL.txt")`.

    A wheel carries the folder inside the package; in a checkout, and so in an editable install,
    it stands beside the package. Raises `FileNotFoundError` when there is no such resource.
    """
    inside_package = PACKAGE / "resources"
    folder = inside_package if inside_package.is_dir() else PACKAGE.parent / "resources"
    path = folder.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"resource {'/'.join(parts)!r}: expected at {path}")
    return path


def is_there(path: Path) -> bool:
    """Whether there is something at a path that a file or a person named, and it can be reached.

    `Path.exists` raises where a folder on the way may not be entered, or a name is too long.
    """
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path) -> bool:
    """As `is_there`, for files."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """As `is_there`, for folders."""
    return os.path.isdir(path)  # noqa: PTH112


def user_cache_folder() -> Path:
    """The folder for what can be made again; not created here."""
    return _user_folder(CACHE_FOLDERS)


def user_data_folder() -> Path:
    """The folder for what must not be lost, such as crash recovery; not created here."""
    return _user_folder(DATA_FOLDERS)


def kernel_cache_folder() -> Path:
    """The folder for the compiled training kernels; not created here."""
    return user_cache_folder() / "kernels"


def _user_folder(folders: dict[str, UserFolder]) -> Path:
    folder = folders.get(sys.platform, folders["xdg"])
    moved = Path(os.environ.get(folder.variable, ""))
    # the XDG specification asks for relative paths to be ignored
    base = moved if moved.is_absolute() else Path(folder.default).expanduser()
    return base / folder.inside
