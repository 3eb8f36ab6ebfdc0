"""The bar of painting tools: tool, class or value, size of the brush, and what else can be done."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QSlider, QToolButton, QWidget

from nnplayground.core.points_spec import MAX_CLASSES
from nnplayground.data.points import empty_curve, empty_plane
from nnplayground.views.actions import Choice, fill_menu
from nnplayground.views.flow_layout import FlowLayout
from nnplayground.views.icons import icon
from nnplayground.views.notation import value_text
from nnplayground.views.outputs.painting.painting import SIZES, Painting
from nnplayground.views.outputs.painting.tools import TOOLS, tool_for
from nnplayground.views.theme import Theme

BUTTON, SWATCH, MARGIN = 23, 17, 6  # pixels
VALUES = (-1.0, -0.5, 0.0, 0.5, 1.0)
_SIZE_STEP = 4


class PaintingBar(QWidget):
    """Shows what is painted with, and changes it.

    Args:
        painting: what is painted with.
        theme: the colours.
    """

    def __init__(self, painting: Painting, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Painting")
        self.painting = painting
        self.theme = theme
        self._shown: tuple[object, ...] = ()
        flow = FlowLayout(self, gap=2)
        self.tools = {key: self._tool_button(key) for key in TOOLS}
        self._group = _group(self, self.tools.values())
        self.swatches = [self._swatch(number) for number in range(MAX_CLASSES)]
        self._swatch_group = _group(self, self.swatches)
        self.add_class = _button("+", "Another class")
        self.add_class.clicked.connect(lambda: painting.set_classes(len(painting.classes) + 1))
        self.size_slider = self._slider()
        self.more = self._more_button()
        rest = (self.add_class, _held(self.size_slider), self.more)
        for widget in (*self.tools.values(), *self.swatches, *rest):
            flow.addWidget(widget)
        painting.changed.connect(self.follow)
        self.apply_theme(theme)

    # ---- making ----------------------------------------------------------------------------

    def _tool_button(self, key: str) -> QToolButton:
        button = _button("", TOOLS[key].label)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.painting.choose(key))
        return button

    def _swatch(self, number: int) -> QToolButton:
        button = _button("", "", SWATCH)
        button.setCheckable(True)
        button.clicked.connect(lambda: self._choose_swatch(number))
        return button

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setAccessibleName("Size of the brush")
        slider.setToolTip("How large the brush is; the keys [ and ] change it, too")
        slider.setRange(*SIZES)
        slider.setFixedWidth(46)
        slider.valueChanged.connect(self.painting.choose_size)
        return slider

    def _more_button(self) -> QToolButton:
        button = _button("⋯", "More about points")
        button.setToolTip("Add noise, choose the classes, or begin with an empty plane or curve")
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: fill_menu(menu, point_choices(self.painting)))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def add_keys(self, holder: QWidget) -> None:
        """Let the keys of the tools count while `holder` or something in it has the keyboard."""
        painting = self.painting
        keys: list[tuple[str, Callable[[], None]]] = [
            (tool.key, lambda key=key: painting.choose(key))  # type: ignore[misc]
            for key, tool in TOOLS.items()
        ]
        keys += [
            (str((number + 1) % 10), lambda number=number: self._choose_swatch(number))  # type: ignore[misc]
            for number in range(MAX_CLASSES)
        ]
        keys += [
            ("[", lambda: painting.choose_size(painting.brush.size - _SIZE_STEP)),
            ("]", lambda: painting.choose_size(painting.brush.size + _SIZE_STEP)),
        ]
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), holder)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # ---- following -------------------------------------------------------------------------

    def apply_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = theme
        self._shown = ()
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Show what is painted with now."""
        painting = self.painting
        self.setVisible(painting.active and painting.possible)
        if not painting.possible:
            return
        self.tools[painting.key].setChecked(True)
        self._show_sets()
        number = self._swatch_number()
        if number >= 0:
            self.swatches[number].setChecked(True)
        self.size_slider.blockSignals(True)
        self.size_slider.setValue(painting.brush.size)
        self.size_slider.blockSignals(False)
        self.size_slider.setEnabled(painting.tool.sized)

    def _show_sets(self) -> None:
        """Tools, classes and values of the present kind of points; nothing where it stays."""
        painting = self.painting
        wanted = (painting.kind, painting.classes, self.theme)
        if wanted == self._shown:
            return
        self._shown = wanted
        for key, button in self.tools.items():
            tool = tool_for(key, painting.kind)
            button.setIcon(icon(tool.icon, self.theme.text))
            button.setAccessibleName(tool.label)
            button.setToolTip(f"{tool.label} ({tool.key}): {tool.tip}")
        names, colours = self._swatch_looks()
        for number, swatch in enumerate(self.swatches):
            swatch.setVisible(number < len(names))
            if number < len(names):
                swatch.setIcon(_dot(colours[number], self.theme))
                swatch.setAccessibleName(names[number])
                swatch.setToolTip(f"Paint {names[number]} ({(number + 1) % 10})")
        self.add_class.setVisible(0 < len(painting.classes) < MAX_CLASSES)

    def _swatch_looks(self) -> tuple[Sequence[str], Sequence[str]]:
        """Names and colours of the classes or values that can be painted."""
        if self.painting.kind == "values":
            scale = self.theme.scale()
            rows = [scale[round((value + 1.0) * 127.5)] for value in VALUES]
            colours = [QColor(*row[:3].tolist()).name() for row in rows]
            return [f"value {value_text(value)}" for value in VALUES], colours
        return self.painting.classes, self.theme.classes

    def _swatch_number(self) -> int:
        brush = self.painting.brush
        if self.painting.kind == "values":
            return VALUES.index(brush.value) if brush.value in VALUES else -1
        return brush.label

    def _choose_swatch(self, number: int) -> None:
        if self.painting.kind == "values":
            if number < len(VALUES):
                self.painting.choose_value(VALUES[number])
        else:
            self.painting.choose_label(number)
        self.follow()


