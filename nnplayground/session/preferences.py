"""What the program remembers from one start to the next: looks, places and recent files."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from nnplayground.core.recording import DEFAULT_BUDGET
from nnplayground.files.network_file import HISTORY_BUDGET
from nnplayground.paths import is_folder

THEME_CHOICES = ("system", "light", "dark")
MAX_RECENT = 10
# Bytes of a run's past that are kept in memory, and that a saved file carries.
PAST_IN_MEMORY = tuple(size << 20 for size in (64, 256, 1024))
PAST_IN_FILES = tuple(size << 20 for size in (0, 4, 16, 64, 256))
# Another arrangement of the window needs another number: an old one would be put back wrongly.
LAYOUT_VERSION = 1


class Preferences:
    """Remembered choices, kept in the user's settings.

    Args:
        settings: where they are kept; the user's own if None.
    """

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "nnplayground", "nnplayground"
        )

    @property
    def theme(self) -> str:
        """One of THEME_CHOICES."""
        choice = str(self._settings.value("window/theme", "system"))
        return choice if choice in THEME_CHOICES else "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._settings.setValue("window/theme", choice)

    @property
    def show_start_page(self) -> bool:
        """Whether the start page is shown when the program starts, as it is the first time."""
        return str(self._settings.value("window/start-page", "true")) != "false"

    @show_start_page.setter
    def show_start_page(self, shown: bool) -> None:
        self._settings.setValue("window/start-page", "true" if shown else "false")

    @property
    def geometry(self) -> QByteArray:
        """Where the window was; empty before it ever was."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("window/geometry", geometry)

    @property
    def layout(self) -> QByteArray:
        """How the panels were arranged; empty for the arrangement we ship."""
        return self._bytes(f"window/layout-{LAYOUT_VERSION}")

    @layout.setter
    def layout(self, layout: QByteArray) -> None:
        self._settings.setValue(f"window/layout-{LAYOUT_VERSION}", layout)

    @property
    def folder(self) -> Path:
        """The folder that was last opened from or saved to, if it is still there."""
        folder = Path(str(self._settings.value("files/folder", "")) or Path.home())
        return folder if is_folder(folder) else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._settings.setValue("files/folder", str(folder))

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """The files that were last opened or saved, the newest first."""
        value = self._settings.value("files/recent", [])
        # Qt gives back a list of one as a plain text
        names = [value] if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]
        return tuple(Path(str(name)) for name in names if name)[:MAX_RECENT]

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        others = [recent for recent in self.recent_files if recent != path]
        self._set_recent([path, *others])

    def forget_recent(self, path: Path) -> None:
        """Take a file out of the recent ones."""
        self._set_recent([recent for recent in self.recent_files if recent != path])

    def clear_recent(self) -> None:
        """Forget all recent files."""
        self._set_recent([])

    @property
    def past_in_memory(self) -> int:
        """Bytes of moments that are kept to go back to, one of PAST_IN_MEMORY."""
        return self._size("past/in-memory", PAST_IN_MEMORY, DEFAULT_BUDGET)

    @past_in_memory.setter
    def past_in_memory(self, size: int) -> None:
        self._settings.setValue("past/in-memory", size)

    @property
    def past_in_files(self) -> int:
        """Bytes of moments that a saved file carries, one of PAST_IN_FILES."""
        return self._size("past/in-files", PAST_IN_FILES, HISTORY_BUDGET)

    @past_in_files.setter
    def past_in_files(self, size: int) -> None:
        self._settings.setValue("past/in-files", size)

    def save(self) -> None:
        """Write what changed to the disk now."""
        self._settings.sync()

    def _set_recent(self, paths: list[Path]) -> None:
        self._settings.setValue("files/recent", [str(path) for path in paths[:MAX_RECENT]])

    def _size(self, key: str, sizes: tuple[int, ...], usual: int) -> int:
        chosen = str(self._settings.value(key, usual))
        return next((size for size in sizes if str(size) == chosen), usual)

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
