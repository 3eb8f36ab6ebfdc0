"""The architecture editor: the network as a picture, built and changed by dragging."""

from nnplayground.views.editor.network_editor import NetworkEditor

__all__ = ["NetworkEditor"]
