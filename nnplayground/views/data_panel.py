"""The data panel: which examples, how noisy, how many for training, and what inputs they make."""

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core.experiment import MAX_SEED
from nnplayground.core.points_spec import PointsSpec
from nnplayground.data import DATASETS, Source, source_for
from nnplayground.data.points import POINTS, empty_curve, empty_plane
from nnplayground.session import Frame, Session
from nnplayground.views.binding import (
    ChoiceBox,
    Followers,
    NumberEdit,
    Option,
    SliderRow,
    data_setting,
    training_setting,
)
from nnplayground.views.icons import icon
from nnplayground.views.input_chips import InputChips
from nnplayground.views.notation import Notation
from nnplayground.views.panel import Panel
from nnplayground.views.theme import Theme, Themes
from nnplayground.views.thumbnails import DatasetButton, OwnPointsButton

COLUMNS = 5
LARGEST_SLIDER_BATCH = 30

SCALINGS = {
    "none": Option("as they are", "The inputs go into the network as they are"),
    "standardize": Option(
        "standardized",
        "Mean 0, deviation 1: each input minus its mean, divided by its standard deviation over "
        "the training examples",
    ),
    "unit": Option(
        "from 0 to 1",
        "Each input so that the training examples' smallest becomes 0 and their largest 1",
    ),
}


