"""The tool bar: reset, train, step, speed, and the numbers of the run."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolBar,
    QToolButton,
    QWidget,
)

from nnplayground.session import Frame, Session
from nnplayground.views.icons import icon
from nnplayground.views.notation import number_text
from nnplayground.views.panel import Panel
from nnplayground.views.plots import labels
from nnplayground.views.readout import Readout
from nnplayground.views.step_sizes import STEP_SIZES, USUAL_STEP, StepSize
from nnplayground.views.style import mixed
from nnplayground.views.theme import Theme, Themes

# Iterations a second at each position of the slider, None for as fast as it goes.
SPEEDS: tuple[float | None, ...] = (
    *(digit * 10.0**power for power in range(6) for digit in (1, 2, 5)),
    None,
)
SPEED_WIDTH = 112
GAP = 8
HEIGHT = 46
BUTTON_HEIGHT = 28


def speed_text(rate: float | None) -> str:
    """What stands beside the slider: '1/s', '500/s', '20k/s', 'max'."""
    if rate is None:
        return "max"
    return f"{rate:g}/s" if rate < 1000 else f"{rate / 1000:g}k/s"


def accuracy_text(accuracy: float | None) -> str:
    """A share of right answers, as the plots write it; nothing where there are no classes."""
    return "" if accuracy is None else labels.accuracy_text(accuracy)


class TransportBar(Panel):
    """What a person drives training with.

    Signals:
        speed_changed: the slider stands elsewhere.
    """

    speed_changed = Signal()

    def __init__(self, session: Session, themes: Themes) -> None:
        super().__init__(session, themes)
        self.reset = _button("Reset", "Back to iteration 0 with the same initial weights (Ctrl+R)")
        self.back = _button("Step back", "Look at the run one step before (F7)")
        self.back.setAutoRepeat(True)
        self.back.setAutoRepeatDelay(400)
        self.train = _button("Train", "Start and stop training (Space)")
        self.train.setProperty("role", "primary")
        self.step = self._step_button()
        self.speed = self._slider()
        self.speed_label = QLabel("max")
        self.speed_label.setProperty("role", "value")
        self.iteration = Readout("Iteration", "8 888 888", themes)
        self.epoch = Readout("Epoch", "88 888", themes)
        self.train_score = Readout("Train", "0.008888  100.0 %", themes)
        self.test_score = Readout("Test", "0.008888  100.0 %", themes)
        # in the order in which they make room in a narrow window
        # the timeline has a button to step back, too
        self._spare: tuple[QWidget, ...] = (self.back, self.epoch, self.iteration)
        self._arrange()
        self.apply_theme(themes.theme)
        self.reset.clicked.connect(self._on_reset)
        self.back.clicked.connect(self._on_back)
        self.train.clicked.connect(self.toggle)
        session.running_changed.connect(self._on_running_changed)

    # ---- training ----------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """Train if paused, pause if training."""
        if self.session.running:
            self.session.pause()
        else:
            self.session.train()

    def set_step_size(self, size: StepSize) -> None:
        """Let the step button go this far."""
        self._step_size = size
        self.step.setText(f"Step ▸ {size.name}")
        self.step.setToolTip(size.tip)

    # ---- speed -------------------------------------------------------------------------

    @property
    def can_be_faster(self) -> bool:
        """Whether there is a faster speed."""
        return self.speed.value() < self.speed.maximum()

    @property
    def can_be_slower(self) -> bool:
        """Whether there is a slower speed."""
        return self.speed.value() > 0

    def faster(self) -> None:
        """The next faster speed."""
        self.speed.setValue(self.speed.value() + 1)

    def slower(self) -> None:
        """The next slower speed."""
        self.speed.setValue(self.speed.value() - 1)

    # ---- what is shown -----------------------------------------------------------------

    def draw(self, frame: Frame) -> None:
        self.back.setEnabled(frame.iteration > self.session.playback.first)
        self.iteration.show_value(number_text(frame.iteration))
        self.epoch.show_value(number_text(frame.epoch))
        for readout, score in ((self.train_score, frame.train), (self.test_score, frame.test)):
            texts = (labels.loss_text(score.loss), accuracy_text(score.accuracy))
            readout.show_value("  ".join(text for text in texts if text))

    def apply_theme(self, theme: Theme) -> None:
        faint = mixed(theme.window, theme.muted, 0.55)
        self.reset.setIcon(icon("reset", theme.text, faint))
        self.back.setIcon(icon("step-back", theme.text, faint))
        self.step.setIcon(icon("step", theme.text, faint))
        self._train_icons = {
            False: icon("train", theme.on_accent),
            True: icon("pause", theme.on_accent),
        }
        self._show_running(self.session.running)

    def _show_running(self, running: bool) -> None:
        self.train.setText("Pause" if running else "Train")
        self.train.setIcon(self._train_icons[running])

    # ---- room --------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_without(len(self._spare)), HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a number has grown
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        """Hide what also stands elsewhere, as little as it takes."""
        away = 0
        while away < len(self._spare) and self._width_without(away) > self.width():
            away += 1
        for number, spare in enumerate(self._spare):
            spare.setVisible(number >= away)

    def _width_without(self, away: int) -> int:
        """The width that all takes but the first spare things."""
        least = super().minimumSizeHint().width()
        for number, spare in enumerate(self._spare):
            least += (spare.sizeHint().width() + GAP) * ((number >= away) - (not spare.isHidden()))
        return least

    def _arrange(self) -> None:
        self.train.setFixedWidth(92)
        for button in (self.reset, self.back, self.train, self.step):
            button.setFixedHeight(BUTTON_HEIGHT)
        self.speed_label.setFixedWidth(self.fontMetrics().horizontalAdvance("500k/s") + 8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(GAP)
        caption = QLabel("Speed")
        caption.setProperty("role", "muted")
        caption.setBuddy(self.speed)
        for widget in (self.reset, self.back, self.train, self.step, _line(), caption):
            layout.addWidget(widget)
        for widget in (self.speed, self.speed_label, _line()):
            layout.addWidget(widget)
        layout.addSpacing(2)
        for readout in (self.iteration, self.epoch, self.train_score, self.test_score):
            layout.addWidget(readout)
            layout.addSpacing(6)
        layout.addStretch(1)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _step_button(self) -> QToolButton:
        button = QToolButton()
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAutoRepeat(True)
        button.setAutoRepeatDelay(400)
        button.setAccessibleName("Step")
        menu = QMenu(button)
        for size in STEP_SIZES:
            menu.addAction(f"One {size.name}", lambda size=size: self._choose_step(size))  # type: ignore[misc]
        button.setMenu(menu)
        button.clicked.connect(self._on_step)
        self.step = button
        self.set_step_size(USUAL_STEP)
        return button

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, len(SPEEDS) - 1)
        slider.setPageStep(3)
        slider.setValue(SPEEDS.index(self.session.training.rate))
        slider.setFixedWidth(SPEED_WIDTH)
        slider.setAccessibleName("Speed")
        slider.setToolTip("Iterations a second, from slow motion to as fast as it goes")
        slider.valueChanged.connect(self._on_speed)
        return slider

    def _choose_step(self, size: StepSize) -> None:
        self.set_step_size(size)
        self._on_step()

    @Slot()
    def _on_step(self) -> None:
        self._step_size.step(self.session)

    @Slot()
    def _on_back(self) -> None:
        self._step_size.back(self.session)

    @Slot()
    def _on_reset(self) -> None:
        self.session.reset()

    @Slot(int)
    def _on_speed(self, position: int) -> None:
        self.speed_label.setText(speed_text(SPEEDS[position]))
        self.session.set_rate(SPEEDS[position])
        self.speed_changed.emit()

    @Slot(bool)
    def _on_running_changed(self, running: bool) -> None:
        self._show_running(running)


def tool_bar(bar: TransportBar) -> QToolBar:
    """The transport bar as the tool bar of a window."""
    holder = QToolBar("Training")
    holder.setObjectName("transport")
    holder.setMovable(False)
    holder.setFloatable(False)
    holder.toggleViewAction().setVisible(False)
    holder.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    holder.addWidget(bar)
    return holder


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    # clicks leave the focus where it is, so that Space goes on meaning Train
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _line() -> QWidget:
    line = QFrame()
    line.setProperty("role", "line")
    line.setFixedSize(1, 22)
    return line
