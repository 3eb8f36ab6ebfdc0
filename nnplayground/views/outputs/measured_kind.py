"""The base of output kinds that count over all examples, of training and of testing."""

from typing import Any

from PySide6.QtCore import Slot

from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame
from nnplayground.session.background import Background
from nnplayground.session.measuring import Measuring, Said
from nnplayground.views.notation import number_text
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.theme import Theme


class MeasuredKind(OutputKind):
    """Shows what is measured of each frame; of many examples as often as there is time.

    Attributes:
        frame: the newest that is to be shown.
        measured_frame: the one that `measured` belongs to, the same or one before it.
        measured: what `measure` made of it, None before there is any.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.frame: Frame | None = None
        self.measured_frame: Frame | None = None
        self.measured: Any = None
        self._measuring = Measuring(self.measure, self)
        self._measuring.measured.connect(self._on_measured)

    @staticmethod
    def measure(said: Said) -> Any:
        """What is wanted of the outputs for all examples; it may run in another thread."""
        raise NotImplementedError

    def show_measured(self, frame: Frame) -> None:
        """Show `measured`, which is of this frame."""
        raise NotImplementedError

    def table(self) -> NumberTable:
        """What `measured` says, for a file."""
        raise NotImplementedError

    def numbers(self, frame: Frame) -> NumberTable | None:
        return None if self.measured_frame is None else self.table()

    def work_in(self, background: Background) -> None:
        self._measuring.work_in(background)

    def draw(self, frame: Frame) -> None:
        self.frame = frame
        self._measuring.ask(frame)

    def redraw(self) -> None:
        """Show the same numbers again: something else of what is shown has changed."""
        if self.measured_frame is not None:
            self.show_measured(self.measured_frame)

    def age(self) -> str:
        """Of which moment the numbers are, where it is not the one that is shown elsewhere."""
        if self.frame is None or self.measured_frame is None:
            return ""
        at = self.measured_frame.iteration
        return "" if at == self.frame.iteration else f"iteration {number_text(at)}"

    @Slot(object, object)
    def _on_measured(self, frame: Frame, measured: object) -> None:
        if self.frame is not None and frame.dataset is self.frame.dataset:
            self.measured_frame, self.measured = frame, measured
            self.show_measured(frame)
