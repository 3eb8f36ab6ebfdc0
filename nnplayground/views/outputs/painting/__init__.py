"""Points painted by hand on a map or along a curve: tools, a hand, and a bar of tools."""

from nnplayground.views.outputs.painting.bar import PaintingBar
from nnplayground.views.outputs.painting.hand import Hand
from nnplayground.views.outputs.painting.painting import Painting

__all__ = ["Hand", "Painting", "PaintingBar"]
