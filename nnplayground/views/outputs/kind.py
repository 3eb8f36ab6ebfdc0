"""What every kind of output picture is: a widget that draws frames and takes a theme."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame
from nnplayground.session.background import Background
from nnplayground.views.outputs.painting import Painting, PaintingBar
from nnplayground.views.theme import Theme


class OutputKind(QWidget):
    """The base of every kind of output picture.

    Examples have numbers from 0: first those for training, then those for testing.

    Args:
        theme: the colours to begin with.

    Signals:
        example_chosen(int): a person clicked the example with this number.
        inputs_made(FloatArray | None): a person made inputs (features,) of their own; None for
            none any more.
        list_asked(ExampleFilter): a person wants to see these examples in the table of all.
    """

    example_chosen = Signal(int)
    inputs_made = Signal(object)
    list_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def draw(self, frame: Frame) -> None:
        """Show a frame of data that this kind fits."""
        raise NotImplementedError

    def numbers(self, frame: Frame) -> NumberTable | None:
        """The numbers that a picture of a frame shows, for a file; None where there are none."""
        raise NotImplementedError

    def plots(self) -> Sequence[QWidget]:
        """Its parts that a picture shows: all but buttons and switches."""
        return (self,)

    def work_in(self, background: Background) -> None:
        """Do there what takes long."""

    def hold_tools(self, painting: Painting, tools: PaintingBar) -> bool:
        """Take in the tools that paint on it; whether it can be painted on."""
        return False

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours; a `draw` follows."""
        self.theme = theme

    def mark_example(self, number: int | None) -> None:
        """Mark the example that is followed everywhere; a `draw` follows."""
        raise NotImplementedError
