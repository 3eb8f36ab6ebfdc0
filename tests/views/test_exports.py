"""Everything that a panel shows can be taken elsewhere, as it is: pictures, shapes, numbers."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from nnplayground.core import Experiment, Network
from nnplayground.data import DATASETS
from nnplayground.views.exports import png, svg
from nnplayground.views.main_window import MainWindow
from nnplayground.views.output_view import OutputView
from nnplayground.views.outputs import OUTPUTS
from nnplayground.views.panels import BOTTOM_PANELS, RIGHT_PANELS

KEYS = [spec.key for spec in (*RIGHT_PANELS, *BOTTOM_PANELS)]
SVG = "{http://www.w3.org/2000/svg}"
# One data set for each kind of output.
DATA = ("circle", "sine", "digits", "lesson_a", "rings")


@pytest.fixture
def trained(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with a run of some iterations and all that is worked out about it."""
    session = window.session
    session.replace(Experiment().with_training(engine="numpy", learning_rate=200.0))
    session.step(300)
    qtbot.waitUntil(lambda: not session.running)
    for key in ("gradients", "landscape", "diagnosis"):
        window.docks.show_panel(key)
    qtbot.waitUntil(lambda: session.evolving.evolution is not None)
    qtbot.waitUntil(lambda: session.surveying.survey is not None)
    session.diagnosing.look()
    qtbot.waitUntil(lambda: bool(session.diagnosing.findings))
    return window


def panel_of(window: MainWindow, key: str):
    if key == "editor":
        return window.editor
    window.docks.show_panel(key)
    return window.docks.panels[key]


def rows_of(text: str, delimiter: str = ",") -> tuple[list[str], list[list[str]]]:
    head, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return head, rows


def column(text: str, name: str) -> list[str]:
    head, rows = rows_of(text)
    return [row[head.index(name)] for row in rows]


def shapes_in(data: bytes) -> int:
    root = ElementTree.fromstring(data)
    assert root.tag == f"{SVG}svg"
    drawn = (f"{SVG}{tag}" for tag in ("path", "rect", "polyline", "polygon", "text", "image"))
    return sum(len(root.findall(f".//{tag}")) for tag in drawn)


def has_colours(image: QImage) -> bool:
    first = image.pixel(0, 0)
    return any(
        image.pixel(x, y) != first
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )


def test_every_panel_is_exported_as_picture_as_shapes_and_as_numbers(trained, qtbot):
    for key in ("editor", *KEYS):
        panel = panel_of(trained, key)
        assert panel.export_name, key
        qtbot.waitUntil(lambda panel=panel: panel.numbers() is not None)
        picture, table = panel.picture(), panel.numbers()
        assert picture is not None, key
        # what was made just now is laid out by the next event
        qtbot.waitUntil(lambda picture=picture: has_colours(QImage.fromData(png(picture))))
        image = QImage.fromData(png(picture))
        assert image.width() == 2 * round(picture.size.width()), key
        assert shapes_in(svg(picture, panel.export_name)) > 3, key
        assert table is not None, key
        assert len(table) > 0, key
        head, rows = rows_of(table.text())
        assert {len(row) for row in rows} == {len(head)}, key


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("data", DATA)
def test_every_kind_of_output_is_exported(window, data, theme):
    window.appearance.choose(theme)
    window.session.replace(DATASETS[data].suggested.with_training(engine="numpy"))
    view = window.docks.panels["output"]
    assert isinstance(view, OutputView)
    fitting = [key for key, output in OUTPUTS.items() if output.fits(window.session.dataset)]
    view.draw(window.session.frame)
    for key in fitting:
        view.choose(key)
        assert view.kind == key
        table, picture = view.numbers(), view.picture()
        assert table is not None, key
        assert len(table) > 0, key
        assert picture is not None, key
        assert shapes_in(svg(picture, key)) > 3, key
        image = QImage.fromData(png(picture))
        assert not image.isNull()
        middle = QColor(picture.background)
        assert abs(middle.lightness() - 255 * (theme == "light")) < 60


def test_an_abbreviation_keeps_its_capitals_where_it_is_exported(window):
    view = window.docks.panels["output"]
    view.choose("roc")
    assert view.export_name == "Output ROC curve"
    view.choose("map")
    assert view.export_name == "Output decision map"


def test_every_kind_of_output_was_tried():
    fitting = set()
    for data in DATA:
        from nnplayground.core import load_dataset

        dataset = load_dataset(DATASETS[data].suggested.data)
        fitting |= {key for key, output in OUTPUTS.items() if output.fits(dataset)}
    assert fitting == set(OUTPUTS)


