"""The cards of the editor: at the pointer, beside a weight, beside a layer, over a header."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtWidgets import QMenu

from nnplayground.session import Selection, Session
from nnplayground.views.editor.canvas import Canvas
from nnplayground.views.editor.commands import Commands
from nnplayground.views.editor.explanations import Explanations
from nnplayground.views.editor.facts import Facts
from nnplayground.views.editor.hover_card import Content, HoverCard
from nnplayground.views.editor.knob import Knob
from nnplayground.views.editor.knob_card import KnobCard
from nnplayground.views.editor.layer_card import LayerCard
from nnplayground.views.editor.menus import activation_menu, layer_menu
from nnplayground.views.editor.number_field import NumberField
from nnplayground.views.editor.targets import NOTHING, Target
from nnplayground.views.theme import Theme


class Cards(QObject):
    """Opens, places and renews all cards of one canvas.

    Attributes:
        hover: at the pointer.
        knob: beside the selected weight or bias.
        number: over a header, for a number of neurons.
        layer, menu: the settings and the menu of a layer that were opened last.
        more_actions: what the menu of a layer offers besides, as text and what to call.
    """

    def __init__(
        self, canvas: Canvas, session: Session, commands: Commands, knob: Knob, facts: Facts
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._session, self._commands = canvas, session, commands
        self._explanations = Explanations(commands, facts)
        self._theme: Theme = canvas.network_scene.theme
        self._target = NOTHING
        self.hover = HoverCard(canvas.viewport(), self._theme)
        self.knob = KnobCard(canvas, commands, knob)
        self.number = NumberField(canvas, commands)
        self.layer: LayerCard | None = None
        self.menu: QMenu | None = None
        self.more_actions: tuple[tuple[str, Callable[[], object]], ...] = ()

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = self.hover.theme = theme

    # ---- at the pointer ------------------------------------------------------------------

    def show_hover(self, target: Target, at: QPoint) -> None:
        """Say what is under the pointer."""
        self._target = target
        content = self._explain()
        if content is None:
            self.hover.hide()
        else:
            self.hover.present(content, at)

    def hide_hover(self) -> None:
        """Say nothing any more."""
        self._target = NOTHING
        self.hover.hide()

    def follow(self) -> None:
        """Show the newest numbers."""
        if self.hover.isVisible():
            content = self._explain()
            if content is None:
                self.hover.hide()
            else:
                self.hover.renew(content)
        if self.knob.isVisible():
            self.knob.follow()

    def _explain(self) -> Content | None:
        scene = self._canvas.network_scene
        if scene.frame is None or not _exists(self._target, scene.network.sizes):
            return None
        return self._explanations.of(self._target, scene.pictures)

    # ---- beside what is selected -----------------------------------------------------------

    def show_selection(self, selection: Selection | None) -> None:
        """Put the knob's card beside a selected weight or bias."""
        beside, avoided = QRect(), []
        if selection is not None and selection.source is not None:
            around, view = self._canvas.network_scene.surroundings, self._canvas.rect_in_view
            beside = view(around.place_of(selection))
            worth = around.worth_seeing(selection)
            avoided = [(QRectF(view(rect)), weight) for rect, weight in worth]
            self.hide_hover()
        self.knob.present(selection, beside, avoided)

    def edit_parameter(self) -> None:
        """Let the number of the selected weight be typed."""
        if self.knob.isVisible():
            self.knob.edit()

    def open_layer_card(self, level: int) -> None:
        """Show the settings of a layer beside it."""
        if level == 0:
            self._commands.say("Input: its neurons are the data’s columns; choose them there.")
            return
        self.hide_hover()
        if self.layer is not None:
            self.layer.close()
            self.layer.deleteLater()
        self.layer = LayerCard(self._commands, level, self._theme, self._canvas)
        frame = self._canvas.network_scene.arrangement.columns[level].frame
        place = self._canvas.rect_in_view(frame).topRight() + QPoint(8, 0)
        self.layer.open(self._canvas.viewport().mapToGlobal(place))

    def type_number(self, level: int) -> None:
        """Let a layer's number of neurons be typed."""
        if not self._commands.is_hidden(level):
            # says why not
            self._commands.resize(level, self._commands.network.sizes[level] + 1)
            return
        self.hide_hover()
        header = self._canvas.network_scene.arrangement.columns[level].header
        self.number.open(level, self._canvas.rect_in_view(header))

    def choose_activation(self, level: int) -> None:
        """Open the menu of activations below the layer's own."""
        if level == 0:
            return
        below = self._canvas.network_scene.arrangement.columns[level].chooser
        place = self._canvas.rect_in_view(below).bottomLeft()
        menu = activation_menu(self._commands, level, self._theme, self._canvas)
        self._popup(menu, self._canvas.viewport().mapToGlobal(place))

    def open_menu(self, level: int, place: QPoint | None = None, neuron: int | None = None) -> None:
        """Open the menu of a layer, at a global point; with an entry for a neuron of it."""
        if place is None:
            header = self._canvas.network_scene.arrangement.columns[level].header
            inside = self._canvas.rect_in_view(header).bottomLeft()
            place = self._canvas.viewport().mapToGlobal(inside)
        menu = layer_menu(self._commands, level, self._canvas)
        if neuron is not None and self._commands.is_hidden(level):
            remove = menu.addAction(f"Remove neuron {neuron + 1}")
            remove.triggered.connect(lambda: self._commands.remove_neuron(level, neuron))
        for text, act in self.more_actions:
            menu.addAction(text).triggered.connect(act)
        settings = menu.addAction("Settings…\tEnter")
        settings.setEnabled(level > 0)
        settings.triggered.connect(lambda: self.open_layer_card(level))
        self._popup(menu, place)

    def _popup(self, menu: QMenu, place: QPoint) -> None:
        self.hide_hover()
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = menu
        menu.popup(place)


def _exists(target: Target, sizes: tuple[int, ...]) -> bool:
    if not 0 <= target.level < len(sizes):
        return False
    return target.neuron is None or target.neuron < sizes[target.level]
