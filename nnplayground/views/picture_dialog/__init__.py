"""Opening pictures of one's own: a preview, MNIST from the network, finding moved ones again."""

from nnplayground.views.picture_dialog.dialog import PicturesDialog
from nnplayground.views.picture_dialog.finding import with_pictures_found
from nnplayground.views.picture_dialog.mnist_dialog import MnistDialog
from nnplayground.views.picture_dialog.opening import PicturesOpening

__all__ = ["MnistDialog", "PicturesDialog", "PicturesOpening", "with_pictures_found"]
