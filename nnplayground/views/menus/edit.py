"""The Edit menu: undo, and layers on the clipboard."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nnplayground.views.actions import ActionSpec
from nnplayground.views.menus.network import has_layer, is_hidden, layer_name

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow


def _editor(window: "MainWindow") -> QWidget:
    return window.editor


def _selected(window: "MainWindow") -> str:
    return layer_name(window) if window.network.is_selected else "layer"


EDIT = (
    ActionSpec(
        "undo",
        "Edit",
        lambda w: f"&Undo {w.session.undo_stack.undoText()}".rstrip(),
        lambda w: w.session.undo_stack.undo(),
        "Take the last change back; trained weights come back too",
        ("Ctrl+Z",),
        enabled=lambda w: w.session.undo_stack.canUndo(),
    ),
    ActionSpec(
        "redo",
        "Edit",
        lambda w: f"&Redo {w.session.undo_stack.redoText()}".rstrip(),
        lambda w: w.session.undo_stack.redo(),
        "Do again what was undone",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        enabled=lambda w: w.session.undo_stack.canRedo(),
    ),
    ActionSpec(
        "cut-layer",
        "Edit",
        lambda w: f"Cu&t {_selected(w)}",
        lambda w: w.editor.cut(),
        "Copy the layer and take it out",
        ("Ctrl+X",),
        enabled=lambda w: w.network.is_selected and is_hidden(w),
        after_line=True,
        within=_editor,
    ),
    ActionSpec(
        "copy-layer",
        "Edit",
        lambda w: f"&Copy {_selected(w)}",
        lambda w: w.editor.copy(),
        "Put the layer with its weights on the clipboard, as text",
        ("Ctrl+C",),
        enabled=lambda w: w.network.is_selected and has_layer(w),
        within=_editor,
    ),
    ActionSpec(
        "paste-layer",
        "Edit",
        "&Paste layer",
        lambda w: w.editor.paste(),
        "Put the clipboard’s layer behind the selected one; weights that fit come along",
        ("Ctrl+V",),
        within=_editor,
    ),
)
