"""Random edits, undos and redos of a network in a real editor, against a list of what was."""

import dataclasses
import time

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from nnplayground.core import ACTIVATIONS, LayerSpec, edits
from nnplayground.core.adapt import LayerValues
from nnplayground.data import DATASETS
from nnplayground.session import Selection, Session
from nnplayground.views.editor import NetworkEditor
from nnplayground.views.editor.clipboard import layers_as_text, layers_from_text
from nnplayground.views.editor.palette_table import OFFERS
from nnplayground.views.theme import DARK, LIGHT, Themes

levels = st.integers(0, 14)
shares = st.floats(0.0, 1.0)
values = st.floats(-3.0, 3.0)
specs = st.builds(
    LayerSpec,
    units=st.integers(1, 14),
    activation=st.sampled_from([key for key in ACTIVATIONS if key != "softmax"]),
    bias=st.booleans(),
)
DATA = ("circle", "rings", "digits", "lesson_a", "odd_even")


@dataclasses.dataclass
class Past:
    """What there was at one place of the undo stack; `moved` where the edit set the weights."""

    experiment: object
    theta: np.ndarray
    moved: bool


class EditorMachine(RuleBasedStateMachine):
    """Everything a person can do to a network, in any order."""

    trains = False

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.session.undo_stack.setUndoLimit(0)
        self.editor = NetworkEditor(self.session, Themes(LIGHT))
        self.editor.resize(900, 560)
        self.editor.show()
        self.refusals: list[str] = []
        self.session.said.connect(self.refusals.append)

    def teardown(self) -> None:
        self.session.shut_down()
        self.editor.close()
        self.editor.deleteLater()
        # no event loop runs here that would delete them
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.session.undo_stack.clear()

    # ---- what there was -------------------------------------------------------------------

    @initialize(key=st.sampled_from(DATA))
    def begin(self, key):
        suggested = DATASETS[key].suggested.with_training(engine="numpy", learning_rate=0.01)
        self.session.replace(suggested)
        self.past = [self._now(True)]
        if self.trains:
            self.session.train()

    def _now(self, moved):
        frame = self.session.frame
        return Past(self.session.experiment, frame.theta.copy(), moved)

    def _edit(self, do, moved=True):
        """Do something and note it; what is refused changes nothing and says why."""
        stack, before = self.session.undo_stack, self._now(True)
        index, said = stack.index(), len(self.refusals)
        if not self.trains:
            self.past[index] = dataclasses.replace(before, moved=self.past[index].moved)
        done = do()
        if not done and stack.index() == index:
            assert self.session.experiment == before.experiment
            self._same_theta(before.theta)
        elif stack.index() > index:
            sizes = self.session.experiment.network.sizes
            moved = moved or sizes != before.experiment.network.sizes
            self.past[index + 1 :] = [self._now(moved)]
        elif stack.count() == index:
            self.past[index] = self._now(self.past[index].moved)
        assert done or len(self.refusals) >= said

    def _same_theta(self, theta):
        if not self.trains:
            assert np.array_equal(self.session.frame.theta, theta, equal_nan=True)

    @property
    def network(self):
        return self.session.experiment.network

    def _level(self, level):
        return level % len(self.network.sizes)

    def _layer(self, level):
        """A level from 1."""
        return 1 + level % len(self.network.layers)

    # ---- what a person does ----------------------------------------------------------------

    @rule(level=levels, layers=st.lists(specs, min_size=1, max_size=3))
    def insert(self, level, layers):
        index = level % len(self.network.layers)
        self._edit(lambda: self.editor.commands.insert(index, tuple(layers)))

    @rule(offer=st.sampled_from([offer for offer in OFFERS if offer.effect == "replace"]))
    def replace(self, offer):
        commands = self.editor.commands
        self._edit(lambda: commands.replace_layers(offer.label, offer.layers))

    @rule(level=levels)
    def remove(self, level):
        self._edit(lambda: self.editor.commands.remove(self._level(level)))

    @rule(level=levels)
    def duplicate(self, level):
        self._edit(lambda: self.editor.commands.duplicate(self._level(level)))

    @rule(level=levels, to=levels)
    def move(self, level, to):
        self._edit(lambda: self.editor.commands.move(self._level(level), self._level(to)))

    @rule(level=levels, units=st.integers(-1, 40))
    def resize(self, level, units):
        self._edit(lambda: self.editor.commands.resize(self._level(level), units))

    @rule(level=levels, neuron=st.integers(0, 100))
    def remove_neuron(self, level, neuron):
        level = self._level(level)
        number = neuron % self.network.sizes[level]
        self._edit(lambda: self.editor.commands.remove_neuron(level, number))

    @rule(level=levels, activation=st.sampled_from(list(ACTIVATIONS)))
    def activate(self, level, activation):
        level = self._layer(level)
        output = self.editor.commands.is_output(level)
        self._edit(lambda: self.editor.commands.set_activation(level, activation), not output)

    @rule(
        level=levels,
        field=st.sampled_from(
            [("bias", True), ("bias", False), ("frozen", True), ("dropout", 0.3)]
        ),
    )
    def change(self, level, field):
        name, value = field
        self._edit(lambda: self.editor.commands.change(self._layer(level), name, **{name: value}))

    @rule(share=shares, value=values)
    def turn(self, share, value):
        index = int(share * (self.session.frame.theta.size - 1))
        self._edit(lambda: self.session.turn(index, value))

    @rule(share=shares)
    def freeze(self, share):
        index = int(share * (self.session.frame.theta.size - 1))
        self._edit(lambda: self.editor.commands.toggle_frozen(index))

    @rule(level=levels)
    def copy_and_paste(self, level):
        number, frame = self._layer(level) - 1, self.session.frame
        layer = self.network.layers[number]
        values = LayerValues.of(frame.layout, frame.theta, number)
        copy = layers_from_text(layers_as_text((layer,), (values,)))
        assert copy.layers == (layer,)
        index = level % len(self.network.layers)
        self._edit(lambda: self.editor.commands.insert(index, copy.layers, copy.values))

    @rule(times=st.integers(1, 6))
    def undo(self, times):
        for _ in range(times):
            self._travel(self.session.undo_stack.undo, -1)

    @rule(times=st.integers(1, 6))
    def redo(self, times):
        for _ in range(times):
            self._travel(self.session.undo_stack.redo, 1)

    def _travel(self, go, by):
        stack = self.session.undo_stack
        index = stack.index()
        if not 0 <= index + by <= stack.count():
            return
        now = self._now(True)
        self.past[index] = dataclasses.replace(now, moved=self.past[index].moved)
        crossed = self.past[max(index, index + by)]
        go()
        assert stack.index() == index + by
        assert self.session.experiment == self.past[index + by].experiment
        self._same_theta(self.past[index + by].theta if crossed.moved else now.theta)

    @rule(iterations=st.integers(1, 5))
    def step(self, iterations):
        if self.trains:
            return
        self.session.step(iterations)
        while self.session.running:
            # QTest.qWait would keep the trainer from running
            time.sleep(0.001)
            QApplication.processEvents()

    @rule(level=levels, neuron=st.integers(0, 100), source=st.none() | st.integers(0, 100))
    def select(self, level, neuron, source):
        level = self._level(level)
        number = neuron % self.network.sizes[level]
        if level == 0 or source is None:
            self.session.select(Selection(level, number))
        else:
            layer = self.network.layers[level - 1]
            count = self.network.sizes[level - 1] + layer.bias
            self.session.select(Selection(level, number, source % count))
        self.editor.inspect(True)

    @rule(level=levels)
    def fold(self, level):
        self.editor.fold(self._level(level))

    @rule(theme=st.sampled_from([LIGHT, DARK]))
    def dress(self, theme):
        self.editor.themes.use(theme)

    @rule(share=shares)
    def hide_weak_edges(self, share):
        self.editor.edge_bar.slider.setValue(round(share * 100))

    # ---- what always holds -----------------------------------------------------------------

    @invariant()
    def document_and_parameters_fit(self):
        if not hasattr(self, "past"):
            return
        frame = self.session.frame
        assert frame.experiment == self.session.experiment
        assert frame.theta.size == frame.layout.size == self.network.parameters
        assert len(self.network.layers) - 1 <= edits.MAX_HIDDEN_LAYERS
        assert self.network.output.units in frame.dataset.allowed_outputs()
        assert self.network.inputs == frame.dataset.inputs

    @invariant()
    def picture_shows_the_document(self):
        if not hasattr(self, "past"):
            return
        QApplication.processEvents()
        scene = self.editor.scene
        assert scene.network == self.network
        assert tuple(column.units for column in scene.arrangement.columns) == self.network.sizes
        shown = tuple(len(level.pixels) for level in scene.pictures.levels)
        assert shown == self.network.sizes
        selection = self.session.selection
        if selection is not None:
            assert selection.layer < len(self.network.sizes)
        assert not self.editor.canvas.grab().isNull()


class TrainingEditorMachine(EditorMachine):
    """The same while the trainer runs."""

    trains = True
