"""The look of every widget: one palette and one style sheet, both made from a theme.

A widget says what it is, and the style sheet knows how that looks: set the property "role" to

- "title" (a label: heads a section), "muted" (a label: less important),
  "value" (a label: a number that is read off), "alert" (a label: something went wrong)
- "inline" (a line edit: a number that is read off, and typed over)
- "primary" (a button: the main thing to do), "chip" (a checkable button: rounded, on or off),
  "tile" (a checkable button with a picture), "quiet" (a button without a border),
  "mark" (a small button with an icon)
- "inline" (a line edit that looks like a label until the pointer is on it)

with `widget.setProperty("role", "title")` before it is shown.
"""

from string import Template

from PySide6.QtGui import QColor, QPalette

from nnplayground import paths
from nnplayground.views.theme import Theme

# The boldest weight that there is a font for, in rich text: <b> would be made up from it.
BOLD = "font-weight:600"

_SHEET = Template(
    """
QMainWindow, QDialog, QMessageBox { background: $window; }
QWidget { color: $text; }
QWidget:disabled { color: $faint; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="value"] { font-weight: 600; }
QLabel[role="alert"] { color: $alert; }

QMenuBar { background: $window; border-bottom: 1px solid $border; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: 5px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $hover; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 6px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 6px; }

QToolBar { background: $window; border: none; border-bottom: 1px solid $border; padding: 0; }

QPushButton, QToolButton {
    background: $surface; border: 1px solid $border; border-radius: 6px; padding: 4px 10px;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $pressed; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:checked, QToolButton:checked {
    background: $tint; border-color: $accent; color: $tinted;
}
QPushButton:disabled, QToolButton:disabled { color: $faint; border-color: $soft; }
QPushButton::menu-indicator { image: url("$icons/chevron-down-$name.svg"); right: 6px; }
QToolButton::menu-indicator { image: none; }
QToolButton[popupMode="1"] { padding-right: 24px; }
QToolButton::menu-button {
    border: none; border-top-right-radius: 6px; border-bottom-right-radius: 6px; width: 20px;
}
QToolButton::menu-button:hover { background: $pressed; }
QToolButton::menu-arrow { image: url("$icons/chevron-down-$name.svg"); width: 12px; height: 12px; }
*[role="primary"] {
    background: $accent; border-color: $accent; color: $on_accent; font-weight: 600;
}
*[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
*[role="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
*[role="primary"]:focus { border-color: $text; }
*[role="primary"]:disabled { background: $soft; border-color: $soft; color: $faint; }
*[role="chip"] { border-radius: 12px; padding: 3px 9px; }
*[role="chip"][stage="done"] { background: $tint; color: $tinted; border-color: $tint; }
*[role="chip"][stage="current"] {
    background: $accent; border-color: $accent; color: $on_accent; font-weight: 600;
}
*[role="tile"] { padding: 3px; }
*[role="mark"] { padding: 0; border-radius: 5px; }
*[role="quiet"] { border-color: transparent; background: transparent; padding: 3px 6px; }
*[role="quiet"]:hover { background: $hover; }
*[role="quiet"]:focus { border-color: $accent; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: $surface; border: 1px solid $border; border-radius: 6px; padding: 3px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover { border-color: $strong; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border-color: $accent; }
QComboBox QLineEdit, QLineEdit[role="inline"] {
    background: transparent; border: none; border-radius: 0; padding: 0;
}
QLineEdit[role="inline"] { font-weight: 600; }
QLineEdit[role="inline"] {
    background: transparent; border-color: transparent; padding: 0 3px; font-weight: 600;
}
QLineEdit[role="inline"]:hover { border-color: $border; }
QLineEdit[role="inline"]:focus { border-color: $accent; background: $surface; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $border; padding: 3px; outline: none;
    selection-background-color: $hover; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $hover; color: $text; }
QSpinBox::up-button, QDoubleSpinBox::up-button {
    subcontrol-origin: border; subcontrol-position: top right; width: 18px; border: none;
}
QSpinBox::down-button, QDoubleSpinBox::down-button {
    subcontrol-origin: border; subcontrol-position: bottom right; width: 18px; border: none;
}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
    image: url("$icons/chevron-up-$name.svg"); width: 10px; height: 10px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url("$icons/chevron-down-$name.svg"); width: 10px; height: 10px;
}

QCheckBox, QRadioButton { spacing: 7px; }
QCheckBox::indicator, QTreeView::indicator, QMenu::indicator:non-exclusive {
    width: 14px; height: 14px; border: 1px solid $strong; border-radius: 4px; background: $surface;
}
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked, QTreeView::indicator:checked,
QMenu::indicator:non-exclusive:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-mark.svg");
}
QCheckBox::indicator:disabled { border-color: $soft; }
QRadioButton::indicator, QMenu::indicator:exclusive {
    width: 14px; height: 14px; border: 1px solid $strong; border-radius: 8px; background: $surface;
}
QRadioButton::indicator:checked, QMenu::indicator:exclusive:checked {
    border-color: $accent;
    background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
        stop: 0 $accent, stop: 0.5 $accent, stop: 0.6 $surface, stop: 1 $surface);
}

QSlider { background: transparent; }
QSlider:horizontal { min-height: 18px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $groove; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -4px 0; border-radius: 6px; background: $accent;
}
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider::handle:horizontal:focus { border: 2px solid $tint; }
QSlider::handle:horizontal:disabled { background: $strong; }

QTabWidget::pane { border: none; background: $window; }
QTabWidget::tab-bar { left: 8px; }
QTabBar { background: $strip; }
QTabBar::tab {
    background: transparent; border: none; border-top: 2px solid transparent; padding: 4px 14px 6px;
}
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:selected {
    background: $window; border-top-color: $accent; font-weight: 600;
}
QTabWidget > QWidget#qt_tabwidget_stackedwidget { background: $window; }
QWidget#bottomTabs { background: $strip; }
QWidget#bottomTabs > QPushButton {
    background: $strip; border: none; border-radius: 0; padding: 4px 26px 6px 10px;
}
QWidget#bottomTabs > QPushButton:hover { background: $hover; }

QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: $window; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $groove; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: transparent; }
QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QDockWidget { color: $muted; }
QDockWidget::title { background: $strip; padding: 4px 10px; }

QMessageBox, QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMessageBox QLabel#qt_msgbox_informativelabel { color: $muted; }
QFileDialog QToolButton { padding: 3px; }

QStatusBar { background: $strip; border: none; }
QStatusBar::item { border: none; }
QToolTip {
    background: $tooltip; color: $on_tooltip; border: 1px solid $tooltip; padding: 5px 7px;
}
QFrame[role="banner"] { background: $alarm; border-bottom: 1px solid $alert; }
QFrame[role="banner"] QLabel { color: $text; }
QFrame#layerCard { background: $surface; border: 1px solid $strong; }
QFrame[role="line"] { background: $border; border: none; }
QTableView, QTreeView, QListView {
    background: $surface; border: 1px solid $border; border-radius: 6px; gridline-color: $border;
    selection-background-color: $hover; selection-color: $text;
}
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableView#examples::item { padding: 0 6px; }
QTableView#examples QHeaderView::section { padding-right: 16px; }
QHeaderView { background: $surface; }
QHeaderView::section {
    background: $surface; color: $muted; border: none; border-bottom: 1px solid $border;
    padding: 4px 8px;
}
"""
)


