"""How weights, activations and gradients of each layer are spread over time; its pictures."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core.evolution import KINDS, Evolution
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame, Session
from nnplayground.views.panel import Panel
from nnplayground.views.picture_film import PictureFilm
from nnplayground.views.plots.heat_strip import HeatStrip
from nnplayground.views.plots.labels import short_number
from nnplayground.views.theme import Theme, Themes

BINS = 48
PICTURES = "pictures"
# What can be shown, and what the choice says of it.
CHOICES = {
    "weights": ("Weights", "How the weights of each layer are spread"),
    "activations": ("Activations", "How the outputs of each layer's neurons are spread"),
    "gradients": ("Gradients", "How large each layer's gradients are, in powers of ten"),
    PICTURES: ("Pictures", "The first layer's weights as pictures, over time"),
}


class HistogramPanel(Panel):
    """One picture a layer, side by side."""

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.setAccessibleName("Histograms")
        self.buttons = {key: self._button(key) for key in CHOICES}
        self.strips: list[HeatStrip] = []
        self.film = PictureFilm()
        self._pages = QStackedWidget()
        self._group = QButtonGroup(self)
        self._shown: Evolution | None = None
        self._arrange()
        session.evolving.evolved.connect(self._on_evolved)
        self._group.buttonClicked.connect(self._on_chosen)
        self.apply_theme(themes.theme)

    def _arrange(self) -> None:
        title = QLabel("Spread over time")
        title.setProperty("role", "title")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(title)
        head.addSpacing(8)
        for button in self.buttons.values():
            head.addWidget(button)
            self._group.addButton(button)
        head.addStretch(1)
        row = QWidget()
        row.setObjectName("scrolled")
        self._row = QHBoxLayout(row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)
        self._pages.addWidget(_scrolled(row))
        self._pages.addWidget(self.film)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        self.buttons["weights"].setChecked(True)

    @property
    def kind(self) -> str:
        """What is shown: one of KINDS, or PICTURES."""
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def draw(self, frame: Frame) -> None:
        self.session.evolving.want()
        images = frame.dataset.image_shape is not None
        self.buttons[PICTURES].setVisible(images)
        if not images and self.kind == PICTURES:
            self.buttons["weights"].setChecked(True)
            self._show()
        self._show_cursor(frame)

    def apply_theme(self, theme: Theme) -> None:
        for strip in self.strips:
            strip.apply_theme(theme)
        self.film.apply_theme(theme)

    def numbers(self) -> NumberTable | None:
        """The shares of each bin of each layer over the iterations; of pictures, the weights."""
        evolution = self.session.evolving.evolution
        if evolution is None:
            return None
        return picture_table(evolution) if self.kind == PICTURES else _bins(evolution, self.kind)

    def plots(self) -> Sequence[QWidget]:
        return (self._pages,)

    @Slot()
    def _on_evolved(self) -> None:
        if self.isVisible():
            self._show()

    @Slot()
    def _on_chosen(self) -> None:
        self._show()

    def _show(self) -> None:
        evolution = self.session.evolving.evolution
        if evolution is None:
            return
        pictures = self.kind == PICTURES
        self._pages.setCurrentIndex(int(pictures))
        if pictures:
            shape = self.session.dataset.image_shape
            if shape is not None:
                self.film.show_pictures(evolution.iterations, evolution.pictures, shape)
        elif self.kind in KINDS:
            self._show_histograms(evolution)

    def _show_histograms(self, evolution: Evolution) -> None:
        layers = evolution.experiment.network.layers
        self._make_strips(len(layers))
        for number, strip in enumerate(self.strips):
            edges, shares = evolution.histogram(number, self.kind, BINS)
            last = number == len(layers) - 1
            name = "Output" if last else f"Hidden {number + 1}"
            unit = "  log₁₀ |gradient|" if self.kind == "gradients" else ""
            title = f"{name} · {layers[number].activation}{unit}"
            strip.show_histogram(title, evolution.iterations, edges, shares)

        self._show_cursor(self.session.frame)

    def _show_cursor(self, frame: Frame) -> None:
        for strip in self.strips:
            strip.show_cursor(frame.iteration if frame.is_past else None)

    def _make_strips(self, count: int) -> None:
        while len(self.strips) > count:
            strip = self.strips.pop()
            self._row.removeWidget(strip)
            strip.deleteLater()
        while len(self.strips) < count:
            strip = HeatStrip(short_number)
            strip.apply_theme(self.themes.theme)
            self.strips.append(strip)
            self._row.addWidget(strip, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _button(self, key: str) -> QPushButton:
        text, tip = CHOICES[key]
        button = QPushButton(text)
        button.setCheckable(True)
        button.setProperty("role", "chip")
        button.setToolTip(tip)
        return button


def _bins(evolution: Evolution, kind: str) -> NumberTable:
    """A row for each bin of each layer at each moment."""
    parts = []
    for layer in range(len(evolution.experiment.network.layers)):
        edges, shares = evolution.histogram(layer, kind, BINS)
        moments = np.repeat(evolution.iterations, BINS)
        low, high = (np.tile(ends, len(shares)) for ends in (edges[:-1], edges[1:]))
        parts.append((np.full(len(moments), layer + 1), moments, low, high, shares.ravel()))
    columns = tuple(np.concatenate(part) for part in zip(*parts, strict=True))
    return NumberTable(("layer", "iteration", "from", "to", "share"), columns)


def picture_table(evolution: Evolution) -> NumberTable:
    """A row for each weight of the first layer's pictures at each moment."""
    moment, pixel, neuron = (one.ravel() for one in np.indices(evolution.pictures.shape))
    columns = (evolution.iterations[moment], neuron + 1, pixel + 1, evolution.pictures.ravel())
    return NumberTable(("iteration", "neuron", "input", "weight"), columns)


def _scrolled(row: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(row)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
