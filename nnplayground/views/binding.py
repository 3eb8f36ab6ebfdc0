"""Controls bound to one setting of the experiment: they show it, follow it, and change it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QWidget,
)

from nnplayground.session import Session
from nnplayground.views.notation import Notation


@dataclass(frozen=True)
class Setting:
    """One setting of the experiment.

    Attributes:
        name: what a person calls it, for the undo menu and for accessibility.
        read: its value now.
        write: asks the session for another value; whether it could be.
        say: tells a person a sentence.
    """

    name: str
    read: Callable[[], Any]
    write: Callable[[Any], bool]
    say: Callable[[str], None]


def training_setting(session: Session, key: str, name: str) -> Setting:
    """The field `key` of the session's `TrainingSpec`."""
    return Setting(
        name,
        lambda: getattr(session.seen.training, key),
        lambda value: session.edit_training(name, **{key: value}),
        session.said.emit,
    )


def data_setting(session: Session, key: str, name: str) -> Setting:
    """The field `key` of the session's `DataSpec`."""
    return Setting(
        name,
        lambda: getattr(session.seen.data, key),
        lambda value: session.edit_data(name, **{key: value}),
        session.said.emit,
    )


class Followers(QObject):
    """Calls functions whenever other settings are seen: undo, a file, the past, another view."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._functions: list[Callable[[], None]] = []
        session.seen_changed.connect(self._on_seen_changed)

    def add(self, function: Callable[[], None]) -> None:
        """Call `function` now and whenever other settings are seen."""
        self._functions.append(function)
        function()

    @Slot()
    def _on_seen_changed(self) -> None:
        for function in self._functions:
            function()


@dataclass(frozen=True)
class Option:
    """One thing to choose: what it is called, and what it is in plain words."""

    label: str
    tooltip: str = ""


class ChoiceBox(QComboBox):
    """A setting that is one of a table of options.

    Args:
        setting: what is chosen.
        options: for each value what a person reads.
    """

    def __init__(self, setting: Setting, options: Mapping[str, Option]) -> None:
        super().__init__()
        self.setting = setting
        self._options = options
        for key, option in options.items():
            self.addItem(option.label, key)
            self.setItemData(self.count() - 1, option.tooltip, Qt.ItemDataRole.ToolTipRole)
        _make_narrow(self)
        self.setAccessibleName(setting.name)
        self.activated.connect(self._on_activated)

    def follow(self) -> None:
        """Show what the experiment says."""
        key = self.setting.read()
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(key))
        self.setToolTip(self._options[key].tooltip)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _scroll_the_panel(event)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        _write(self.setting, self.itemData(index))
        self.follow()


class NumberBox(QComboBox):
    """A setting that is a number: some to choose from, any can be typed.

    Args:
        setting: what is set.
        numbers: to choose from, rising.
        notation: how the numbers are written.
        expectation: what may be typed, for the sentence when something else was.
    """

    def __init__(
        self, setting: Setting, numbers: Sequence[float], notation: Notation, expectation: str
    ) -> None:
        super().__init__()
        self.setting = setting
        self._notation = notation
        self._expectation = expectation
        self._line = QLineEdit()
        self.setEditable(True)
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]
        self.setMaxVisibleItems(14)
        for number in numbers:
            self.addItem(notation.text(number), number)
        _make_narrow(self)
        self.setAccessibleName(setting.name)
        self._line.setAccessibleName(setting.name)
        self.activated.connect(self._on_activated)
        self._line.editingFinished.connect(self._on_typed)

    def follow(self) -> None:
        """Show what the experiment says."""
        value = self.setting.read()
        with QSignalBlocker(self), QSignalBlocker(self._line):
            self.setCurrentIndex(self.findData(value))
            self.setEditText(self._notation.text(value))
            self._line.setCursorPosition(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _scroll_the_panel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.follow()
        else:
            super().keyPressEvent(event)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        _write(self.setting, self.itemData(index))
        self.follow()

    @Slot()
    def _on_typed(self) -> None:
        _write_typed(self.setting, self._notation, self.currentText(), self._expectation)
        self.follow()


class NumberEdit(QLineEdit):
    """A setting that is a number, to be typed.

    Args:
        setting: what is set.
        notation: how it is written.
        expectation: what may be typed, for the sentence when something else was.
    """

    def __init__(self, setting: Setting, notation: Notation, expectation: str) -> None:
        super().__init__()
        self.setting = setting
        self._notation = notation
        self._expectation = expectation
        self.setAccessibleName(setting.name)
        self.editingFinished.connect(self._on_typed)

    def follow(self) -> None:
        """Show what the experiment says."""
        with QSignalBlocker(self):
            self.setText(self._notation.text(self.setting.read()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.follow()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_typed(self) -> None:
        _write_typed(self.setting, self._notation, self.text(), self._expectation)
        self.follow()


class SliderRow(QWidget):
    """A setting on a slider, its name and its value above; any value can be typed.

    Args:
        setting: what is set.
        positions: the values of the slider's positions.
        notation: how they are written.
        expectation: what may be typed, for the sentence when something else was.
    """

    def __init__(
        self, setting: Setting, positions: Sequence[float], notation: Notation, expectation: str
    ) -> None:
        super().__init__()
        self.setting = setting
        self._positions = tuple(positions)
        self._words = tuple(notation.words.values())
        self.name = QLabel(setting.name)
        self.value = NumberEdit(setting, notation, expectation)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self._arrange()
        self.slider.valueChanged.connect(self._on_moved)

    def _arrange(self) -> None:
        self.value.setProperty("role", "inline")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.value.setAccessibleName(f"{self.setting.name}, typed")
        self.value.setFixedWidth(72)
        self.slider.setRange(0, len(self._positions) - 1)
        self.slider.setPageStep(max(1, len(self._positions) // 10))
        self.slider.setAccessibleName(self.setting.name)
        self.setFocusProxy(self.slider)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(0)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self.name, 0, 0)
        layout.addWidget(self.value, 0, 1)
        layout.addWidget(self.slider, 1, 0, 1, 2)

    def follow(self) -> None:
        """Show what the experiment says; the slider stands at the nearest position."""
        value = self.setting.read()
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._nearest(value))
        self.value.follow()

    def show_applicable(self, tooltip: str, reason: str) -> None:
        """Be disabled, with the reason as tooltip, where there is a reason."""
        self.setEnabled(not reason)
        for part in (self, self.name, self.slider):
            part.setToolTip(reason or tooltip)
        self.value.setToolTip(reason or "Click to type a value")

    def _nearest(self, value: float) -> int:
        if value in self._positions:
            return self._positions.index(value)
        numbers = [i for i, at in enumerate(self._positions) if at not in self._words]
        return min(numbers, key=lambda i: abs(self._positions[i] - value))

    @Slot(int)
    def _on_moved(self, position: int) -> None:
        _write(self.setting, self._positions[position])
        self.follow()


def _make_narrow(box: QComboBox) -> None:
    """Let a box be narrower than its longest entry, and be as wide as its column."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _scroll_the_panel(event: QWheelEvent) -> None:
    """Leave the wheel to the panel: scrolling past a box must not change a setting."""
    event.ignore()


def _write(setting: Setting, value: Any) -> None:
    if value != setting.read():
        setting.write(value)


def _write_typed(setting: Setting, notation: Notation, text: str, expectation: str) -> None:
    """Write what was typed, or say what was expected."""
    if text == notation.text(setting.read()):
        return
    value = notation.value(text)
    if value is None:
        setting.say(f"{setting.name}: expected {expectation}, got '{text}'")
    else:
        _write(setting, value)
