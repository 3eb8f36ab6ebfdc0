"""Takes what a panel shows elsewhere: as a picture or as numbers, to a file or the clipboard."""

from nnplayground.views.exports.pictures import Picture, WidgetPicture, png, svg

__all__ = ["Picture", "WidgetPicture", "png", "svg"]
