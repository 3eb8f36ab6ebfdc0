"""Points painted by hand on a map or along a curve: tools, the hand that uses them, and their bar."""

from nnplayground.views.outputs.painting.bar import PaintingBar
from nnplayground.views.outputs.painting.hand import Hand
from nnplayground.views.outputs.painting.painting import Painting

__all__ = ["Hand", "Painting", "PaintingBar"]
