"""The ROC curve of two classes: what is found against false alarms, for every threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnplayground.core.arrays import FloatArray
from nnplayground.core.dataset import Part, class_threshold
from nnplayground.core.roc import Roc, roc
from nnplayground.files.number_table import NumberTable, Stacked, Words
from nnplayground.session import Frame
from nnplayground.session.measuring import Said
from nnplayground.views.notation import value_text
from nnplayground.views.outputs.headline import Headline
from nnplayground.views.outputs.measured_kind import MeasuredKind
from nnplayground.views.outputs.plane_axes import Axes, small_font
from nnplayground.views.outputs.xy_canvas import XYCanvas
from nnplayground.views.theme import Theme

MOST_POINTS = 400  # of a curve; more cannot be seen
_NAMES = {"test": "test", "train": "training"}


@dataclass(frozen=True, eq=False)
class PartRoc:
    """The curve of one part.

    Attributes:
        curve: None where there is none.
        reason: why there is none.
    """

    curve: Roc | None
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Rocs:
    """Both curves.

    Attributes:
        parts: by 'test' and 'train'.
        threshold: the score from which on the second class is said.
        classes: names of the two.
    """

    parts: dict[str, PartRoc]
    threshold: float
    classes: tuple[str, ...]


def rocs(said: Said) -> Rocs:
    """The curves of what was said of two classes."""
    dataset, output = said.frame.dataset, said.frame.experiment.network.output
    parts = {
        "test": _of_part(dataset.test, said.test, dataset.classes),
        "train": _of_part(dataset.train, said.train, dataset.classes),
    }
    threshold = class_threshold(output.activation) if output.units == 1 else 0.0
    return Rocs(parts, threshold, dataset.classes)


def _of_part(part: Part, outputs: FloatArray, classes: tuple[str, ...]) -> PartRoc:
    """A single output is the score of the second class; of two, how much higher its own is."""
    if len(part) == 0:
        return PartRoc(None, "no examples")
    with np.errstate(all="ignore"):
        score = outputs[:, 0] if outputs.shape[1] == 1 else outputs[:, 1] - outputs[:, 0]
    if not np.isfinite(score).all():
        return PartRoc(None, "the output is no number")
    curve = roc(score, part.labels == 1)
    only = classes[int(part.labels[0])]
    return PartRoc(curve, "" if curve is not None else f"all examples are {only}")


class RocView(MeasuredKind):
    """Both curves with their areas."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.headline = Headline(theme)
        self.canvas = RocCanvas(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.headline)
        column.addWidget(self.canvas, 1)

    @staticmethod
    def measure(said: Said) -> Rocs:
        return rocs(said)

    def show_measured(self, frame: Frame) -> None:
        found: Rocs = self.measured
        areas = "   ".join(f"{_NAMES[key]} {area_text(part)}" for key, part in found.parts.items())
        self.headline.show_texts(f"AUC: {areas}", self.age())
        self.canvas.show_rocs(found)

    def table(self) -> NumberTable:
        """A row a point of each curve."""
        curves = [(key, part.curve) for key, part in self.measured.parts.items() if part.curve]
        parts = Words(
            np.repeat(np.arange(len(curves)), [len(curve.hits) for _, curve in curves]),
            [key for key, _ in curves],
        )
        names = ("false_alarms", "hits", "thresholds")
        columns = (Stacked([getattr(curve, name) for _, curve in curves]) for name in names)
        return NumberTable(("part", "false alarms", "found", "threshold"), (parts, *columns))

    def plots(self) -> Sequence[QWidget]:
        return (self.headline, self.canvas)

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.headline.apply_theme(theme)
        self.canvas.theme = theme

    def mark_example(self, number: int | None) -> None:
        """No example is shown here."""


def area_text(part: PartRoc) -> str:
    """The area under a curve, a dash where there is none."""
    return "–" if part.curve is None else f"{part.curve.auc:.4f}"


class RocCanvas(XYCanvas):
    """The picture: a line for each part, a dot on it at the threshold that is used."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ("", ""))
        self.rocs: Rocs | None = None
        self.setAccessibleName("ROC curves of test and training examples")

    def show_rocs(self, found: Rocs) -> None:
        """Show these."""
        self.rocs = found
        self.update()

    def paint_plot(self, painter: QPainter, axes: Axes) -> None:
        if self.rocs is None:
            return
        corners = axes.place(np.array([[0.0, 0.0], [1.0, 1.0]])).tolist()
        painter.setPen(QPen(QColor(self.theme.border), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(*corners[0]), QPointF(*corners[1]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key in ("train", "test"):
            curve = self.rocs.parts[key].curve
            if curve is not None:
                colour = QColor(self.theme.test if key == "test" else self.theme.train)
                painter.setPen(QPen(colour, 2.0 if key == "test" else 1.4))
                painter.drawPolyline(_line(curve, axes))
                painter.setBrush(colour)
                painter.drawEllipse(self._at_threshold(curve, axes), 3.5, 3.5)
        self._paint_legend(painter, axes)

    def _at_threshold(self, curve: Roc, axes: Axes) -> QPointF:
        """Where the network stands with the threshold that it uses."""
        assert self.rocs is not None
        at = int(np.count_nonzero(curve.thresholds > self.rocs.threshold)) - 1
        return QPointF(*axes.place(np.array([[curve.false_alarms[at], curve.hits[at]]]))[0])

    def _paint_legend(self, painter: QPainter, axes: Axes) -> None:
        """What the colours are, in the lower corner, where a good curve is far."""
        assert self.rocs is not None
        painter.setFont(small_font(painter.font()))
        metrics = QFontMetricsF(painter.font())
        line = metrics.lineSpacing()
        first, second = self.rocs.classes
        texts = [
            (f"up: {second} found", self.theme.muted),
            (f"across: {first} taken for {second}", self.theme.muted),
        ]
        for key, part in self.rocs.parts.items():
            told = f"AUC {area_text(part)}" if part.curve is not None else part.reason
            colour = self.theme.test if key == "test" else self.theme.train
            texts.append((f"{_NAMES[key]}: {told}", colour))
        texts.append(("● threshold in use", self.theme.muted))
        for number, (text, colour) in enumerate(texts):
            y = axes.rect.bottom() - 6 - line * (len(texts) - number)
            painter.setPen(QColor(colour))
            box = QRectF(axes.rect.left(), y, axes.rect.width() - 8, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, text)

    def lines_at(self, point: QPointF, axes: Axes) -> list[str]:
        """The point of each curve that has as many false alarms as the pointer."""
        if self.rocs is None:
            return []
        across, _ = axes.numbers(point)
        lines = []
        for key, part in self.rocs.parts.items():
            if part.curve is None:
                continue
            at = int(np.searchsorted(part.curve.false_alarms, across, side="right")) - 1
            at = max(0, at)
            found, alarms = part.curve.hits[at], part.curve.false_alarms[at]
            threshold = value_text(float(part.curve.thresholds[at]))
            lines.append(
                f"{_NAMES[key]}: {found:.1%} found, {alarms:.1%} false alarms from {threshold} on"
            )
        return lines


def _line(curve: Roc, axes: Axes) -> QPolygonF:
    """The curve in pixels; of many points about MOST_POINTS, the last one always."""
    stride = max(1, len(curve.hits) // MOST_POINTS)
    chosen = np.unique(np.append(np.arange(0, len(curve.hits), stride), len(curve.hits) - 1))
    places = axes.place(np.column_stack((curve.false_alarms[chosen], curve.hits[chosen])))
    return QPolygonF([QPointF(*place) for place in places.tolist()])
