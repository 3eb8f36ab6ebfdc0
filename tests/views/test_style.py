import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nnplayground.views import style
from nnplayground.views.style import mixed, palette, style_sheet
from nnplayground.views.theme import DARK, LIGHT

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]  # type: ignore[index]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@THEMES
def test_writing_can_be_read_on_what_is_behind_it(theme):
    for ink, paper in (
        (theme.text, theme.window),
        (theme.text, theme.strip),
        (theme.muted, theme.window),
        (theme.on_tooltip, theme.tooltip),
        (theme.text, mixed(theme.window, theme.accent, 0.14)),
    ):
        assert contrast(ink, paper) >= 4.5, (ink, paper)


@THEMES
def test_every_picture_of_the_style_sheet_is_there(theme):
    pictures = re.findall(r'url\("([^"]+)"\)', style_sheet(theme))
    assert pictures
    assert [name for name in pictures if not re.match(r".*\.svg$", name)] == []
    assert [name for name in pictures if not Path(name).is_file()] == []


@THEMES
def test_the_style_sheet_is_one_that_qt_understands(theme, qtbot: QtBot):
    widget = QPushButton()
    qtbot.addWidget(widget)
    widget.setStyleSheet(style_sheet(theme))  # a fault is a warning, and a warning fails the test
    widget.show()
    assert widget.styleSheet()


def test_every_role_is_described_and_every_description_is_a_role():
    assert style.__doc__ is not None
    described = set(re.findall(r'"(\w+)" \(', style.__doc__))
    styled = set(re.findall(r'role="(\w+)"', style_sheet(LIGHT)))
    assert described <= styled
    assert styled - described <= {"banner", "line"}  # the shell's own


def test_a_role_changes_how_a_widget_looks(qtbot: QtBot, appearance):
    plain, title = QLabel("loss"), QLabel("loss")
    title.setProperty("role", "title")
    for label in (plain, title):
        qtbot.addWidget(label)
        label.show()
    assert title.font().weight() > plain.font().weight()


@THEMES
def test_the_palette_has_the_theme_s_colours(theme):
    made = palette(theme)
    assert made.color(QPalette.ColorRole.Window) == QColor(theme.window)
    assert made.color(QPalette.ColorRole.Text) == QColor(theme.text)
    assert made.color(QPalette.ColorRole.Accent) == QColor(theme.accent)


def test_colours_mix():
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#102030", "#ffffff", 0.0) == "#102030"
