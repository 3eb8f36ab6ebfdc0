"""The Data menu: datasets, tables and pictures."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnplayground.data import DATASETS
from nnplayground.views.actions import ActionSpec, Choice, ChoicesSpec
from nnplayground.views.data_commands import draws_points, new_points

if TYPE_CHECKING:
    from nnplayground.views.main_window import MainWindow


def _datasets(window: "MainWindow") -> Sequence[Choice]:
    return [
        Choice(
            source.label,
            lambda key=key: window.session.edit_data("Dataset", dataset=key),  # type: ignore[misc]
            checked=key == window.session.seen.data.dataset,
            tip=source.description,
        )
        for key, source in DATASETS.items()
    ]


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
