"""What stands below a picture: the answer, what would be right, and how sure the network is."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from nnplayground.views.theme import Theme

CAPTION = 18  # pixels that it takes
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True)
class Caption:
    """What stands below a picture.

    Attributes:
        answer: the class that the network says.
        right: the class that it is, where the answer is another; else ''.
        sure: how sure the network is, 0 to 1; NaN where there is no answer.
    """

    answer: str
    right: str
    sure: float


def paint_caption(
    painter: QPainter, cell: QRectF, caption: Caption, fonts: tuple[QFont, QFont], theme: Theme
) -> None:
    """Paint it below a cell, in the usual and the bold one of two fonts.

    The answer stands on the left, beside it what would be right; how sure it is, on the right
    where there is room.
    """
    font, bold = fonts
    below = QRectF(cell.left() + 1, cell.bottom() + 1, cell.width() - 2, CAPTION - 4)
    wrong = bool(caption.right)
    sure = f"{caption.sure:.0%}" if caption.sure == caption.sure else ""  # a number
    metrics, strong = QFontMetricsF(font), QFontMetricsF(bold)
    answer = strong.elidedText(caption.answer, _ELIDE, below.width() / (2 if wrong else 1))
    used = strong.horizontalAdvance(answer)
    right = metrics.elidedText(f" ≠ {caption.right}" * wrong, _ELIDE, below.width() - used)
    painter.setFont(bold)
    painter.setPen(QColor(theme.alert if wrong else theme.text))
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft, answer)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    painter.drawText(below.adjusted(used, 0, 0, 0), Qt.AlignmentFlag.AlignLeft, right)
    used += metrics.horizontalAdvance(right)
    if used + 3 + metrics.horizontalAdvance(sure) <= below.width():
        painter.setPen(QColor(theme.alert if wrong else theme.muted))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, sure)
