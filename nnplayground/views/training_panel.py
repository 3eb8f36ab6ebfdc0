"""The training panel: how the network learns, when it stops, and the numbers behind it."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from nnplayground.core import LOSSES, OPTIMIZERS
from nnplayground.session import Frame, Session
from nnplayground.views.binding import (
    ChoiceBox,
    Followers,
    NumberBox,
    Option,
    Setting,
    training_setting,
)
from nnplayground.views.fold import Fold
from nnplayground.views.notation import Notation, number_text
from nnplayground.views.panel import Panel
from nnplayground.views.theme import Themes

# TensorFlow Playground's lists.
LEARNING_RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTY_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
FIRST_PENALTY_RATE = 0.001
LABEL_WIDTH = 84


@dataclass(frozen=True)
class OwnSetting:
    """How a setting of an optimizer is shown.

    Attributes:
        label: what stands before it, with its letter in the optimizer's formula.
        tooltip: what it does, in plain words.
        numbers: to choose from.
        expectation: what may be typed.
        advanced: whether it stands under 'Advanced', because it is seldom changed.
    """

    label: str
    tooltip: str
    numbers: tuple[float, ...]
    advanced: bool = False
    expectation: str = "a number of 0 or more, below 1"


_CLOSE_TO_ONE = (0.8, 0.9, 0.95, 0.99, 0.999)

OWN_SETTINGS = {
    "momentum": OwnSetting(
        "Momentum μ", "How much of the last step is kept in the next", (0.0, 0.5, *_CLOSE_TO_ONE)
    ),
    "decay": OwnSetting(
        "Decay ρ", "How slowly the mean of squared gradients forgets", _CLOSE_TO_ONE
    ),
    "beta1": OwnSetting("Beta β₁", "How slowly the mean of gradients forgets", _CLOSE_TO_ONE, True),
    "beta2": OwnSetting(
        "Beta β₂",
        "How slowly the mean of squared gradients forgets",
        (*_CLOSE_TO_ONE, 0.9999),
        True,
    ),
    "epsilon": OwnSetting(
        "Epsilon ε",
        "Keeps the division from exploding where gradients are tiny",
        (1e-10, 1e-8, 1e-7, 1e-5, 1e-3),
        True,
        "a number from 0 to 1",
    ),
    "weight_decay": OwnSetting(
        "Decay λ",
        "How much every weight shrinks in a step, apart from the gradient",
        (0.0, 0.0001, 0.001, 0.01, 0.1),
        expectation="a number of 0 or more",
    ),
}

PENALTIES = {
    "none": Option("none", "Weights may grow as they like"),
    "l1": Option("L1", "λ₁ Σ |w|: pulls weights to 0, many become exactly 0"),
    "l2": Option("L2", "λ₂/2 Σ w²: pulls large weights back"),
    "both": Option("L1 + L2", "λ₁ Σ |w| + λ₂/2 Σ w²"),
}

OPTIMIZER_OPTIONS = {
    key: Option(
        optimizer.label, f"{optimizer.formula}\n(θ parameters, g gradient, η learning rate)"
    )
    for key, optimizer in OPTIMIZERS.items()
}
LOSS_OPTIONS = {
    key: Option(loss.label[0].upper() + loss.label[1:], f"{loss.formula}\n(a output, y target)")
    for key, loss in LOSSES.items()
}

ADVANCED = {
    "reduction": (
        "Reduction",
        {
            "mean": Option("mean", "The gradient is the mean over the examples of a batch"),
            "sum": Option("sum", "The gradient is the sum over the examples of a batch"),
        },
    ),
    "order": (
        "Order",
        {
            "shuffled": Option("shuffled", "The examples come in another order each epoch"),
            "given": Option("as given", "The examples come in the same order each epoch"),
        },
    ),
    "precision": (
        "Precision",
        {
            "float64": Option("64 bit", "About 16 decimal digits"),
            "float32": Option("32 bit", "About 7 decimal digits, as most networks are trained"),
        },
    ),
    "engine": (
        "Engine",
        {
            "auto": Option("automatic", "The faster one for this network"),
            "numpy": Option("NumPy", "Plain NumPy: the reference, fast for wide layers"),
            "fused": Option("fused", "One compiled loop: fast for small networks"),
        },
    ),
}

_NEVER = Notation(whole=True, words={"never": 0})

STOPS = {
    "iterations": ("At iteration", (0, 100, 1000, 10_000, 100_000, 1_000_000)),
    "epochs": ("At epoch", (0, 1, 10, 100, 1000, 10_000)),
}


class TrainingPanel(Panel):
    """Sets how the network learns; every change takes effect while training goes on."""

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.setAccessibleName("Training")
        self._followers = Followers(session, self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 12, 12)
        self._layout.setSpacing(6)
        title = QLabel("Training")
        title.setProperty("role", "title")
        self._layout.addWidget(title)
        self._add_main()
        self._add_stop()
        self._add_advanced()
        self._followers.add(self._follow_rows)

    def draw(self, frame: Frame) -> None:
        """Nothing here changes from frame to frame."""

    # ---- making ------------------------------------------------------------------------

    def _add_main(self) -> None:
        self._form = _form()
        self.optimizer = self._choice(self._form, "optimizer", "Optimizer", OPTIMIZER_OPTIONS)
        self.learning_rate = self._number(
            self._form,
            training_setting(self.session, "learning_rate", "Learning rate"),
            LEARNING_RATES,
            "a number of 0 or more",
        )
        self.learning_rate.setToolTip("How far a step goes down the gradient (η)")
        self.own: dict[str, NumberBox] = {}
        self._add_own(self._form, advanced=False)
        self.loss = ChoiceBox(self._loss_setting(), LOSS_OPTIONS)
        self._add_row(self._form, "Loss", self.loss)
        self.penalty = ChoiceBox(self._penalty_setting(), PENALTIES)
        self._add_row(self._form, "Penalty", self.penalty)
        self.rates: dict[str, NumberBox] = {}
        for key, name in (("l1", "L1 rate λ₁"), ("l2", "L2 rate λ₂")):
            setting = training_setting(self.session, key, name)
            self.rates[key] = self._number(
                self._form, setting, PENALTY_RATES, "a number of 0 or more"
            )
            self.rates[key].setToolTip("How strongly the penalty pulls")
        self._layout.addLayout(self._form)

    def _add_stop(self) -> None:
        content = QWidget()
        form = _form(content)
        self.stops: dict[str, NumberBox] = {}
        for key, (name, numbers) in STOPS.items():
            self.stops[key] = self._number(
                form, self._stop_setting(key, name), numbers, "a whole number or 'never'", _NEVER
            )
        self.stops["loss_below"] = self._number(
            form,
            self._stop_setting("loss_below", "At loss below"),
            (-1.0, 0.1, 0.05, 0.02, 0.01, 0.001),
            "a number or 'never'",
            Notation(words={"never": -1.0}),
        )
        self.stops["loss_below"].setToolTip("The loss over all training examples")
        self.stop_fold = Fold("Stop", content)
        self._layout.addWidget(self.stop_fold)
        self._followers.add(self._follow_stop)

    def _add_advanced(self) -> None:
        content = QWidget()
        self._advanced_form = _form(content)
        self._add_own(self._advanced_form, advanced=True)
        self.advanced = {
            key: self._choice(self._advanced_form, key, name, options)
            for key, (name, options) in ADVANCED.items()
        }
        self.advanced_fold = Fold("Advanced", content)
        self._layout.addWidget(self.advanced_fold)

    def _add_own(self, form: QFormLayout, advanced: bool) -> None:
        """The optimizers' own settings; only those in use are shown."""
        for key, own in OWN_SETTINGS.items():
            if own.advanced == advanced:
                setting = training_setting(self.session, key, own.label)
                self.own[key] = self._number(form, setting, own.numbers, own.expectation)
                self.own[key].setToolTip(own.tooltip)

    def _choice(
        self, form: QFormLayout, key: str, name: str, options: dict[str, Option]
    ) -> ChoiceBox:
        box = ChoiceBox(training_setting(self.session, key, name), options)
        self._add_row(form, name, box)
        return box

    def _number(
        self,
        form: QFormLayout,
        setting: Setting,
        numbers: tuple[float, ...],
        expectation: str,
        notation: Notation | None = None,
    ) -> NumberBox:
        box = NumberBox(setting, numbers, notation or Notation(), expectation)
        self._add_row(form, setting.name, box)
        return box

    def _add_row(self, form: QFormLayout, name: str, box: ChoiceBox | NumberBox) -> None:
        label = QLabel(name)
        label.setFixedWidth(LABEL_WIDTH)
        label.setBuddy(box)
        form.addRow(label, box)
        self._followers.add(box.follow)

    # ---- settings that are more than one field --------------------------------------------

    def _loss_setting(self) -> Setting:
        session = self.session
        return Setting(
            "Loss", lambda: session.experiment.training.loss, session.edit_loss, session.said.emit
        )

    def _penalty_setting(self) -> Setting:
        return Setting("Penalty", self._penalty, self._set_penalty, self.session.said.emit)

    def _penalty(self) -> str:
        training = self.session.experiment.training
        if training.l1:
            return "both" if training.l2 else "l1"
        return "l2" if training.l2 else "none"

    def _set_penalty(self, kind: str) -> bool:
        """The kind of penalty, at the rate that is in use already if there is one."""
        training = self.session.experiment.training
        rate = training.l1 or training.l2 or FIRST_PENALTY_RATE
        return self.session.edit_training(
            "Penalty",
            l1=(training.l1 or rate) if kind in ("l1", "both") else 0.0,
            l2=(training.l2 or rate) if kind in ("l2", "both") else 0.0,
        )

    def _stop_setting(self, key: str, name: str) -> Setting:
        """A field of the stop rule; -1 stands for no loss at which to stop."""

        def read() -> Any:
            value = getattr(self.session.experiment.training.stop, key)
            return -1.0 if value is None else value

        def write(value: Any) -> bool:
            stop = self.session.experiment.training.stop
            changes: dict[str, Any] = {key: None if value == -1.0 else value}
            return self.session.edit_training(
                "Stop rule", stop=dataclasses.replace(stop, **changes)
            )

        return Setting(name, read, write, self.session.said.emit)

    # ---- following the experiment ------------------------------------------------------

    def _follow_rows(self) -> None:
        """Show the rows of the settings that are in use."""
        training = self.session.experiment.training
        used = OPTIMIZERS[training.optimizer].settings
        for key, box in self.own.items():
            form = self._advanced_form if OWN_SETTINGS[key].advanced else self._form
            form.setRowVisible(box, key in used)
        for key, box in self.rates.items():
            self._form.setRowVisible(box, getattr(training, key) > 0.0)

    def _follow_stop(self) -> None:
        stop = self.session.experiment.training.stop
        rules = []
        if stop.iterations:
            rules.append(f"at iteration {number_text(stop.iterations)}")
        if stop.epochs:
            rules.append(f"at epoch {number_text(stop.epochs)}")
        if stop.loss_below is not None:
            rules.append(f"below {number_text(stop.loss_below)}")
        self.stop_fold.set_title(f"Stop: {' or '.join(rules) or 'never'}")


def _form(holder: QWidget | None = None) -> QFormLayout:
    form = QFormLayout(holder) if holder is not None else QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(6)
    form.setVerticalSpacing(5)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
