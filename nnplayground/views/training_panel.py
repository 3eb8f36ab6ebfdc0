"""The training panel: how the network learns, when it stops, and the numbers behind it."""

import dataclasses
from typing import Any

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from nnplayground.core import OPTIMIZERS
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
from nnplayground.views.training_options import (
    ADVANCED,
    FIRST_PENALTY_RATE,
    LEARNING_RATES,
    LOSS_OPTIONS,
    OPTIMIZER_OPTIONS,
    OWN_SETTINGS,
    PENALTIES,
    PENALTY_RATES,
    STOPS,
)

LABEL_WIDTH = 84
_NEVER = Notation(whole=True, words={"never": 0})


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
            "Loss", lambda: session.seen.training.loss, session.edit_loss, session.said.emit
        )

    def _penalty_setting(self) -> Setting:
        return Setting("Penalty", self._penalty, self._set_penalty, self.session.said.emit)

    def _penalty(self) -> str:
        training = self.session.seen.training
        if training.l1:
            return "both" if training.l2 else "l1"
        return "l2" if training.l2 else "none"

    def _set_penalty(self, kind: str) -> bool:
        """The kind of penalty, at the rate that is in use already if there is one."""
        training = self.session.seen.training
        rate = training.l1 or training.l2 or FIRST_PENALTY_RATE
        return self.session.edit_training(
            "Penalty",
            l1=(training.l1 or rate) if kind in ("l1", "both") else 0.0,
            l2=(training.l2 or rate) if kind in ("l2", "both") else 0.0,
        )

    def _stop_setting(self, key: str, name: str) -> Setting:
        """A field of the stop rule; -1 stands for no loss at which to stop."""

        def read() -> Any:
            value = getattr(self.session.seen.training.stop, key)
            return -1.0 if value is None else value

        def write(value: Any) -> bool:
            stop = self.session.seen.training.stop
            changes: dict[str, Any] = {key: None if value == -1.0 else value}
            return self.session.edit_training(
                "Stop rule", stop=dataclasses.replace(stop, **changes)
            )

        return Setting(name, read, write, self.session.said.emit)

    # ---- following the experiment ------------------------------------------------------

    def _follow_rows(self) -> None:
        """Show the rows of the settings that are in use."""
        training = self.session.seen.training
        used = OPTIMIZERS[training.optimizer].settings
        for key, box in self.own.items():
            form = self._advanced_form if OWN_SETTINGS[key].advanced else self._form
            form.setRowVisible(box, key in used)
        for key, box in self.rates.items():
            self._form.setRowVisible(box, getattr(training, key) > 0.0)

    def _follow_stop(self) -> None:
        stop = self.session.seen.training.stop
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
