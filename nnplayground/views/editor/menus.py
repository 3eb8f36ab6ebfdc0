"""The menus of the canvas: activations with their curves, and what can be done to a layer."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from nnplayground.core import ACTIVATIONS
from nnplayground.views.editor.commands import Commands
from nnplayground.views.editor.curves import curve_icon
from nnplayground.views.theme import Theme


def activation_menu(commands: Commands, level: int, theme: Theme, parent: QWidget) -> QMenu:
    """A choice of activations, each with a picture of its curve."""
    menu = QMenu(parent)
    menu.setAccessibleName(f"Activation of {commands.name(level)}")
    kinds = QActionGroup(menu)
    current = commands.network.layers[level - 1].activation
    for key, activation in ACTIVATIONS.items():
        # the picture stands where the tick would be
        text = f"{activation.label}\t✓" if key == current else activation.label
        action = QAction(curve_icon(key, theme), text, menu)
        action.setToolTip(f"a = {activation.formula}")
        action.setData(key)
        action.setCheckable(True)
        action.setChecked(key == current)
        kinds.addAction(action)
        action.triggered.connect(partial(_choose, commands, level, key))
        menu.addAction(action)
    menu.setToolTipsVisible(True)
    return menu


def _choose(commands: Commands, level: int, key: str, checked: bool = False) -> None:
    commands.set_activation(level, key)


def layer_menu(commands: Commands, level: int, parent: QWidget) -> QMenu:
    """What can be done to a layer."""
    menu = QMenu(parent)
    menu.setAccessibleName(commands.name(level))
    units = commands.network.sizes[level]
    hidden = commands.is_hidden(level)
    entries = (
        ("Add neuron", "+", lambda: commands.resize(level, units + 1), level > 0),
        ("Remove neuron", "-", lambda: commands.resize(level, units - 1), level > 0 and units > 1),
        ("Insert layer before", "", lambda: commands.add_after(level - 1), level > 0),
        ("Insert layer after", "", lambda: commands.add_after(level), hidden or level == 0),
        ("Duplicate", "Ctrl+D", lambda: commands.duplicate(level), hidden),
        ("Remove layer", "Del", lambda: commands.remove(level), hidden),
    )
    for text, keys, act, possible in entries:
        action = menu.addAction(f"{text}\t{keys}" if keys else text)
        action.triggered.connect(partial(_act, act))
        action.setEnabled(possible)
    return menu


def _act(act: Callable[[], object], checked: bool = False) -> None:
    act()
