"""Finds the place for a card where it hides as little as possible of what it is about."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize

# Pixels between the places that are tried.
STEP = 8
# What a pixel of distance counts, in hidden pixels of weight 1.
DISTANCE = 3.0


def free_place(
    size: QSize, room: QRect, avoided: Sequence[tuple[QRectF, float]], near: QPoint
) -> QPoint:
    """Where the upper left corner goes.

    Args:
        size: of the card.
        room: that it has to stay in.
        avoided: rectangles, and what a hidden pixel of each counts.
        near: the point that the card should be close to.
    """
    xs = np.arange(room.left(), max(room.left() + 1, room.right() - size.width() + 2), STEP)
    ys = np.arange(room.top(), max(room.top() + 1, room.bottom() - size.height() + 2), STEP)
    X, Y = np.meshgrid(xs.astype(np.float64), ys.astype(np.float64))
    right, bottom = X + size.width(), Y + size.height()
    away_x = np.maximum(0.0, np.maximum(X - near.x(), near.x() - right))
    away_y = np.maximum(0.0, np.maximum(Y - near.y(), near.y() - bottom))
    cost = DISTANCE * np.hypot(away_x, away_y)
    for rect, weight in avoided:
        across = np.minimum(right, rect.right()) - np.maximum(X, rect.left())
        down = np.minimum(bottom, rect.bottom()) - np.maximum(Y, rect.top())
        cost += weight * np.maximum(0.0, across) * np.maximum(0.0, down)
    row, column = np.unravel_index(int(cost.argmin()), cost.shape)
    return QPoint(int(xs[column]), int(ys[row]))
