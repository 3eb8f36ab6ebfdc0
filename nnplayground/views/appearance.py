"""The application's font, style and theme, following the system or a person's choice."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from nnplayground import paths
from nnplayground.session.preferences import Preferences
from nnplayground.views.style import palette, style_sheet
from nnplayground.views.theme import DARK, LIGHT, THEMES, Theme, Themes

FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
FONT_PIXELS = 13


def install_font(application: QApplication) -> None:
    """Make Inter, which travels with the program, the font of every widget."""
    families: list[str] = []
    for name in FONT_FILES:
        number = QFontDatabase.addApplicationFont(str(paths.resource("fonts", name)))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    font = QFont(families[:1] or application.font().families())
    # in points, as pyqtgraph and Qt's own dialogs compute with points
    font.setPointSizeF(FONT_PIXELS * 72 / application.primaryScreen().logicalDotsPerInch())
    # digits of one width, so that running numbers stand still
    font.setFeature(QFont.Tag("tnum"), 1)
    application.setFont(font)


class Appearance(QObject):
    """Gives the application its looks and keeps them up to date.

    Args:
        application: what to dress.
        themes: is told which theme is in use.
        preferences: where the choice is remembered.

    Attributes:
        themes: see there.
    """

    def __init__(self, application: QApplication, themes: Themes, preferences: Preferences) -> None:
        super().__init__(themes)
        self._application = application
        self.themes = themes
        self._preferences = preferences
        application.setStyle("Fusion")
        install_font(application)
        self._hints = application.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_scheme_changed)
        themes.use(self.wanted())
        self._dress()

    @property
    def choice(self) -> str:
        """'system', 'light' or 'dark'."""
        return self._preferences.theme

    def choose(self, choice: str) -> None:
        """Follow the system, or stay light or dark."""
        self._preferences.theme = choice
        self._update()

    def wanted(self) -> Theme:
        """The theme that the choice and the system ask for."""
        if self.choice != "system":
            return THEMES[self.choice]
        return DARK if self.scheme() == Qt.ColorScheme.Dark else LIGHT

    def scheme(self) -> Qt.ColorScheme:
        """What the system asks for."""
        return self._hints.colorScheme()

    @Slot()
    def _on_scheme_changed(self) -> None:
        self._update()

    def _update(self) -> None:
        if self.wanted() != self.themes.theme:
            # the widgets' colours first: panels read the palette when they are told
            self._dress(self.wanted())
            self.themes.use(self.wanted())

    def _dress(self, theme: Theme | None = None) -> None:
        theme = theme or self.themes.theme
        self._application.setPalette(palette(theme))
        self._application.setStyleSheet(style_sheet(theme))
