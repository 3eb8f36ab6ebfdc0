"""The panel's menus: what can be copied and exported, and what can be done with a matrix."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from nnplayground.core.trace import Quantity, Trace
from nnplayground.files.atomic import replace_file
from nnplayground.files.errors import FileError
from nnplayground.files.numpy_script import iteration_script
from nnplayground.session.trace_cursor import NEXT_BATCH, CellPlace
from nnplayground.views.take_apart.copying import FORMS, copy_matrix
from nnplayground.views.take_apart.parameters import parameter_of

if TYPE_CHECKING:
    from nnplayground.views.take_apart.panel import TakeApart


class Menus:
    """Fills the menus of one panel.

    Args:
        panel: whose.
    """

    def __init__(self, panel: "TakeApart") -> None:
        self._panel = panel

    def fill_copy(self, menu: QMenu) -> None:
        """The menu behind 'Copy'."""
        menu.clear()
        trace, quantity = self._panel.trace, self._panel.quantity
        if trace is None:
            return
        if quantity is not None:
            self._add_forms(menu, quantity)
            menu.addSeparator()
        script = _add(menu, "Copy the iteration as a NumPy script", self.copy_script)
        saved = _add(menu, "Save the iteration as a script…", self.save_script)
        for action in (script, saved):
            action.setEnabled(trace.numbers.Y is not None)
            action.setToolTip("It runs with Python and NumPy alone and prints the same numbers")
        menu.addSeparator()
        _add(menu, "Export the page as PNG…", lambda: self.export("png"))
        _add(menu, "Export the page as PDF…", lambda: self.export("pdf"))

    def fill_context(self, menu: QMenu, key: str, place: CellPlace | None) -> None:
        """The menu of a matrix, and of the cell under the pointer."""
        menu.clear()
        panel, trace = self._panel, self._panel.trace
        if trace is None:
            return
        self._add_forms(menu, trace[key])
        menu.addSeparator()
        is_picture = panel.sheet.shows_picture(key)
        text = "Show as numbers" if is_picture else "Show as picture"
        _add(menu, text, lambda: panel.show_as_picture(key, not is_picture))
        if place is None:
            return
        if parameter_of(trace, place) is not None:
            _add(menu, "Loss along this weight, L(w)", lambda: panel.show_loss_along(place))
            _add(menu, "Check this cell by finite differences", lambda: panel.check_cell(place))
        menu.addSeparator()
        hidden = panel.session.hidden
        text = "Show this number again" if place in hidden.cells else "Hide this number"
        action = _add(menu, text, lambda: hidden.toggle(place))
        action.setToolTip("For an exercise: learners type the number. Saved in the file.")

    def _add_forms(self, menu: QMenu, quantity: Quantity) -> None:
        for form, name in FORMS.items():
            _add(
                menu,
                f"Copy {quantity.symbol} as {name}",
                lambda form=form: self.copy(quantity, form),  # type: ignore[misc]
            )

    # ---- what the entries do -------------------------------------------------------------

    def copy(self, quantity: Quantity, form: str) -> None:
        """Put a matrix on the clipboard."""
        session = self._panel.session
        left_out = copy_matrix(quantity, form, session.hidden.secrets)
        said = f"{quantity.symbol} is on the clipboard as {FORMS[form]}"
        if left_out:
            said += f", {left_out} hidden number{'s' if left_out > 1 else ''} left out"
        session.said.emit(f"{said}.")

    def copy_script(self) -> None:
        """Put the script of the iteration on the clipboard."""
        script = "" if self._is_kept_back() else self.script()
        if script:
            QGuiApplication.clipboard().setText(script)
            self._panel.session.said.emit("The iteration is on the clipboard as a NumPy script.")

    def script(self) -> str:
        """The iteration as a script; '' where there are no answers to learn from."""
        panel = self._panel
        trace, frame = panel.trace, panel.frame
        if trace is None or frame is None or trace.numbers.Y is None:
            return ""
        own = panel.trace_cursor.subject != NEXT_BATCH
        problem = trace.problem if own else panel.trace_cursor.problem_of(frame)
        return iteration_script(problem, trace.numbers.before)

    def _is_kept_back(self) -> bool:
        """Whether a script would give hidden numbers away; says so."""
        hidden = len(self._panel.session.hidden.secrets)
        if hidden:
            self._panel.session.said.emit(
                "There is no script while numbers are hidden: it would print them. Find them, or "
                "show them again by a right click."
            )
        return bool(hidden)

    def save_script(self) -> None:
        """Ask for a file and write the script to it."""
        if self._is_kept_back():
            return
        path = self._ask(f"{_name(self._panel.trace)}.py", "Python (*.py)")
        if path is None:
            return
        try:
            replace_file(path, self.script().encode("utf-8"), check=lambda made: None)
        except FileError as error:
            self._panel.session.said.emit(str(error))

    def export(self, suffix: str) -> None:
        """Ask for a file and write the page to it."""
        path = self._ask(f"{_name(self._panel.trace)}.{suffix}", f"*.{suffix}")
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> bool:
        """Write the page to a PNG or PDF file; returns whether that worked."""
        picture = self._panel.picture()
        if picture is None:
            return False
        worked = picture.save_pdf(path) if path.suffix == ".pdf" else picture.save_png(path)
        said = f"Saved {path.name}." if worked else f"{path.name} could not be written."
        self._panel.session.said.emit(said)
        return worked

    def _ask(self, name: str, kind: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._panel, "Save", name, kind)
        return Path(chosen) if chosen else None


def _name(trace: Trace | None) -> str:
    return f"iteration-{0 if trace is None else trace.iteration}"


def _add(menu: QMenu, text: str, call: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(lambda: call())
    return action