def point_choices(painting: Painting) -> list[Choice]:
    """What can be done to points besides painting."""
    noise = Choice(
        "Add noise",
        painting.add_noise,
        tip="Move every point a little, by chance; again for more",
        enabled=painting.possible,
    )
    return [noise, *class_choices(painting), *beginnings(painting)]


def class_choices(painting: Painting) -> list[Choice]:
    """How many classes there can be; none of points that have values."""
    classes = painting.classes
    return [
        Choice(
            f"{count} classes",
            lambda count=count: painting.set_classes(count),  # type: ignore[misc]
            checked=count == len(classes),
            tip="Points of classes that go are erased",
        )
        for count in range(2, MAX_CLASSES + 1)
        if classes
    ]


def beginnings(painting: Painting) -> list[Choice]:
    """What painting can begin with."""
    planes = [
        Choice(
            f"Empty plane of {count} classes",
            lambda count=count: painting.begin_with(empty_plane(count)),  # type: ignore[misc]
            tip="No points yet: paint them on the output",
        )
        for count in sorted({2, 3, 4, max(2, len(painting.classes))})
    ]
    curve = Choice(
        "Empty curve",
        lambda: painting.begin_with(empty_curve()),
        tip="No points yet: draw a curve on the output, for one input and one value",
    )
    return [*planes, curve]


def _group(parent: QWidget, buttons: Iterable[QToolButton]) -> QButtonGroup:
    group = QButtonGroup(parent)
    for button in buttons:
        group.addButton(button)
    return group


def _button(text: str, name: str, side: int = BUTTON) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setProperty("role", "mark")
    button.setIconSize(QSize(side - MARGIN, side - MARGIN))
    button.setFixedSize(side, BUTTON)
    return button


def _held(slider: QSlider) -> QWidget:
    """As high as a button, so that both are on one line."""
    holder = QWidget()
    holder.setFixedHeight(BUTTON)
    row = QHBoxLayout(holder)
    row.setContentsMargins(2, 0, 2, 0)
    row.addWidget(slider)
    return holder


def _dot(colour: str, theme: Theme) -> QIcon:
    """A dot of a class."""
    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRectF(QPointF(3, 3), QPointF(29, 29)))
    painter.end()
    return QIcon(picture)
