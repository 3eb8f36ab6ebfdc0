"""What pyproject.toml promises: its entry point, its resources, a PySide6 that holds."""

import importlib
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import nnplayground
from nnplayground import paths

ROOT = Path(__file__).parent.parent
PAINTS = 200
EMITS = 2000
SLACK = 50  # references that come and go by themselves


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_entry_point_exists(project: dict[str, Any]):
    module, _, function = project["project"]["scripts"]["nnplayground"].partition(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_the_installed_version_is_the_packages():
    assert metadata.version("nnplayground") == nnplayground.__version__


def test_the_resources_travel_in_the_wheel(project: dict[str, Any]):
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"resources": "nnplayground/resources"}
    assert (ROOT / "resources").is_dir()


def test_every_resource_folder_has_its_origin_and_licence_written_down():
    told = paths.resource("README.md").read_text(encoding="utf-8")
    folders = [path.name for path in paths.resource().iterdir() if path.is_dir()]
    assert folders
    assert [name for name in folders if f"`{name}/" not in told] == []


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("style", ["Regular", "Medium", "SemiBold"])
def test_the_font_loads_under_its_name(style: str):
    font = QFontDatabase.addApplicationFont(str(paths.resource("fonts", f"Inter-{style}.otf")))
    assert "Inter" in QFontDatabase.applicationFontFamilies(font)


@pytest.mark.parametrize("script", ["scripts/run", "scripts/test", ".ci/run"])
def test_the_scripts_are_valid_and_executable(script: str):
    subprocess.run(["bash", "-n", ROOT / script], check=True)
    assert (ROOT / script).stat().st_mode & 0o111


class Counter(QObject):
    """Emits, as the trainer does."""

    counted = Signal(bool, object)


class Canvas(QWidget):
    """Paints, as a plot does."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self.isVisible()))
        self.paints += 1


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there True and None are immortal")
def test_pyside_loses_no_references_to_true_and_none(qtbot: QtBot):
    """PySide6 6.12.0 on Python 3.11 loses one a signal and a frame, and aborts at none left."""
    counter, canvas = Counter(), Canvas()
    received: list[bool] = []
    counter.counted.connect(lambda flag, _: received.append(flag))
    qtbot.addWidget(canvas)
    canvas.resize(120, 40)
    with qtbot.waitExposed(canvas):
        canvas.show()
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(EMITS):
        counter.counted.emit(True, None)
    received.clear()
    for _ in range(PAINTS):
        canvas.repaint()
    lost = before[0] - sys.getrefcount(True), before[1] - sys.getrefcount(None)
    assert canvas.paints >= PAINTS
    assert max(map(abs, lost)) < SLACK, f"references lost to (True, None): {lost}"
