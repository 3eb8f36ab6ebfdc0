"""Photographs the real window for the README: `python scripts/screenshots.py [FOLDER]`.

Works on a screen, under `xvfb-run` and with QT_QPA_PLATFORM=offscreen; the same pixels come out
wherever Qt and the fonts are the same, as every run is trained for a fixed number of iterations.
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from nnplayground import paths
from nnplayground.session import Selection, Session
from nnplayground.session.preferences import Preferences
from nnplayground.views.appearance import Appearance
from nnplayground.views.main_window import MainWindow
from nnplayground.views.theme import Themes

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "screenshots"
LARGE, SMALL = (1600, 1000), (1280, 720)
MOST_BYTES = 250_000
COLOURS = 256
PARTS = 50
ROUNDS = 4


@dataclass(frozen=True)
class Shot:
    """One picture: which example, trained how far, in which window."""

    example: str
    iterations: int
    size: tuple[int, int]
    theme: str
    selection: Selection | None = None

    @property
    def name(self) -> str:
        return f"{self.example}-{self.size[0]}x{self.size[1]}-{self.theme}.png"


SHOTS = (
    Shot("circle", 6_000, LARGE, "light", Selection(1, 1, 0)),
    Shot("circle", 6_000, SMALL, "light", Selection(1, 1, 0)),
    Shot("spiral", 8_000, LARGE, "dark", Selection(2, 3, 5)),
    Shot("spiral", 8_000, SMALL, "dark", Selection(2, 3, 5)),
    Shot("digits", 450, LARGE, "light"),
    Shot("digits", 450, LARGE, "dark"),
)


def wait(seconds: float) -> None:
    """Let the window live for some seconds."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def photograph(window: MainWindow, appearance: Appearance, shot: Shot) -> QImage:
    appearance.choose(shot.theme)
    window.resize(*shot.size)
    window.session.mark_saved()
    window.files.open_example(paths.resource("examples", f"{shot.example}.json"))
    wait(0.2)
    window.docks.restore_default()
    for _ in range(PARTS):  # scores are taken at the end of each, so that the curves have points
        window.session.step(shot.iterations // PARTS)
        while window.session.running:
            wait(0.01)
    window.session.select(shot.selection)
    window.session.mark_saved()
    wait(1.0)
    return window.grab().toImage()


def with_few_colours(image: QImage, colours: int = COLOURS) -> QImage:
    """The picture with a table of colours: median cut (Heckbert 1982), then rounds of k-means."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(rgb.constBits(), np.uint32).reshape(rgb.height(), -1)
    found, places, counts = np.unique(
        pixels[:, : rgb.width()] & 0xFFFFFF, return_inverse=True, return_counts=True
    )
    parts = np.stack([(found >> shift) & 255 for shift in (16, 8, 0)], axis=1).astype(float)
    table = np.stack(
        [
            np.average(parts[box], axis=0, weights=counts[box])
            for box in median_cut(parts, counts, colours)
        ]
    )
    for _ in range(ROUNDS):
        nearest = nearest_colours(parts, table)
        for number in np.unique(nearest):
            inside = nearest == number
            table[number] = np.average(parts[inside], axis=0, weights=counts[inside])
    nearest = nearest_colours(parts, table)
    indices = np.zeros((rgb.height(), -(-rgb.width() // 4) * 4), np.uint8)
    indices[:, : rgb.width()] = nearest[places].reshape(rgb.height(), rgb.width())
    made = QImage(
        indices.tobytes(),
        rgb.width(),
        rgb.height(),
        indices.shape[1],
        QImage.Format.Format_Indexed8,
    )
    made.setColorTable(
        [0xFF000000 | r << 16 | g << 8 | b for r, g, b in table.round().astype(int).tolist()]
    )
    return made.copy()


def median_cut(
    parts: npt.NDArray[np.float64], counts: npt.NDArray[np.int64], colours: int
) -> list[npt.NDArray[np.int64]]:
    """At most `colours` boxes, each the indices of the colours (n, 3) in it."""
    boxes = [np.arange(len(parts))]
    weights = np.sqrt(counts)  # by the count itself large plain areas would take all boxes
    while len(boxes) < min(colours, len(parts)):
        spreads = [
            (np.ptp(parts[box], axis=0).max() * weights[box].sum()) if len(box) > 1 else -1.0
            for box in boxes
        ]
        widest = int(np.argmax(spreads))
        box = boxes[widest]
        axis = int(np.ptp(parts[box], axis=0).argmax())
        box = box[np.argsort(parts[box, axis], kind="stable")]
        half = np.searchsorted(np.cumsum(weights[box]), weights[box].sum() / 2)
        cut = int(np.clip(half, 1, len(box) - 1))
        boxes[widest] = box[:cut]
        boxes.append(box[cut:])
    return boxes


def nearest_colours(
    parts: npt.NDArray[np.float64], table: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """For each colour (n, 3) the row of the table (colours, 3) that is nearest."""
    squares = (table**2).sum(axis=1)
    return np.concatenate(
        [(squares - 2.0 * part @ table.T).argmin(axis=1) for part in np.array_split(parts, 16)]
    )


def main() -> int:
    folder = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as home:
        settings = QSettings(str(Path(home, "settings.ini")), QSettings.Format.IniFormat)
        preferences = Preferences(settings)
        appearance = Appearance(application, Themes(), preferences)
        window = MainWindow(Session(), appearance.themes, appearance, preferences)
        window.show()
        for shot in SHOTS:
            path = folder / shot.name
            with_few_colours(photograph(window, appearance, shot)).save(str(path), "PNG", 0)
            size = path.stat().st_size
            print(f"{path.name}: {size:,} bytes{'' if size < MOST_BYTES else ' (too large)'}")
        window.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
