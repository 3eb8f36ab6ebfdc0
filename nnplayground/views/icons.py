"""The icons in `resources/icons`: drawn in whatever colour the theme asks for."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from nnplayground import paths

# Pixels: for screens of one, two and three device pixels to a pixel.
_SIZES = (16, 32, 48)


def icon(name: str, colour: str, disabled: str | None = None) -> QIcon:
    """The icon `name` with its strokes in `colour`, '#rrggbb'; another one where disabled."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(pixmap(name, colour, size))
        if disabled is not None:
            made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """The icon `name` as a picture of size x size pixels."""
    svg = paths.resource("icons", f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    return picture


def window_icon() -> QIcon:
    """The icon of the program."""
    return QIcon(str(paths.resource("icons", "nnplayground.svg")))
