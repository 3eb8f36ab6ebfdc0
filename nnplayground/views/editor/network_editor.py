"""The panel in which a network is built and changed."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame, Selection, Session
from nnplayground.views.editor.canvas import Canvas
from nnplayground.views.editor.cards import Cards
from nnplayground.views.editor.clipboard import copy_layer, paste_layers
from nnplayground.views.editor.commands import Commands
from nnplayground.views.editor.descriptions import description
from nnplayground.views.editor.facts import Facts
from nnplayground.views.editor.flow import Flow, light_of
from nnplayground.views.editor.foot import Foot
from nnplayground.views.editor.inspector import Inspector
from nnplayground.views.editor.keyboard import Keyboard
from nnplayground.views.editor.knob import Knob
from nnplayground.views.editor.palette import Palette
from nnplayground.views.editor.palette_drags import PaletteDrags
from nnplayground.views.editor.palette_table import Offer
from nnplayground.views.editor.pointer import Pointer
from nnplayground.views.editor.scene import NetworkScene
from nnplayground.views.editor.targets import is_in
from nnplayground.views.panel import Panel
from nnplayground.views.theme import Theme, Themes


class NetworkEditor(Panel):
    """The network as a picture that is built with the mouse, or with keys.

    Args:
        session: whose network it is.
        themes: the colours.
        commands: its edits, where others make them too.
    """

    def __init__(
        self,
        session: Session,
        themes: Themes,
        parent: QWidget | None = None,
        commands: Commands | None = None,
    ) -> None:
        super().__init__(session, themes, parent)
        self.setAccessibleName("Network editor")
        self.commands = commands or Commands(session)
        self.knob = Knob(session, self)
        self.facts = Facts(session)
        self.scene = NetworkScene(themes.theme, self)
        self.canvas = Canvas(self.scene)
        self.palette_bar = Palette(themes.theme)
        self.inspector = Inspector(session, self.facts, themes.theme)
        self.cards = Cards(self.canvas, session, self.commands, self.knob, self.facts)
        self.cards.more_actions = (("Copy\tCtrl+C", self.copy), ("Paste\tCtrl+V", self.paste))
        self.foot = Foot(self.canvas)
        self.zoom_bar, self.edge_bar = self.foot.zoom_bar, self.foot.edge_bar
        self.notice = self.foot.notice
        self.caption = QLabel(self.canvas.viewport())
        self.caption.setProperty("role", "muted")
        self.caption.hide()
        self.flow = Flow(self.scene, self)
        self.pointer = Pointer(self)
        self.keyboard = Keyboard(self)
        self.palette_drags = PaletteDrags(self)
        self._inspecting = False
        self._arrange()
        self._connect()
        self.apply_theme(themes.theme)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.inspector)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.palette_bar)
        layout.addLayout(row, 1)
        self.setFocusProxy(self.canvas)

    def _connect(self) -> None:
        session = self.session
        session.experiment_changed.connect(self._on_experiment)
        session.selection_changed.connect(self._on_selection)
        session.example.changed.connect(self._on_example)
        session.said.connect(self._on_said)
        session.apart.changed.connect(self._on_apart)
        self.canvas.installEventFilter(self)
        self.canvas.zoomed.connect(self._on_zoomed)
        self.inspector.closed.connect(self._on_inspector_closed)
        self.edge_bar.threshold_changed.connect(self._on_threshold)
        self.flow.told.connect(self._on_told)
        self.palette_bar.chosen.connect(self._on_offer)

    # ---- drawing -------------------------------------------------------------------------

    def draw(self, frame: Frame) -> None:
        first = self.scene.frame is None
        self.scene.show_frame(frame, self.session.example)
        if first:
            self.canvas.follow_network()
            self._describe()
        training = self.session.training
        self.flow.take_frame(frame, training.rate, stepped=not training.endless)
        self.cards.follow()
        if self.inspector.isVisible():
            self.inspector.draw(self.scene.pictures)
        self.foot.count_edges()

    def apply_theme(self, theme: Theme) -> None:
        self.canvas.setBackgroundBrush(QColor(theme.canvas))
        self.scene.apply_theme(theme)
        self.palette_bar.apply_theme(theme)
        self.inspector.apply_theme(theme)
        self.cards.apply_theme(theme)
        self.notice.theme = theme

    def numbers(self) -> NumberTable:
        """Every weight and bias by its name."""
        frame = self.session.frame
        names = [frame.layout.name(index) for index in range(frame.layout.size)]
        return NumberTable(("parameter", "value"), (names, np.array(frame.theta)))

    def plots(self) -> Sequence[QWidget]:
        return (self.canvas,)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The pointer opens the menu of what it is on, as soon as the button is pressed."""

    @property
    def tells_itself(self) -> bool:
        """Whether what the session says now stands in the picture of the network."""
        return self.commands.speaking and self.isVisible()

    # ---- what keys and the mouse call ------------------------------------------------------

    def inspect(self, on: bool) -> None:
        """Open the inspector for the selected neuron, or close it."""
        self._inspecting = on
        selection = self.session.selection
        if on and selection is not None and selection.neuron is not None:
            self.inspector.present(selection, self.scene.pictures)
        else:
            self.inspector.hide()

    def fold(self, level: int) -> None:
        """Fold or unfold a level."""
        self.scene.fold(level)
        self.canvas.refit()
        self.foot.count_edges()

    def copy(self) -> bool:
        """Put the selected layer on the clipboard, as text; whether there was one."""
        if self.session.selection is None:
            self.commands.say("Copy: select a layer first, by a click on its name.")
            return False
        return copy_layer(self.commands, self._selected_level())

    def cut(self) -> None:
        """Copy the selected layer and take it out."""
        if self.copy():
            self.commands.remove(self._selected_level())

    def paste(self) -> None:
        """Put the clipboard's layers behind the selected one."""
        paste_layers(self.commands, self._place_for_new())

    def type_number(self) -> None:
        """Let the selected layer's number of neurons be typed."""
        self.cards.type_number(self._selected_level())

    def choose_activation(self) -> None:
        """Open the menu of activations of the selected layer."""
        self.cards.choose_activation(self._selected_level())

    def open_menu(self) -> None:
        """Open the menu of the selected layer."""
        self.cards.open_menu(self._selected_level())

    def _selected_level(self) -> int:
        return self.keyboard.selection.layer

    def _place_for_new(self) -> int:
        """Before which layer (from 0) something new comes: behind the selected one."""
        last, selection = len(self.commands.network.layers) - 1, self.session.selection
        return last if selection is None else min(selection.layer, last)

    # ---- what changed elsewhere ----------------------------------------------------------

    @Slot(object)
    def _on_offer(self, offer: Offer) -> None:
        if offer.effect == "insert":
            self.commands.insert(self._place_for_new(), offer.layers)
        elif offer.effect == "replace":
            self.commands.replace_layers(offer.label, offer.layers)
        else:
            level = self.commands.nearest_hidden(self._selected_level())
            if level is not None:
                self.commands.add_dropout(level)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self.keyboard.press(event)
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
        return super().eventFilter(watched, event)

    @Slot()
    def _on_experiment(self) -> None:
        self.pointer.cancel()
        if not self.tells_itself:
            self.notice.hide()  # it was about another network
        if self.isVisible():
            self.draw(self.session.frame)
            self.canvas.follow_network()
            self.pointer.refresh()
        self._describe()

    @Slot(object)
    def _on_selection(self, selection: Selection | None) -> None:
        if self.scene.frame is None:
            return
        if not is_in(
            self.scene.network, selection
        ):  # what is shown may be older than what is selected
            selection = None
        self.scene.selection = selection
        self.scene.refresh()
        self.cards.show_selection(selection)
        if self._inspecting:
            self.inspect(selection is not None and selection.neuron is not None)
        self._describe()

    @Slot()
    def _on_example(self) -> None:
        self.scene.show_example(self.session.example)
        if self.isVisible() and self.scene.frame is not None:
            self.draw(self.session.frame)

    @Slot()
    def _on_apart(self) -> None:
        """Light up the layer whose operation was just taken apart."""
        cursor = self.session.apart
        operation = cursor.operation if cursor.watched else None
        layers = len(self.session.seen.network.layers)
        if operation is None or self.scene.frame is None or operation.layer > layers:
            self.flow.stop()
            return
        self.flow.hold(light_of(operation, layers), operation.title)

    @Slot(str)
    def _on_said(self, text: str) -> None:
        if self.tells_itself:
            self.foot.say(text)

    @Slot(float)
    def _on_zoomed(self, zoom: float) -> None:
        if self.scene.frame is not None:
            self.cards.show_selection(self.session.selection)

    @Slot(float)
    def _on_threshold(self, threshold: float) -> None:
        self.scene.show_edges(threshold)
        self.foot.count_edges()

    @Slot(str)
    def _on_told(self, text: str) -> None:
        self.caption.setText(text)
        self.caption.setVisible(bool(text))
        self.caption.adjustSize()
        area = self.canvas.viewport().rect()
        self.caption.move((area.width() - self.caption.width()) // 2, 6)

    @Slot()
    def _on_inspector_closed(self) -> None:
        self.inspect(False)

    def _describe(self) -> None:
        """Tell screen readers what is selected."""
        if self.scene.frame is not None:
            self.canvas.setAccessibleDescription(
                description(self.scene.frame, self.scene.selection)
            )
