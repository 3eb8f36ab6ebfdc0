"""The table of all actions: every menu, shortcut and tool button is in here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from nnplayground.core import ACTIVATIONS
from nnplayground.data import DATASETS
from nnplayground.files.lesson_file import built_in_lessons
from nnplayground.session.preferences import THEME_CHOICES
from nnplayground.views.actions import ActionSpec, Choice, ChoicesSpec, Entry
from nnplayground.views.data_commands import draws_points, new_points
from nnplayground.views.document_files import example_files
from nnplayground.views.export_commands import export_choices
from nnplayground.views.help import show_about, show_doctor, show_shortcuts
from nnplayground.views.movie_dialog import export_film
from nnplayground.views.time_actions import TIME

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow

ZOOM_STEP = 1.25


def _examples(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            path.stem.replace("-", " ").capitalize(),
            lambda path=path: window.files.open_example(path),  # type: ignore[misc]
        )
        for path in example_files()
    ]


def _lessons(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            lesson.title,
            lambda name=name: window.lessons.open_built_in(name),  # type: ignore[misc]
            tip=lesson.summary,
        )
        for name, lesson in built_in_lessons()
    ]


def _recent(window: "MainWindow") -> Sequence[Choice]:
    files = [
        Choice(path.name, lambda path=path: window.files.open_recent(path), tip=str(path))  # type: ignore[misc]
        for path in window.preferences.recent_files
    ]
    return [*files, Choice("Clear this list", window.preferences.clear_recent)]


def _activations(window: "MainWindow") -> Sequence[Choice]:
    network = window.network
    return [
        Choice(
            activation.label,
            lambda key=key: network.set_activation(key),  # type: ignore[misc]
            checked=network.layer is not None and key == network.layer.activation,
        )
        for key, activation in ACTIVATIONS.items()
    ]


def _datasets(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            source.label,
            lambda key=key: window.session.edit_data("Dataset", dataset=key),  # type: ignore[misc]
            checked=key == window.session.experiment.data.dataset,
            tip=source.description,
        )
        for key, source in DATASETS.items()
    ]


def _themes(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            {"system": "Follow the system"}.get(choice, choice.capitalize()),
            lambda choice=choice: window.appearance.choose(choice),  # type: ignore[misc]
            checked=choice == window.appearance.choice,
        )
        for choice in THEME_CHOICES
    ]


def _panels(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            ("Hide " if dock.isVisible() else "Show ") + dock.windowTitle().lower(),
            lambda dock=dock: dock.setVisible(not dock.isVisible()),  # type: ignore[misc]
        )
        for dock in window.docks.all
    ]


def _tabs(window: "MainWindow") -> Sequence[Choice]:
    tabs = window.docks.tabs
    return [
        Choice(
            tabs.tabText(number),
            lambda number=number: window.docks.show_tab(number),  # type: ignore[misc]
            checked=tabs.isVisible() and number == tabs.currentIndex(),
        )
        for number in range(tabs.count())
    ]


def _target(window: "MainWindow") -> str:
    return window.network.name


def _editor(window: "MainWindow") -> QWidget:
    return window.editor


def _is_hidden(window: "MainWindow") -> bool:
    return window.network.is_hidden


def _has_layer(window: "MainWindow") -> bool:
    return window.network.layer is not None


FILE = (
    ActionSpec(
        "new",
        "File",
        "&New",
        lambda w: w.files.new(),
        "Begin with a fresh network",
        ("Ctrl+N",),
    ),
    ActionSpec(
        "open",
        "File",
        "&Open…",
        lambda w: w.files.open(),
        "Open a network or an experiment from a file",
        ("Ctrl+O",),
    ),
    ChoicesSpec(
        "open-example",
        "File",
        "Open &example",
        _examples,
        enabled=lambda w: bool(example_files()),
    ),
    ChoicesSpec(
        "open-recent",
        "File",
        "Open &recent",
        _recent,
        enabled=lambda w: bool(w.preferences.recent_files),
    ),
    ActionSpec(
        "save",
        "File",
        "&Save",
        lambda w: w.files.save(),
        "Save network, weights and settings; training may go on meanwhile",
        ("Ctrl+S",),
        after_line=True,
    ),
    ActionSpec(
        "save-as",
        "File",
        "Save &as…",
        lambda w: w.files.save_as(),
        "Save under another name",
        ("Ctrl+Shift+S",),
    ),
    ChoicesSpec(
        "export",
        "File",
        "&Export",
        export_choices,
        "Save or copy what a panel shows, as a picture or as numbers",
    ),
    ActionSpec(
        "export-film",
        "File",
        "Export &film…",
        export_film,
        "Write how a view changed over the run as an animated GIF, as pictures or as a video",
        enabled=lambda w: w.session.playback.last > w.session.playback.first,
    ),
    ActionSpec(
        "quit",
        "File",
        "&Quit",
        lambda w: w.close(),
        "Close the window",
        ("Ctrl+Q",),
        after_line=True,
        role=QAction.MenuRole.QuitRole,
    ),
)

EDIT = (
    ActionSpec(
        "undo",
        "Edit",
        lambda w: f"&Undo {w.session.undo_stack.undoText()}".rstrip(),
        lambda w: w.session.undo_stack.undo(),
        "Take the last change back; trained weights come back too",
        ("Ctrl+Z",),
        enabled=lambda w: w.session.undo_stack.canUndo(),
    ),
    ActionSpec(
        "redo",
        "Edit",
        lambda w: f"&Redo {w.session.undo_stack.redoText()}".rstrip(),
        lambda w: w.session.undo_stack.redo(),
        "Do again what was undone",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        enabled=lambda w: w.session.undo_stack.canRedo(),
    ),
    ActionSpec(
        "cut-layer",
        "Edit",
        lambda w: f"Cu&t {_target(w)}",
        lambda w: w.editor.cut(),
        "Copy the layer and take it out",
        ("Ctrl+X",),
        enabled=_is_hidden,
        after_line=True,
        within=_editor,
    ),
    ActionSpec(
        "copy-layer",
        "Edit",
        lambda w: f"&Copy {_target(w)}",
        lambda w: w.editor.copy(),
        "Put the layer’s settings on the clipboard, as text",
        ("Ctrl+C",),
        enabled=_has_layer,
        within=_editor,
    ),
    ActionSpec(
        "paste-layer",
        "Edit",
        "&Paste layer",
        lambda w: w.editor.paste(),
        "Put the clipboard’s layer behind the selected one",
        ("Ctrl+V",),
        within=_editor,
    ),
)

NETWORK = (
    ActionSpec(
        "add-layer",
        "Network",
        "Add &layer",
        lambda w: w.network.add_layer(),
        "Add a hidden layer behind the selected one",
        ("Ctrl+L",),
    ),
    ActionSpec(
        "duplicate-layer",
        "Network",
        lambda w: f"&Duplicate {_target(w)}",
        lambda w: w.network.duplicate(),
        "Put a copy of the layer behind it",
        ("Ctrl+D",),
        enabled=_is_hidden,
    ),
    ActionSpec(
        "remove-layer",
        "Network",
        lambda w: f"Re&move {_target(w)}",
        lambda w: w.network.remove(),
        "Take the layer out; the others keep their weights",
        ("Ctrl+Backspace",),
        enabled=_is_hidden,
    ),
    ActionSpec(
        "move-left",
        "Network",
        lambda w: f"Move {_target(w)} towards the input",
        lambda w: w.network.move(-1),
        "Swap the layer with the one before it",
        ("Ctrl+Shift+Left",),
        enabled=lambda w: w.network.can_move(-1),
    ),
    ActionSpec(
        "move-right",
        "Network",
        lambda w: f"Move {_target(w)} towards the output",
        lambda w: w.network.move(1),
        "Swap the layer with the one behind it",
        ("Ctrl+Shift+Right",),
        enabled=lambda w: w.network.can_move(1),
    ),
    ActionSpec(
        "more-neurons",
        "Network",
        lambda w: f"Add a &neuron to {_target(w)}",
        lambda w: w.network.resize(1),
        "One neuron more; the others keep their weights",
        ("Ctrl+Up",),
        enabled=_is_hidden,
        after_line=True,
    ),
    ActionSpec(
        "fewer-neurons",
        "Network",
        lambda w: f"&Take a neuron from {_target(w)}",
        lambda w: w.network.resize(-1),
        "One neuron less; the others keep their weights",
        ("Ctrl+Down",),
        enabled=lambda w: w.network.can_resize(-1),
    ),
    ChoicesSpec(
        "activation",
        "Network",
        lambda w: f"&Activation of {_target(w)}",
        _activations,
        enabled=_has_layer,
    ),
    ActionSpec(
        "bias",
        "Network",
        lambda w: f"&Biases in {_target(w)}",
        lambda w: w.network.toggle_bias(),
        "Whether each neuron of the layer adds a number of its own",
        enabled=_has_layer,
        checked=lambda w: w.network.layer is not None and w.network.layer.bias,
    ),
)

DATA = (
    ChoicesSpec("dataset", "Data", "&Dataset", _datasets),
    ActionSpec(
        "new-data",
        "Data",
        "&New points",
        lambda w: new_points(w.session),
        "Draw other points of the same dataset, and split them anew",
        ("Ctrl+Shift+D",),
        enabled=lambda w: draws_points(w.session),
    ),
    ActionSpec(
        "open-table",
        "Data",
        "&Open table…",
        lambda w: w.tables.open(),
        "Learn from a table of your own: a CSV or TSV file",
        ("Ctrl+Shift+O",),
        after_line=True,
    ),
    ActionSpec(
        "paste-table",
        "Data",
        "&Paste table",
        lambda w: w.tables.paste(),
        "Learn from cells that were copied in a spreadsheet",
        ("Ctrl+Shift+V",),
    ),
    ActionSpec(
        "open-pictures",
        "Data",
        "Open p&ictures…",
        lambda w: w.pictures.open_file(),
        "Learn from IDX files, as MNIST comes in: pictures and their labels beside each other",
        after_line=True,
    ),
    ActionSpec(
        "open-folder",
        "Data",
        "Open picture &folder…",
        lambda w: w.pictures.open_folder(),
        "Learn from PNG, JPEG, BMP or GIF pictures in a folder with a subfolder for each class",
    ),
    ActionSpec(
        "get-mnist",
        "Data",
        "Get &MNIST…",
        lambda w: w.pictures.get_mnist(),
        "Fetch 70,000 handwritten digits from the network, after you agree",
    ),
)

TRAIN = (
    ActionSpec(
        "train",
        "Train",
        lambda w: "&Pause" if w.session.running else "&Train",
        lambda w: w.transport.toggle(),
        "Start and stop training",
        ("Space",),
    ),
    ActionSpec(
        "step-operation",
        "Train",
        "Step one &operation",
        lambda w: w.session.apart.next_operation(),
        "Do the next operation of the iteration, and show its matrices",
        ("F9",),
    ),
    ActionSpec(
        "step-example",
        "Train",
        "Step one e&xample",
        lambda w: w.session.apart.next_example(),
        "Follow the next example of the batch through the matrices",
        ("Shift+F9",),
    ),
    ActionSpec(
        "step-iteration",
        "Train",
        "Step one &iteration",
        lambda w: w.session.step(),
        "Train on one batch, then stop",
        ("F8",),
    ),
    ActionSpec(
        "step-epoch",
        "Train",
        "Step one &epoch",
        lambda w: w.session.step_epoch(),
        "Train until every training example was seen once more, then stop",
        ("Shift+F8",),
    ),
    ActionSpec(
        "reset",
        "Train",
        "&Reset",
        lambda w: w.session.reset(),
        "Back to iteration 0 with the same initial weights",
        ("Ctrl+R",),
        after_line=True,
    ),
    ActionSpec(
        "new-seed",
        "Train",
        "New &seed",
        lambda w: w.session.new_seed(),
        "Other initial weights and another order of the examples, from iteration 0",
        ("Ctrl+Shift+R",),
    ),
    ActionSpec(
        "faster",
        "Train",
        "&Faster",
        lambda w: w.transport.faster(),
        "More iterations a second",
        ("Ctrl+Shift+Up",),
        enabled=lambda w: w.transport.can_be_faster,
        after_line=True,
    ),
    ActionSpec(
        "slower",
        "Train",
        "S&lower",
        lambda w: w.transport.slower(),
        "Fewer iterations a second, down to one",
        ("Ctrl+Shift+Down",),
        enabled=lambda w: w.transport.can_be_slower,
    ),
    ActionSpec(
        "stop-rule",
        "Train",
        "S&top when…",
        lambda w: w.docks.show_stop_rule(),
        "Let training end by itself",
        after_line=True,
    ),
)

VIEW = (
    ActionSpec(
        "zoom-in",
        "View",
        "Zoom &in",
        lambda w: w.editor.canvas.zoom_by(ZOOM_STEP),
        "Draw the network larger",
        ("Ctrl++", "Ctrl+="),
    ),
    ActionSpec(
        "zoom-out",
        "View",
        "Zoom &out",
        lambda w: w.editor.canvas.zoom_by(1 / ZOOM_STEP),
        "Draw the network smaller",
        ("Ctrl+-",),
    ),
    ActionSpec(
        "zoom-fit",
        "View",
        "Zoom to &fit",
        lambda w: w.editor.canvas.fit(),
        "Show the whole network",
        ("Ctrl+0",),
    ),
    ChoicesSpec("tab", "View", "&Below the network", _tabs, after_line=True),
    ChoicesSpec("panels", "View", "&Panels", _panels),
    ActionSpec(
        "enlarge",
        "View",
        "&Enlarge the panels below",
        lambda w: w.docks.toggle_enlarged(),
        "Give the panels below the network the whole window, or give it back",
        ("Ctrl+E",),
        checked=lambda w: w.docks.enlarged,
    ),
    ActionSpec(
        "rearrange",
        "View",
        "&Rearrange panels",
        lambda w: w.docks.set_movable(not w.docks.movable),
        "Give every panel a title bar to drag it by, or to close it",
        checked=lambda w: w.docks.movable,
    ),
    ActionSpec(
        "reset-layout",
        "View",
        "Reset &layout",
        lambda w: w.docks.restore_default(),
        "Put every panel back to its place",
    ),
    ChoicesSpec("theme", "View", "&Theme", _themes, after_line=True),
    ActionSpec(
        "full-screen",
        "View",
        "F&ull screen",
        lambda w: w.toggle_full_screen(),
        "Fill the whole screen",
        ("F11",),
        checked=lambda w: w.isFullScreen(),
    ),
)

LESSONS = (
    ChoicesSpec("start-lesson", "Lessons", "&Start a lesson", _lessons),
    ActionSpec(
        "open-lesson",
        "Lessons",
        "&Open a lesson file…",
        lambda w: w.lessons.ask_open(),
        "Begin a lesson that somebody made",
    ),
    ActionSpec(
        "save-lesson",
        "Lessons",
        "Save &as lesson…",
        lambda w: w.lessons.ask_save(),
        "Make a page of a lesson from what is on the screen",
        after_line=True,
    ),
    ActionSpec(
        "end-lesson",
        "Lessons",
        "&Leave the lesson",
        lambda w: w.lessons.end(),
        "Close the text; the network stays as it is",
    ),
)

HELP = (
    ActionSpec(
        "start-page",
        "Help",
        "&Start page",
        lambda w: w.lessons.show_start_page(),
        "Lessons and examples to begin with",
    ),
    ActionSpec(
        "shortcuts",
        "Help",
        "&Keyboard shortcuts",
        lambda w: show_shortcuts(w.action_set, w),
        "All keys at a glance",
        ("F1",),
    ),
    ActionSpec(
        "doctor",
        "Help",
        "&Check this machine…",
        lambda w: show_doctor(w),
        "What the program finds on this machine, and what it misses",
    ),
    ActionSpec(
        "about",
        "Help",
        "&About nnplayground",
        lambda w: show_about(w.dialogs),
        after_line=True,
        role=QAction.MenuRole.AboutRole,
    ),
)

ACTIONS: tuple[Entry, ...] = (*FILE, *EDIT, *NETWORK, *DATA, *TRAIN, *TIME, *VIEW, *LESSONS, *HELP)