def test_two_runs_side_by_side_are_exported_together(window, qtbot, tmp_path):
    session = window.session
    session.step(20)
    qtbot.waitUntil(lambda: not session.running)
    session.try_out("Adam", session.experiment.with_training(optimizer="adam"))
    qtbot.waitUntil(lambda: not session.running)
    window.docks.show_panel("runs")
    runs_panel = window.docks.panels["runs"]
    first, second = session.runs.all
    runs_panel._on_compare()
    view = runs_panel.comparison
    qtbot.waitUntil(lambda: all(column.frame is not None for column in view.columns))
    view.export.menu().aboutToShow.emit()
    texts = [action.text() for action in view.export.menu().actions()]
    assert "Save as SVG…" in texts
    next(a for a in view.export.menu().actions() if a.text() == "Copy numbers").trigger()
    head, rows = rows_of(QGuiApplication.clipboard().text(), "\t")
    for run in (first, second):
        last = rows[-1][head.index(f"{run.name}: train loss")]
        assert float(last) == run.position.history.scores.values[-1, 0]
    assert shapes_in(svg(view.picture(), view.export_name)) > 20
    assert has_colours(QImage.fromData(png(view.picture())))
    view.close()


def test_the_numbers_are_those_of_the_plot_to_the_bit(trained):
    session = trained.session
    frame = session.frame
    loss = panel_of(trained, "loss").numbers().text()
    assert [int(one) for one in column(loss, "iteration")] == (
        frame.history.scores.iterations.tolist()
    )
    np.testing.assert_array_equal(
        [float(one or "nan") for one in column(loss, "train loss")],
        frame.history.scores.values[:, 0],
    )
    weights = panel_of(trained, "weights").numbers().text()
    np.testing.assert_array_equal(
        [float(one or "nan") for one in column(weights, "w1[2,1]")],
        frame.history.parameters.values[:, frame.layout.weight_index(0, 1, 0)],
    )
    editor = trained.editor.numbers().text()
    np.testing.assert_array_equal([float(one) for one in column(editor, "value")], frame.theta)
    survey = session.surveying.survey
    landscape = panel_of(trained, "landscape").numbers().text()
    np.testing.assert_array_equal(
        [float(one or "nan") for one in column(landscape, "loss")],
        survey.landscape.losses.ravel(),
    )


def test_the_numbers_of_the_map_are_what_the_network_says_there(window):
    text = panel_of(window, "output").numbers().text()
    places = np.array(
        [column(text, name) for name in window.session.dataset.columns], dtype=np.float64
    ).T
    network = Network(window.session.experiment.network)
    network.theta[:] = window.session.state.theta
    says = network.forward(window.session.dataset.featurize(places))[:, 0]
    np.testing.assert_allclose(np.array(column(text, "output"), float), says, rtol=1e-12)


def test_a_right_click_on_a_plot_opens_a_menu_that_saves(trained, qtbot, tmp_path, monkeypatch):
    panel = panel_of(trained, "loss")
    chart = panel.loss.viewport()
    place = chart.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, chart.mapToGlobal(place))
    QApplication.sendEvent(chart, event)
    menu = next(one for one in panel.findChildren(QMenu) if one.isVisible())
    for text, name in (("PNG", "a.png"), ("SVG", "a.svg"), ("CSV", "a.csv")):
        path = tmp_path / name
        monkeypatch.setattr(trained.dialogs, "ask_export", lambda p, s, path=path: path)
        next(action for action in menu.actions() if text in action.text()).trigger()
        qtbot.waitUntil(path.exists)
    assert (tmp_path / "a.png").read_bytes() == png(panel.picture())
    assert shapes_in((tmp_path / "a.svg").read_bytes()) > 5
    assert (tmp_path / "a.csv").read_text() == panel.numbers().text()
    menu.close()


def test_the_menu_key_opens_the_menu_of_the_panel_that_has_the_keyboard(trained):
    panel = panel_of(trained, "runs")
    panel.tree.setFocus()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(50, 50))
    QApplication.sendEvent(panel.tree.viewport(), event)
    menu = next(one for one in panel.findChildren(QMenu) if one.isVisible())
    assert "Copy numbers" in [action.text() for action in menu.actions()]
    menu.close()


def test_the_file_menu_has_a_menu_for_each_panel_that_is_to_be_seen(window):
    menu = window.action_set.by_id["export"].menu()
    for _ in range(2):  # a menu of before is gone when it is opened again
        menu.aboutToShow.emit()
        titles = [action.text() for action in menu.actions()]
        assert titles[:1] == ["Predictions as CSV…"]
        assert titles[1:5] == ["Network editor", "Output decision map", "Loss plot", "Weights"]
    behind = menu.actions()[3].menu()
    assert [action.text() for action in behind.actions()] == [
        "Save as PNG…",
        "Save as SVG…",
        "Copy picture",
        "Save numbers as CSV…",
        "Copy numbers",
    ]


