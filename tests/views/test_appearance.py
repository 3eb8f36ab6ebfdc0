from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from nnplayground.views.appearance import FONT_PIXELS, Appearance
from nnplayground.views.theme import DARK, LIGHT


def system_says(monkeypatch, appearance: Appearance, scheme: Qt.ColorScheme) -> None:
    """Pretend that the system changed: on the offscreen platform it never does."""
    monkeypatch.setattr(appearance, "scheme", lambda: scheme)
    QApplication.styleHints().colorSchemeChanged.emit(scheme)


def test_the_font_is_the_one_that_travels_with_the_program(appearance, qtbot):
    label = QLabel("2–4–2–1")
    qtbot.addWidget(label)
    label.show()
    info = QFontInfo(label.font())
    assert info.family().startswith("Inter")
    assert abs(info.pixelSize() - FONT_PIXELS) <= 1


def test_the_theme_follows_the_system(appearance, monkeypatch):
    assert appearance.choice == "system"
    system_says(monkeypatch, appearance, Qt.ColorScheme.Dark)
    assert appearance.themes.theme == DARK
    system_says(monkeypatch, appearance, Qt.ColorScheme.Light)
    assert appearance.themes.theme == LIGHT


def test_a_chosen_theme_stays_whatever_the_system_says(appearance, monkeypatch):
    appearance.choose("light")
    system_says(monkeypatch, appearance, Qt.ColorScheme.Dark)
    assert appearance.themes.theme == LIGHT
    appearance.choose("system")
    assert appearance.themes.theme == DARK


def test_a_change_of_theme_reaches_the_palette_before_the_panels(appearance):
    seen = []
    appearance.themes.changed.connect(
        lambda theme: seen.append(QApplication.palette().color(QPalette.ColorRole.Window).name())
    )
    appearance.choose("dark")
    assert seen == [DARK.window]


def test_a_change_of_theme_repaints_every_panel(window, qtbot):
    def middle() -> list[str]:
        qtbot.wait(30)
        picture = window.grab().toImage()
        places = ((600, 90), (100, 700), (1000, 90), (600, 712))
        return [picture.pixelColor(x, y).name() for x, y in places]

    before = middle()
    window.appearance.choose("dark")
    after = middle()
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert all(int(colour[1:3], 16) < 0x40 for colour in after)