class DataPanel(Panel):
    """Chooses the data; every change is live and can be undone.

    Signals:
        open_table_wanted: a table of the user's own is to be opened.
        own_points_wanted(PointsSpec): points by hand are to be begun with.
    """

    open_table_wanted = Signal()
    own_points_wanted = Signal(object)

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.setAccessibleName("Dataset")
        self._followers = Followers(session, self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 4)
        self._layout.setSpacing(6)
        self._add_thumbnails()
        self._add_sliders()
        self._add_numbers()
        self._add_inputs()
        self._followers.add(self._follow_dataset)
        self._followers.add(self.inputs.follow)
        self.apply_theme(themes.theme)

    def draw(self, frame: Frame) -> None:
        """Nothing here changes from frame to frame."""

    def apply_theme(self, theme: Theme) -> None:
        for button in (*self.thumbnails.values(), self.own_points):
            button.apply_theme(theme)
        self.new_points.setIcon(icon("dice", theme.text))

    # ---- making ------------------------------------------------------------------------

    def _add_thumbnails(self) -> None:
        self._layout.addWidget(_title("Dataset"))
        grid = QGridLayout()
        grid.setSpacing(4)
        self._group = QButtonGroup(self)
        self.thumbnails: dict[str, DatasetButton] = {}
        for number, source in enumerate(DATASETS.values()):
            button = DatasetButton(source, self.themes.theme)
            self._group.addButton(button)
            self.thumbnails[source.key] = button
            grid.addWidget(button, *divmod(number, COLUMNS))
        self.own_points = OwnPointsButton(self.themes.theme)
        self._group.addButton(self.own_points)
        grid.addWidget(self.own_points, *divmod(len(DATASETS), COLUMNS))
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self._group.buttonClicked.connect(self._on_dataset_clicked)
        self._layout.addLayout(grid)

    def _add_sliders(self) -> None:
        percent = Notation(unit="%", factor=100.0)
        self.noise = SliderRow(
            data_setting(self.session, "noise", "Noise"),
            [float(value) for value in range(51)],
            Notation(),
            "a number from 0 to 50",
        )
        self.train_share = SliderRow(
            data_setting(self.session, "train_share", "Training share"),
            [share / 100 for share in range(10, 101, 5)],
            percent,
            "a share in percent",
        )
        self.batch_size = SliderRow(
            training_setting(self.session, "batch_size", "Batch size"),
            [*range(1, LARGEST_SLIDER_BATCH + 1), 0],
            Notation(whole=True, words={"all": 0}),
            "a whole number of examples, or 'all'",
        )
        rows = QVBoxLayout()
        rows.setSpacing(2)
        for row in (self.noise, self.train_share, self.batch_size):
            rows.addWidget(row)
            self._followers.add(row.follow)
        self._layout.addLayout(rows)

    def _add_numbers(self) -> None:
        self.examples = NumberEdit(
            data_setting(self.session, "examples", "Examples"),
            Notation(whole=True, words={"all": 0}),
            "a whole number of examples",
        )
        self.examples.setToolTip("How many examples there are, for training and testing together")
        self.seed = NumberEdit(
            data_setting(self.session, "seed", "Seed of the data"),
            Notation(whole=True),
            f"a whole number from 0 to {MAX_SEED}",
        )
        self.seed.setToolTip("The same seed gives the same examples again")
        self.new_points = QPushButton()
        self.new_points.setAccessibleName("New points")
        self.new_points.setToolTip("New points: draw other examples of the same kind (next seed)")
        self.new_points.setFixedWidth(28)
        self.new_points.setProperty("role", "tile")
        self.new_points.clicked.connect(self._on_new_points)
        self._numbers = QWidget()
        row = QHBoxLayout(self._numbers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        self._number_labels: dict[QWidget, QLabel] = {}
        for name, control, narrowest in (("Examples", self.examples, 46), ("Seed", self.seed, 34)):
            control.setMinimumWidth(narrowest)
            control.setTextMargins(-4, 0, -4, 0)  # four digits fit
            label = QLabel(name)
            label.setBuddy(control)
            row.addWidget(label)
            row.addWidget(control, narrowest)
            self._number_labels[control] = label
        row.addWidget(self.new_points)
        self._layout.addWidget(self._numbers)
        self._followers.add(self.examples.follow)
        self._followers.add(self.seed.follow)

    def _add_inputs(self) -> None:
        self._inputs = QWidget()
        column = QVBoxLayout(self._inputs)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        column.addWidget(_title("Inputs"))
        self.inputs = InputChips(self.session)
        self.chips = self.inputs.chips
        column.addWidget(self.inputs)
        self._layout.addWidget(self._inputs)
        self.open_table = QPushButton("Open table…")
        self.open_table.setToolTip("Learn from a table of your own: a CSV or TSV file")
        self.open_table.clicked.connect(self.open_table_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_table)
        self.pictures = QPushButton("Pictures…")
        self.pictures.setToolTip("Learn from pictures of your own, or from MNIST")
        buttons.addWidget(self.pictures)
        buttons.addStretch(1)
        self._layout.addLayout(buttons)
        self.scaling = ChoiceBox(data_setting(self.session, "scaling", "Scaling"), SCALINGS)
        self._scaling_row = _row("Scale inputs", self.scaling)
        self._layout.addWidget(self._scaling_row)
        self._followers.add(self.scaling.follow)

    def offer_pictures(self, actions: Iterable[QAction]) -> None:
        """Let the button for pictures offer these."""
        menu = QMenu(self.pictures)
        menu.addActions(list(actions))
        self.pictures.setMenu(menu)

    # ---- following the experiment ------------------------------------------------------

    @property
    def _source(self) -> Source:
        return source_for(self.session.seen.data)

    def _follow_dataset(self) -> None:
        source, points = self._source, self.session.seen.data.points
        if points is not None and points is not self.own_points.points:
            self.own_points.show_points(points)
        if source.key == POINTS:
            self.own_points.setChecked(True)
        elif source.key in self.thumbnails:
            self.thumbnails[source.key].setChecked(True)
        elif (chosen := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)  # else the last one cannot be let go
            chosen.setChecked(False)
            self._group.setExclusive(True)
        self.noise.show_applicable(
            "How far the examples stray from the rule, in percent",
            "" if source.noisy else f"{source.label} is as it is: no noise is added to it",
        )
        self.train_share.show_applicable(
            "The share of the examples that the network learns from; the rest tests it",
            "" if source.split else f"{source.label} uses all its rows for training",
        )
        self.batch_size.show_applicable(
            "How many examples are looked at before each change of the weights", ""
        )
        self._numbers.setVisible(source.generated or source.split)
        self.new_points.setVisible(source.generated)
        for widget in (self.examples, self._number_labels[self.examples]):
            widget.setVisible(source.key != POINTS)  # there are as many as were painted
        scaled = self.session.seen.data.scaling != "none"
        self._scaling_row.setVisible(scaled or source.kind in ("table", "images"))

    # ---- what a person does ------------------------------------------------------------

    @Slot(object)
    def _on_dataset_clicked(self, button: DatasetButton) -> None:
        key = button.source.key
        if button is self.own_points:
            if self._source.key != POINTS:
                self.own_points_wanted.emit(self._points_to_begin_with())
        elif key != self.session.seen.data.dataset:
            self.session.edit_data(f"Dataset {button.source.label}", dataset=key)
        self._follow_dataset()

    def _points_to_begin_with(self) -> PointsSpec:
        """Those that were painted last, or none: along a curve where there is one now."""
        is_curve = self._source.kind == "curve"
        return (
            self.own_points.points
            if self.own_points.points.points
            else (empty_curve() if is_curve else empty_plane())
        )

    @Slot()
    def _on_new_points(self) -> None:
        seed = (self.session.seen.data.seed + 1) % (MAX_SEED + 1)
        self.session.edit_data("New points", seed=seed)


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "title")
    return label


def _row(name: str, *controls: QWidget) -> QWidget:
    """A name on the left, its controls on the right."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    label = QLabel(name)
    label.setFixedWidth(84)
    row.addWidget(label)
    for control in controls:
        row.addWidget(control, 1 if control is controls[0] else 0)
    label.setBuddy(controls[0])
    return holder
