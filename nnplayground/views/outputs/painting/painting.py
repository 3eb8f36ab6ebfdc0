"""What is painted with, and what painting does to the points of the session."""

import dataclasses
import itertools
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from nnplayground.core import DataSpec, SpecError
from nnplayground.core.points_spec import PointsSpec
from nnplayground.data import Source, source_for
from nnplayground.data.point_edits import shaken, trouble_of, with_classes
from nnplayground.data.points import POINTS, can_be_taken_over, empty_curve, taken_over
from nnplayground.session import Session
from nnplayground.session.wording import as_sentence
from nnplayground.views.outputs.painting.strokes import Brush
from nnplayground.views.outputs.painting.tools import TOOLS, Tool, tool_for

SIZES = (6, 60)  # pixels, the smallest and the largest brush


class Painting(QObject):
    """The tool in hand and the brush.

    Args:
        session: whose points.

    Attributes:
        active: whether the tools are out.
        key: of the tool in hand.
        brush: what is painted with.

    Signals:
        changed(): another tool, brush or set of classes.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.active = False
        self.key = "paint"
        self.brush = Brush()
        self._strokes = itertools.count(1)
        self._trouble = ""
        self._known: tuple[DataSpec, Source] | None = None
        session.experiment_changed.connect(self._on_experiment_changed)

    # ---- what there is to paint on -------------------------------------------------------

    @property
    def data(self) -> DataSpec:
        """The data that is seen: of the newest moment, or of the one that is looked back at."""
        return self.session.frame.experiment.data

    @property
    def source(self) -> Source:
        """The same as a source; asked for with every picture, so the last one is kept."""
        data = self.data
        if self._known is None or self._known[0] is not data:
            self._known = data, source_for(data)
        return self._known[1]

    @property
    def possible(self) -> bool:
        """Whether the data is a plane or a curve."""
        return can_be_taken_over(self.source)

    @property
    def kind(self) -> str:
        """'classes', 'values' or 'curve'."""
        source = self.source
        if source.kind == "curve":
            return "curve"
        return "classes" if source.classes else "values"

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes that can be painted."""
        return self.source.classes if self.possible else ()

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return tool_for(self.key, self.kind)

    @property
    def is_painting(self) -> bool:
        """Whether the pointer changes points."""
        return self.active and TOOLS[self.key].stroke is not None and self.possible

    def points(self) -> PointsSpec:
        """The points as they are seen, as points by hand.

        Raises:
            SpecError: where there are too many.
        """
        return taken_over(self.data, self.source, self.session.frame.dataset)

    # ---- choosing ------------------------------------------------------------------------

    def set_active(self, active: bool) -> None:
        """Take the tools out, or put them away."""
        self.active = active
        self.changed.emit()

    def choose(self, key: str) -> None:
        """Take a tool in hand; the tools are out then."""
        assert key in TOOLS
        self.key, self.active = key, True
        self.changed.emit()

    def choose_label(self, label: int) -> None:
        """Paint points of this class."""
        if 0 <= label < len(self.classes):
            self._set_brush(dataclasses.replace(self.brush, label=label))

    def choose_value(self, value: float) -> None:
        """Paint points of this value."""
        self._set_brush(dataclasses.replace(self.brush, value=value))

    def choose_size(self, size: int) -> None:
        """Paint with a brush of this radius in pixels, or the nearest there is."""
        size = min(max(size, SIZES[0]), SIZES[1])
        self._set_brush(dataclasses.replace(self.brush, size=size))

    def _set_brush(self, brush: Brush) -> None:
        if brush != self.brush:
            self.brush = brush
            self.changed.emit()

    # ---- changing points -----------------------------------------------------------------

    def new_stroke(self) -> str:
        """A name for the next stroke."""
        return str(next(self._strokes))

    def put(self, text: str, spec: PointsSpec, stroke: str = "") -> bool:
        """Put these points in place of the data."""
        done = self.session.edit_points(text, spec, stroke)
        trouble = trouble_of(spec)
        if done and trouble and trouble != self._trouble:
            self.session.said.emit(trouble)
        self._trouble = trouble
        return done

    def add_noise(self) -> bool:
        """Move every point a little, by chance."""
        return self._edit("Add noise", shaken)

    def set_classes(self, count: int) -> bool:
        """Have so many classes; points of those that go, go."""
        return self._edit(f"{count} classes", lambda spec: with_classes(spec, count))

    def begin_with(self, spec: PointsSpec) -> bool:
        """Begin with these points as another data set, and take the tools out."""
        what = "Empty curve" if spec == empty_curve() else "Own points"
        done = self.session.edit_data(what, dataset=POINTS, points=spec)
        if done:
            self.choose("paint")
        return done

    def _edit(self, text: str, edit: Callable[[PointsSpec], PointsSpec]) -> bool:
        try:
            spec = edit(self.points())
        except SpecError as error:
            self.refuse(error)
            return False
        return self.put(text, spec)

    def refuse(self, error: SpecError) -> None:
        """Say why something cannot be done."""
        self.session.said.emit(as_sentence(str(error)))

    @Slot()
    def _on_experiment_changed(self) -> None:
        count = len(self.classes)
        if count and self.brush.label >= count:
            self.brush = dataclasses.replace(self.brush, label=count - 1)
        self.changed.emit()
