"""Imports go one way, and the rules that say so notice a violation."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QT_MODULES_FOR_THE_SESSION = {"QtCore", "QtGui"}

VIOLATIONS = {  # the contract that breaks: the file that breaks it, with what it imports
    "imports go one way": ("core/planted.py", "import nnplayground.data"),
    "know no Qt": ("files/planted.py", "from PySide6.QtCore import QSaveFile"),
    "knows no widgets": ("session/planted.py", "import pyqtgraph"),
}


def qt_modules_imported(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file of `folder` with each module of PySide6 that it imports, e.g. `QtWidgets`."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for name in imported_names(node):
                if name.startswith("PySide6."):
                    yield file.name, name.split(".")[1]


def imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the package and its rules, to plant violations in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "nnplayground", tmp_path / "nnplayground", ignore=ignore)
    return tmp_path


def test_the_package_keeps_the_rules():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_every_rule_notices_its_violation(checkout: Path):
    for path, statement in VIOLATIONS.values():
        (checkout / "nnplayground" / path).write_text(f'"""Planted."""\n\n{statement}\n')
    result = lint(checkout)
    assert result.returncode == 1
    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    assert len(broken) == len(VIOLATIONS)
    for contract in VIOLATIONS:
        assert any(f"{contract} BROKEN" in line for line in broken)


def test_a_module_without_a_place_in_the_layers_is_noticed(checkout: Path):
    (checkout / "nnplayground" / "utils.py").write_text('"""Planted."""\n')
    result = lint(checkout)
    assert result.returncode == 1
    assert "nnplayground.utils" in result.stdout


def test_the_session_imports_qtcore_and_qtgui_only():
    imported = set(qt_modules_imported(ROOT / "nnplayground" / "session"))
    assert {(file, qt) for file, qt in imported if qt not in QT_MODULES_FOR_THE_SESSION} == set()


@pytest.mark.parametrize(
    "statement",
    [
        "import PySide6.QtWidgets",
        "from PySide6 import QtWidgets",
        "from PySide6.QtWidgets import QLabel",
        "def late():\n    from PySide6.QtWidgets import QLabel",
    ],
)
def test_however_widgets_are_imported_it_is_noticed(statement: str, tmp_path: Path):
    (tmp_path / "planted.py").write_text(statement)
    assert list(qt_modules_imported(tmp_path)) == [("planted.py", "QtWidgets")]
