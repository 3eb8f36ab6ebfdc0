"""Colours of the window, light and dark, and the colour scale of weights."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Theme:
    """One set of colours, as '#rrggbb'.

    Attributes:
        name: 'light' or 'dark'.
        window: behind panels; surface: of panels and buttons; canvas: behind the network;
        strip: of the status bar and tab bar; border: thin lines.
        text, muted: writing and less important writing.
        accent, on_accent: the main button, and writing on it.
        negative, zero, positive: ends and middle of the weights' colour scale.
        train, test: the two loss curves; alert: what went wrong.
        tooltip, on_tooltip: of the dark card at the pointer.
        classes: one colour a class, the first two are negative and positive.
        curves: colours of many curves, in turn.
    """

    name: str
    window: str
    surface: str
    canvas: str
    strip: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    negative: str
    zero: str
    positive: str
    train: str
    test: str
    alert: str
    tooltip: str
    on_tooltip: str
    classes: tuple[str, ...]
    curves: tuple[str, ...]

    def scale(self) -> npt.NDArray[np.uint8]:
        """(256, 4) RGBA of the weights' colour scale, from -1 to +1."""
        stops = [QColor(name) for name in (self.negative, self.zero, self.positive)]
        rgb = np.array([[c.red(), c.green(), c.blue()] for c in stops], dtype=np.float64)
        place = np.linspace(-1.0, 1.0, 256)
        table = np.stack([np.interp(place, [-1, 0, 1], rgb[:, i]) for i in range(3)], axis=1)
        return np.column_stack((table, np.full(256, 255))).round().astype(np.uint8)


# TensorFlow Playground's orange and blue, so that people find the colours they know.
_ORANGE, _BLUE = "#f59322", "#0877bd"
_CLASSES = ("#d6455d", "#3a9d5d", "#8c5bc4", "#b8860b", "#17a2a2", "#c2569b", "#6b7280", "#7a9e1f")
_CURVES = (
    "#b0307f",
    "#5b4bc4",
    "#2f7fb8",
    "#1f9d8f",
    "#3a9d5d",
    "#7a9e1f",
    "#b8a31a",
    "#d08a2a",
    "#c8553d",
    "#a23b4a",
)

LIGHT = Theme(
    name="light",
    window="#ffffff",
    surface="#ffffff",
    canvas="#f9fafb",
    strip="#ecedf1",
    border="#dcdfe4",
    text="#1b2030",
    muted="#6b7280",
    accent="#1a6baf",
    on_accent="#ffffff",
    negative=_ORANGE,
    zero="#e8eaeb",
    positive=_BLUE,
    train="#1a6baf",
    test="#cf3f56",
    alert="#b3261e",
    tooltip="#111827",
    on_tooltip="#f9fafb",
    classes=(_ORANGE, _BLUE, *_CLASSES),
    curves=_CURVES,
)

DARK = Theme(
    name="dark",
    window="#16181d",
    surface="#1e2128",
    canvas="#12141a",
    strip="#22252d",
    border="#343945",
    text="#e8eaf0",
    muted="#9aa2b1",
    accent="#3b8fd6",
    on_accent="#ffffff",
    negative=_ORANGE,
    zero="#3a3f4a",
    positive="#2a93dd",
    train="#5aa9e6",
    test="#ef6f83",
    alert="#ff8a80",
    tooltip="#f2f4f8",
    on_tooltip="#111827",
    classes=(_ORANGE, "#2a93dd", *_CLASSES),
    curves=_CURVES,
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


class Themes(QObject):
    """The theme in use, handed to every panel.

    Signals:
        changed(Theme): another theme is in use.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme = LIGHT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def use(self, theme: Theme) -> None:
        """Change to another theme."""
        if theme != self.theme:
            self.theme = theme
            self.changed.emit(theme)