def test_the_button_beside_the_tabs_is_about_the_tab_that_is_shown(trained):
    window = trained
    window.docks.show_panel("runs")
    menu = window.docks.export.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Copy numbers").trigger()
    head, _ = rows_of(QGuiApplication.clipboard().text(), "\t")
    assert head[:2] == ["Run", "What differs"]


def test_a_picture_on_the_clipboard_has_twice_the_pixels(window):
    view = window.docks.panels["output"]
    window.exporting.copy_picture(view)
    image = QGuiApplication.clipboard().image()
    assert image.width() == 2 * round(view.picture().size.width())


def test_what_cannot_be_written_is_a_sentence_and_the_old_file_stays(
    window, qtbot, tmp_path, monkeypatch
):
    problems = []
    monkeypatch.setattr(
        window.dialogs, "show_problem", lambda text, details="": problems.append(text)
    )
    nowhere = tmp_path / "none" / "a.csv"
    table = window.editor.numbers()
    window.exporting.write_numbers(table, nowhere)
    qtbot.waitUntil(lambda: bool(problems))
    picture = window.editor.picture()
    assert not window.exporting.write_picture(picture, "Network", nowhere.with_suffix(".png"))
    assert len(problems) == 2
    assert all("folder" in text for text in problems)


def test_a_panel_without_numbers_yet_says_so(window):
    said: list[str] = []
    window.session.said.connect(said.append)
    window.exporting.save_numbers(window.docks.panels["landscape"])
    assert said == ["Loss landscape shows no numbers yet; train first."]


def test_a_right_click_beside_the_network_opens_the_menu_of_its_picture(window):
    canvas = window.editor.canvas
    corner = QPoint(6, 6)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.RightButton, pos=corner)
    menu = next(one for one in window.editor.findChildren(QMenu) if one.isVisible())
    assert menu.actions()[0].text() == "Save as PNG…"
    menu.close()


def test_hidden_numbers_of_an_exercise_stay_secret_in_the_table(trained):
    panel = panel_of(trained, "take_apart")
    from nnplayground.session.trace_cursor import CellPlace

    place = CellPlace("W1", 0, 0)
    trained.session.hidden.toggle(place)
    head, rows = rows_of(panel.numbers().text())
    secret = [row for row in rows if row[:3] == ["W1", "1", "1"]]
    assert secret == [["W1", "1", "1", ""]]
    assert head == ["matrix", "row", "column", "value"]


def test_a_proposed_name_says_what_it_is(window, monkeypatch):
    proposed: list[Path] = []
    monkeypatch.setattr(window.dialogs, "ask_export", lambda path, suffix: proposed.append(path))
    window.exporting.save_picture(window.docks.panels["loss"], "svg")
    assert proposed[0].name == "loss-plot-0.svg"


def test_predictions_are_every_example_with_what_the_network_says(
    window, qtbot, tmp_path, monkeypatch
):
    session = window.session
    session.replace(DATASETS["rings"].suggested.with_training(engine="numpy"))
    session.step(100)
    qtbot.waitUntil(lambda: not session.running)
    path = tmp_path / "predictions.csv"
    monkeypatch.setattr(window.dialogs, "ask_export", lambda proposed, suffix: path)
    said: list[str] = []
    session.said.connect(said.append)
    menu = window.action_set.by_id["export"].menu()
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: "Saved predictions.csv: 600 rows." in said)
    text = path.read_text(encoding="utf-8")
    dataset = session.dataset
    network = Network(session.experiment.network)
    network.theta[:] = session.state.theta
    inputs = np.concatenate((dataset.train.inputs, dataset.test.inputs))
    outputs = network.forward(inputs)
    labels = np.concatenate((dataset.train.labels, dataset.test.labels))
    parts = ["train"] * len(dataset.train) + ["test"] * len(dataset.test)
    assert column(text, "part") == parts
    for number, name in enumerate(dataset.columns):
        raw = np.concatenate((dataset.train.raw, dataset.test.raw))[:, number]
        np.testing.assert_array_equal(np.array(column(text, name), float), raw)
    assert column(text, "target") == [dataset.classes[label] for label in labels]
    assert column(text, "answer") == [dataset.classes[one] for one in outputs.argmax(axis=1)]
    for number, name in enumerate(dataset.classes):
        said_out = np.array(column(text, f"output {name}"), float)
        np.testing.assert_allclose(said_out, outputs[:, number], rtol=1e-12)
    expected = -np.log(outputs[np.arange(600), labels])
    np.testing.assert_allclose(np.array(column(text, "loss"), float), expected, rtol=1e-9)
