"""What each neuron shows: its response over the plane, its weights as a picture, or one number.

One forward pass over a grid answers for all neurons; colours come from a table of 256 entries.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtGui import QImage

from nnplayground.core import ACTIVATIONS, Dataset, ParameterLayout
from nnplayground.core.arrays import FloatArray
from nnplayground.core.probe import Probe, plane_grid
from nnplayground.views.colours import Pixels, packed_ramp, packed_scale
from nnplayground.views.theme import Theme

Kind = Literal["map", "curve", "weights", "pixels", "value"]

# Cells of a response map, by how many neurons there are: the work stays about the same.
_CELLS = ((40, 30), (160, 20), (10**9, 12))
CURVE_CELLS = 60


@dataclass(frozen=True, eq=False)
class LevelPictures:
    """The pictures of one level's neurons.

    Attributes:
        kind: what they show.
        pixels: (units, height, width) colours, changed in place.
        image: the same memory as one tall image, neuron below neuron.
        values: (units,) one number each ('value', 'pixels') or (units, points) ('curve').
    """

    kind: Kind
    pixels: Pixels
    image: QImage
    values: FloatArray

    @classmethod
    def blank(
        cls, kind: Kind, units: int, height: int, width: int, points: int = 1
    ) -> "LevelPictures":
        """Pictures of nothing yet."""
        pixels = np.zeros((units, height, width), np.uint32)
        image = QImage(
            pixels.data,
            width,
            units * height,
            width * 4,
            QImage.Format.Format_RGB32,
        )
        values = np.zeros((units, points) if points > 1 else units, np.float32)
        return cls(kind, pixels, image, values)


class Pictures:
    """The pictures of all levels of one network on one data set.

    Args:
        layout: of the parameters.
        dataset: says what an input is.
        theme: the colours.
    """

    def __init__(self, layout: ParameterLayout, dataset: Dataset, theme: Theme) -> None:
        self.layout = layout
        self.dataset = dataset
        self.theme = theme
        self._table = packed_scale(theme)
        self._ink = _upwards(theme.surface, theme.text)
        self._class_tables = [_upwards(theme.zero, colour) for colour in theme.classes]
        self._example: FloatArray = np.zeros((1, layout.network.inputs))
        self._one = Probe(layout, self._example)
        self._grid = self._make_grid()
        self._probe = None if self._grid is None else Probe(layout, self._grid)
        self.levels = [self._blank(level) for level in range(len(layout.network.sizes))]
        if self._grid is not None:
            self._draw_inputs(self._grid)

    def _make_grid(self) -> FloatArray | None:
        raw_columns, network = len(self.dataset.columns), self.layout.network
        if raw_columns == 2:
            total = sum(network.sizes)
            self.cells = next(cells for most, cells in _CELLS if total <= most)
            across, up = self.dataset.domain_of(0), self.dataset.domain_of(1)
            return self.dataset.featurize(plane_grid(across, up, self.cells))
        if raw_columns == 1:
            low, high = self.dataset.domain_of(0)
            self.cells = CURVE_CELLS
            return self.dataset.featurize(np.linspace(low, high, CURVE_CELLS)[:, None])
        return None

    def _blank(self, level: int) -> LevelPictures:
        units, shape = self.layout.network.sizes[level], self.dataset.image_shape
        if self._grid is not None:
            if len(self.dataset.columns) == 2:
                return LevelPictures.blank("map", units, self.cells, self.cells)
            return LevelPictures.blank("curve", units, 1, self.cells, self.cells)
        if shape is not None and level == 0:
            return LevelPictures.blank("pixels", units, 1, 1)
        if shape is not None and level == 1:
            return LevelPictures.blank("weights", units, *shape)
        return LevelPictures.blank("value", units, 1, 1)

    def show_example(self, inputs: FloatArray) -> None:
        """Take another example: inputs (features,)."""
        self._example = inputs[None, :]
        self._one = Probe(self.layout, self._example)
        if self.levels[0].kind in ("pixels", "value"):
            self._fill_values(0, inputs)

    def update(self, theta: FloatArray) -> None:
        """Draw what the neurons show with theta (P,)."""
        if self._probe is not None:
            for level, A in enumerate(self._probe.activations(theta), start=1):
                self._fill_map(level, A)
            return
        for level, A in enumerate(self._one.activations(theta), start=1):
            if self.levels[level].kind == "weights":
                self._fill_weights(level, theta)
            self._fill_values(level, A[:, 0])

    def _draw_inputs(self, grid: FloatArray) -> None:
        values = grid.T
        scale = np.abs(values).max(axis=1)
        self._paint(self.levels[0], values, 1.0 / np.maximum(scale, 1e-12), self._table)

    def _fill_map(self, level: int, A: FloatArray) -> None:
        pictures, layer = self.levels[level], self.layout.network.layers[level - 1]
        if self._is_output(level) and len(A) > 2:
            for k, row in enumerate(A):
                table = self._class_tables[k % len(self._class_tables)]
                part = LevelPictures("map", pictures.pixels[k : k + 1], pictures.image, A[:1])
                self._paint(part, row[None, :], np.ones(1), table)
            return
        low, high = ACTIVATIONS[layer.activation].output_range
        if (low, high) == (0, 1):
            A, scale = A * 2.0 - 1.0, np.ones(len(A))
        elif low >= -1.0 and high <= 1.0:
            scale = np.ones(len(A))
        else:
            with np.errstate(all="ignore"):
                scale = 1.0 / np.fmax(np.nan_to_num(np.abs(A).max(axis=1)), 0.25)
        self._paint(pictures, A, scale, self._table)

    def _is_output(self, level: int) -> bool:
        return level == len(self.layout.network.layers) and self.dataset.task == "classification"

    def _fill_weights(self, level: int, theta: FloatArray) -> None:
        W = self.layout.weight(theta, level - 1).T
        with np.errstate(all="ignore"):
            scale = 1.0 / np.fmax(np.nan_to_num(np.abs(W).max(axis=1)), 1e-9)
        self._paint(self.levels[level], W, scale, self._table)

    def _fill_values(self, level: int, values: FloatArray) -> None:
        pictures = self.levels[level]
        pictures.values[...] = values
        if pictures.kind == "weights":
            return
        with np.errstate(all="ignore"):
            largest = float(np.nan_to_num(np.abs(values).max()))
        table = self._ink if pictures.kind == "pixels" else self._table
        scale = np.full(len(values), 1.0 / max(largest, 1.0 if level else 1e-9))
        self._paint(pictures, pictures.values[:, None], scale, table)

    def _paint(
        self, pictures: LevelPictures, A: FloatArray, scale: FloatArray, table: Pixels
    ) -> None:
        """Fill the pixels with the colours of A (units, points) times scale (units,)."""
        if pictures.kind == "curve":
            with np.errstate(all="ignore"):
                np.multiply(A, scale[:, None], out=pictures.values, casting="unsafe")
        with np.errstate(all="ignore"):
            index = A * (127.5 * scale[:, None]).astype(A.dtype)
            index += 127.5
            np.clip(index, 0.0, 255.0, out=index)
            np.nan_to_num(index, copy=False, nan=127.5)
        flat = pictures.pixels.reshape(len(A), -1)
        table.take(index.astype(np.uint8), out=flat, mode="clip")


def _upwards(zero: str, one: str) -> Pixels:
    """(256,) pixels for -1 to 1: up to 0 one colour, from there on to another."""
    ramp = packed_ramp(zero, one, 128)
    return np.concatenate((np.full(128, ramp[0]), ramp))
