"""How weights or biases start: the rule, and the numbers that it uses."""

import dataclasses

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from nnplayground.core import INITIALIZERS
from nnplayground.views.binding import ChoiceBox, NumberEdit, Option, Setting
from nnplayground.views.notation import Notation

# All fields that rules have, in the order in which they are shown.
_FIELDS = ("low", "high", "mean", "std", "value", "seed")


class InitializerRows(QWidget):
    """How weights or biases start: the rule, and the numbers that it uses.

    Args:
        title: what starts.
        setting: reads and writes an Initializer.
    """

    def __init__(self, title: str, setting: Setting) -> None:
        super().__init__()
        self._setting = setting
        rule = Setting(
            f"{title}, rule",
            lambda: setting.read().kind,
            lambda kind: setting.write(dataclasses.replace(setting.read(), kind=kind)),
            setting.say,
        )
        options = {key: Option(kind.label) for key, kind in INITIALIZERS.items()}
        self.kind = ChoiceBox(rule, options)
        self.fields = {name: self._field(title, name) for name in _FIELDS}
        label = QLabel(title)
        label.setBuddy(self.kind)
        label.setFixedWidth(92)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(6)
        layout.setVerticalSpacing(4)
        layout.addWidget(label, 0, 0)
        layout.addWidget(self.kind, 0, 1)
        numbers = QHBoxLayout()
        numbers.setSpacing(4)
        self._labels = {}
        for name, field in self.fields.items():
            self._labels[name] = QLabel(name)
            self._labels[name].setProperty("role", "muted")
            numbers.addWidget(self._labels[name])
            numbers.addWidget(field)
        layout.addLayout(numbers, 1, 1)

    def _field(self, title: str, name: str) -> NumberEdit:
        whole = name == "seed"
        setting = Setting(
            f"{title}, {name}",
            lambda: getattr(self._setting.read(), name),
            lambda value: self._write(name, value if whole else float(value)),
            self._setting.say,
        )
        return NumberEdit(setting, Notation(whole=whole), "a whole number" if whole else "a number")

    def _write(self, name: str, value: float) -> bool:
        try:
            rule = dataclasses.replace(self._setting.read(), **{name: value})
        except ValueError as error:
            self._setting.say(str(error))
            return False
        return bool(self._setting.write(rule))

    def follow(self) -> None:
        """Show what the experiment says."""
        self.kind.follow()
        used = INITIALIZERS[self._setting.read().kind].fields
        for name, field in self.fields.items():
            field.setVisible(name in used)
            self._labels[name].setVisible(name in used)
            field.follow()
