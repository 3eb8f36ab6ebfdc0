"""The output view: what the network says, as the picture that suits the data."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from nnplayground.core.dataset import Dataset
from nnplayground.core.points_spec import PointsSpec
from nnplayground.files.number_table import NumberTable
from nnplayground.session import Frame, Session
from nnplayground.views.outputs import OUTPUTS, first_kind
from nnplayground.views.outputs.canvas import PlotCanvas
from nnplayground.views.outputs.kind import OutputKind
from nnplayground.views.outputs.painting import Painting, PaintingBar
from nnplayground.views.panel import Panel
from nnplayground.views.theme import Theme, Themes


class OutputView(Panel):
    """Shows one kind of output picture; where several fit, a person chooses.

    Attributes:
        chooser: the kinds that fit the data.
        kinds: those that were made so far, by their keys.
    """

    def __init__(self, session: Session, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(session, themes, parent)
        self.setAccessibleName("Output")
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("What is shown of the outputs")
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chooser.activated.connect(self._on_chosen)
        self.kinds: dict[str, OutputKind] = {}
        self._dataset: Dataset | None = None
        self._preferred = ""
        self._marks = False
        self._kind: OutputKind | None = None
        self._paintable = False
        self._stack = QStackedLayout()
        self.painting = Painting(session, self)
        self.tools = PaintingBar(self.painting, themes.theme)
        self.tools.add_keys(self.tools)
        self.paint = QPushButton("Paint")
        self.paint.setCheckable(True)
        self.paint.setProperty("role", "chip")
        self.paint.setToolTip("Paint points of your own on the plane, or draw a curve")
        self.paint.clicked.connect(self.painting.set_active)
        self.painting.changed.connect(self._on_painting_changed)
        session.example.changed.connect(self._on_example_changed)
        self._arrange()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _arrange(self) -> None:
        title = QLabel("Output")
        title.setProperty("role", "title")
        line = QHBoxLayout()
        line.addWidget(title, 1)
        line.addWidget(self.paint)
        line.addWidget(self.chooser)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(6)
        column.addLayout(line)
        column.addLayout(self._stack, 1)

    @property
    def kind(self) -> str:
        """The key of the kind that is shown."""
        return str(self.chooser.currentData() or "")

    def choose(self, key: str) -> None:
        """Show a kind of picture, by its key in the table, where it fits the data."""
        at = self.chooser.findData(key)
        if at >= 0:
            self.chooser.setCurrentIndex(at)
            self._on_chosen()

    def draw(self, frame: Frame) -> None:
        if frame.dataset is not self._dataset:
            self._offer(frame.dataset)
        kind = self._shown()
        kind.mark_example(self.session.example.index if self._marks else None)
        kind.draw(frame)

    def apply_theme(self, theme: Theme) -> None:
        self.tools.apply_theme(theme)
        for kind in self.kinds.values():
            kind.apply_theme(theme)

    @property
    def export_name(self) -> str:
        if not self.kind:
            return "Output"
        first, *rest = OUTPUTS[self.kind].label.split()
        return " ".join(["Output", first if first.isupper() else first.lower(), *rest])

    def numbers(self) -> NumberTable | None:
        """What the kind that is shown says of it."""
        self.draw(self.session.frame)
        return self._shown().numbers(self.session.frame)

    def plots(self) -> Sequence[QWidget]:
        if self._dataset is None:  # never shown so far
            self.draw(self.session.frame)
        return self._shown().plots()

    def _offer(self, dataset: Dataset) -> None:
        """Offer the kinds that fit the data; stay with the one that was chosen if it does."""
        self._dataset = dataset
        fitting = [key for key, output in OUTPUTS.items() if output.fits(dataset)]
        if fitting != [self.chooser.itemData(i) for i in range(self.chooser.count())]:
            self.chooser.clear()
            for place, key in enumerate(fitting):
                self.chooser.addItem(OUTPUTS[key].label, key)
                tooltip = OUTPUTS[key].tooltip
                self.chooser.setItemData(place, tooltip, Qt.ItemDataRole.ToolTipRole)
        self.chooser.setVisible(len(fitting) > 1)
        shown = self._preferred if self._preferred in fitting else first_kind(dataset)
        self.chooser.setCurrentIndex(fitting.index(shown))
        self.chooser.setToolTip(OUTPUTS[shown].tooltip)

    def _shown(self) -> OutputKind:
        """The widget of the kind that is shown, made when it is first needed."""
        key = self.kind
        if key not in self.kinds:
            self.kinds[key] = OUTPUTS[key].make(self.themes.theme)
            self.kinds[key].work_in(self.session.background)
            self.kinds[key].example_chosen.connect(self._on_example_chosen)
            self.kinds[key].inputs_made.connect(self.session.example.look_at_own)
            self.kinds[key].list_asked.connect(self.session.listing.show)
            self._stack.addWidget(self.kinds[key])
        kind = self.kinds[key]
        if kind is not self._kind:
            self._kind = kind
            self._stack.setCurrentWidget(kind)
            self._paintable = kind.hold_tools(self.painting, self.tools)
            self.tools.follow()
            self._on_painting_changed()
        return kind

    def paint_points(self) -> None:
        """Take the painting tools out, or put them away."""
        self._show_paintable()
        self.painting.set_active(not self.painting.active)
        self._focus_plot()

    def take_tool(self, key: str) -> None:
        """Take a painting tool in hand."""
        self._show_paintable()
        self.painting.choose(key)
        self._focus_plot()

    def begin_points(self, points: PointsSpec) -> None:
        """Begin with points by hand, and take the tools out."""
        if self.painting.begin_with(points):
            self._show_paintable()
            self._focus_plot()

    def _focus_plot(self) -> None:
        """Let the letters of the tools and the arrows count at once."""
        plot = None if self._kind is None else self._kind.findChild(PlotCanvas)
        if plot is not None and self.painting.active:
            plot.setFocus()

    def _show_paintable(self) -> None:
        """Show the kind that can be painted on: the first one that fits."""
        if self.painting.possible and not self._paintable:
            self.choose(str(self.chooser.itemData(0)))

    @Slot()
    def _on_painting_changed(self) -> None:
        self.paint.setVisible(self.painting.possible and self._paintable)
        self.paint.setChecked(self.painting.active)

    @Slot()
    def _on_chosen(self) -> None:
        self._preferred = self.kind
        self.session.example.look_at_own(None)
        self.chooser.setToolTip(OUTPUTS[self.kind].tooltip)
        self.draw(self.session.frame)

    @Slot(int)
    def _on_example_chosen(self, number: int) -> None:
        self._marks = True
        self.session.example.choose(number)
        self.draw(self.session.frame)

    @Slot()
    def _on_example_changed(self) -> None:
        # the first one is what is followed until a person chooses; it is not worth a mark
        self._marks = self._marks or self.session.example.index > 0
        if self.isVisible() and self._dataset is self.session.dataset:
            self.draw(self.session.frame)