def style_sheet(theme: Theme) -> str:
    """The style sheet of the whole application in the theme's colours."""
    return _SHEET.substitute(
        {name: value for name, value in vars(theme).items() if isinstance(value, str)},
        icons=paths.resource("icons").as_posix(),
        hover=mixed(theme.window, theme.text, 0.06),
        pressed=mixed(theme.window, theme.text, 0.12),
        soft=mixed(theme.window, theme.border, 0.6),
        strong=mixed(theme.border, theme.muted, 0.5),
        faint=mixed(theme.window, theme.muted, 0.55),
        groove=mixed(theme.border, theme.muted, 0.12),
        tint=mixed(theme.window, theme.accent, 0.14),
        tinted=mixed(theme.accent, theme.text, 0.45),
        accent_hover=mixed(theme.accent, theme.text, 0.15),
        accent_pressed=mixed(theme.accent, theme.text, 0.3),
        alarm=mixed(theme.window, theme.alert, 0.12),
    )


def palette(theme: Theme) -> QPalette:
    """The palette, for what style sheets do not reach: Fusion's own drawing, links, dialogs."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.canvas,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_accent,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.tooltip,
        role.ToolTipText: theme.on_tooltip,
        role.Light: mixed(theme.window, theme.border, 0.5),
        role.Midlight: theme.border,
        role.Mid: theme.border,
        role.Dark: mixed(theme.border, theme.muted, 0.5),
        role.Shadow: theme.muted,
    }
    made = QPalette()
    for one, colour in colours.items():
        made.setColor(one, QColor(colour))
    faint = QColor(mixed(theme.window, theme.muted, 0.55))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, faint)
    return made


def mixed(one: str, other: str, share: float) -> str:
    """The colour '#rrggbb' that lies between two, at `share` (0 to 1) of the way."""
    a, b = QColor(one), QColor(other)
    parts = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in parts)
