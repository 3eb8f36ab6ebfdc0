"""Pictures go from a click, a drop or the network to the session, and are found again."""

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from nnplayground.core import Experiment
from nnplayground.data.picture_opening import opened_pictures, spec_at
from nnplayground.data.picture_source import source_of_pictures
from nnplayground.data.table_errors import ReadingStopped
from nnplayground.files import load_network
from nnplayground.views.main_window import MainWindow
from nnplayground.views.picture_dialog import MnistDialog, PicturesDialog
from nnplayground.views.waiting import Waiting
from tests.data.picture_files import write_folder, write_set
from tests.files.mirror import Mirror, serving, wanted
from tests.views.test_main_window import drop
from tests.views.test_table_dialog import Asked, when_read

LEFT = Qt.MouseButton.LeftButton


def previewed(window: MainWindow, qtbot) -> PicturesDialog:
    """The dialog, once the pictures were read or refused."""
    return when_read(window.pictures.dialog, qtbot)


def opened(window: MainWindow, qtbot, path: Path) -> PicturesDialog:
    window.pictures.open_path(path)
    return previewed(window, qtbot)


def accept(window: MainWindow, qtbot) -> None:
    """Click Open and wait for the pictures."""
    dialog = window.pictures.dialog
    assert dialog is not None
    QTest.mouseClick(dialog.open_button, LEFT)
    qtbot.waitUntil(lambda: window.pictures.dialog is None, timeout=15_000)


def offered(window: MainWindow) -> dict[str, QAction]:
    """What the button for pictures offers, by its text."""
    panel: Any = window.docks.panels["data"]
    return {action.text(): action for action in panel.pictures.menu().actions()}


def test_the_button_offers_files_a_folder_and_mnist(window):
    button = window.docks.panels["data"].pictures
    assert button.isVisible()
    assert list(offered(window)) == ["Open p&ictures…", "Open picture &folder…", "Get &MNIST…"]


def test_an_idx_file_is_opened_and_trained_at_once(window, qtbot, monkeypatch, tmp_path):
    path = write_set(tmp_path)
    monkeypatch.setattr(window.dialogs, "ask_pictures", lambda folder: path)
    offered(window)["Open p&ictures…"].trigger()
    dialog = previewed(window, qtbot)
    assert dialog.said.text() == ("300 training and 100 test pictures of 28×28 pixels, 10 classes.")
    assert (dialog.count.value(), dialog.of_all.text()) == (400, "of 400")
    assert not dialog.side.isVisible()
    dialog.count.setFocus()
    dialog.count.selectAll()
    QTest.keyClicks(dialog.count, "200")
    assert dialog.memory.text().startswith("As numbers they take 1 MB")
    accept(window, qtbot)
    session = window.session
    assert (len(session.dataset.train), len(session.dataset.test)) == (160, 40)
    assert session.experiment.network.sizes == (784, 32, 10)
    session.step(10)
    qtbot.waitUntil(lambda: not session.running, timeout=20_000)
    session.undo_stack.undo()
    assert session.experiment.data.dataset == "circle"


def test_cancel_changes_nothing(window, qtbot, tmp_path):
    dialog = opened(window, qtbot, write_set(tmp_path))
    before = window.session.experiment
    QTest.mouseClick(dialog.cancel, LEFT)
    assert window.pictures.dialog is None
    assert window.session.experiment == before


def test_a_dropped_idx_file_and_a_dropped_folder_are_shown(window, qtbot, tmp_path):
    assert drop(window, write_set(tmp_path))
    qtbot.waitUntil(lambda: window.pictures.dialog is not None)
    assert previewed(window, qtbot).windowTitle() == "Open pictures — train-images-idx3-ubyte.gz"
    (tmp_path / "animals").mkdir()
    assert drop(window, write_folder(tmp_path / "animals"))
    qtbot.waitUntil(lambda: window.pictures.dialog.windowTitle() == "Open pictures — animals")
    assert previewed(window, qtbot).said.text() == "8 pictures of 28×28 pixels, 2 classes."


def test_all_files_of_a_set_can_be_dropped_together(window, qtbot, tmp_path):
    path = write_set(tmp_path)
    files = sorted(tmp_path.glob("*.gz"))
    assert len(files) == 4
    assert drop(window, *files)
    qtbot.waitUntil(lambda: window.pictures.dialog is not None)
    assert previewed(window, qtbot).spec == opened_pictures(spec_at(path))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    assert not drop(window, path, tmp_path / "other.csv")


def test_file_open_takes_pictures_too(window, qtbot, monkeypatch, tmp_path):
    path = write_set(tmp_path)
    monkeypatch.setattr(window.dialogs, "ask_open", lambda folder: path)
    window.action_set.by_id["open"].trigger()
    assert previewed(window, qtbot).spec == opened_pictures(spec_at(path))


def test_a_folder_is_brought_to_a_size_and_its_ink_is_found(window, qtbot, monkeypatch, tmp_path):
    write_folder(tmp_path)
    for path in tmp_path.glob("*/*.png"):
        page = np.full((30, 20), 255, np.uint8)
        page[5:25, 6 if path.parent.name == "cat" else 13] = 0
        Image.fromarray(page).save(path)
    monkeypatch.setattr(window.dialogs, "ask_pictures_folder", lambda folder: tmp_path)
    offered(window)["Open picture &folder…"].trigger()
    dialog = previewed(window, qtbot)
    assert dialog.dark_ink.isChecked()
    dialog.side.setFocus()
    dialog.side.selectAll()
    QTest.keyClicks(dialog.side, "12")
    qtbot.waitUntil(lambda: dialog.said.text() == "8 pictures of 12×12 pixels, 2 classes.")
    accept(window, qtbot)
    dataset = window.session.dataset
    assert dataset.image_shape == (12, 12)
    assert dataset.classes == ("cat", "dog")
    assert window.session.experiment.data.pictures.dark_ink


def test_what_cannot_be_used_is_said_and_cannot_be_opened(window, qtbot, tmp_path):
    dialog = opened(window, qtbot, write_folder(tmp_path / "pets", classes=("cat",)))
    assert dialog.said.text().startswith("Pets: all pictures are of one class, 'cat'")
    assert not dialog.open_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.pictures.dialog is None


def test_every_control_has_a_name_and_is_reached_by_tab(window, qtbot, tmp_path):
    dialog = opened(window, qtbot, write_folder(tmp_path))
    controls = (dialog.count, dialog.side, dialog.dark_ink, dialog.cancel, dialog.open_button)
    for control in controls:
        text = control.text() if isinstance(control, QPushButton) else ""
        assert control.accessibleName() or text or control is dialog.dark_ink
    reached: set[QWidget] = set()
    dialog.count.setFocus()
    for _ in range(12):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert set(controls) <= reached


# ---- MNIST -----------------------------------------------------------------------------


@pytest.fixture
def mirror(window, monkeypatch, tmp_path) -> Iterator[Mirror]:
    """A mirror with a small MNIST, in the place of the real ones."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "there").mkdir()
    write_set(tmp_path / "there")
    with serving() as running:
        running.files = {path.name: path.read_bytes() for path in (tmp_path / "there").iterdir()}
        window.pictures.mirrors = (running.url,)
        window.pictures.files = tuple(
            wanted(one.name, running.files[one.name]) for one in window.pictures.files
        )
        yield running


def getting(window: MainWindow) -> MnistDialog:
    offered(window)["Get &MNIST…"].trigger()
    dialog = window.pictures.getting
    assert dialog is not None
    return dialog


def test_mnist_is_fetched_after_a_click_and_shown(window, qtbot, mirror, tmp_path):
    dialog = getting(window)
    assert mirror.asked == []
    QTest.mouseClick(dialog.download, LEFT)
    qtbot.waitUntil(lambda: window.pictures.dialog is not None, timeout=15_000)
    preview = previewed(window, qtbot)
    assert preview.spec is not None
    assert preview.spec.name == "mnist"
    assert Path(preview.spec.path).is_relative_to(tmp_path / "data")
    assert len(mirror.asked) == 4
    accept(window, qtbot)
    assert window.session.dataset.image_shape == (28, 28)


def test_why_mnist_did_not_come_is_said_and_can_be_tried_again(window, qtbot, mirror):
    files, mirror.files = mirror.files, {}
    dialog = getting(window)
    QTest.mouseClick(dialog.download, LEFT)
    qtbot.waitUntil(lambda: dialog.said.text() != "", timeout=15_000)
    assert "127.0.0.1 answers 404" in dialog.said.text()
    assert dialog.download.text() == "Try again"
    mirror.files = files
    QTest.mouseClick(dialog.download, LEFT)
    qtbot.waitUntil(lambda: window.pictures.dialog is not None, timeout=15_000)
    previewed(window, qtbot).reject()


def test_a_download_shows_how_far_it_is_and_is_cancelled_at_once(window, qtbot, mirror):
    mirror.sends = 2000
    dialog = getting(window)
    QTest.mouseClick(dialog.download, LEFT)
    qtbot.waitUntil(lambda: dialog.progress.value() > 0, timeout=15_000)
    QTest.mouseClick(dialog.cancel, LEFT)
    assert window.pictures.getting is None
    assert window.session.experiment == Experiment()


# ---- found again -----------------------------------------------------------------------


def test_cancel_while_the_examples_are_made_changes_nothing(window, qtbot, tmp_path, monkeypatch):
    dialog = opened(window, qtbot, write_set(tmp_path))
    go_on = threading.Event()
    monkeypatch.setattr(dialog, "_prepare", lambda spec, count: go_on.wait)
    QTest.mouseClick(dialog.open_button, LEFT)
    assert dialog.said.text() == "Opening the pictures…"
    QTest.mouseClick(dialog.cancel, LEFT)
    go_on.set()
    assert window.pictures.dialog is None
    assert window.session.experiment == Experiment()


@pytest.fixture
def saved(window, qtbot, tmp_path) -> Path:
    """A network saved with pictures that are in another folder."""
    (tmp_path / "old").mkdir()
    opened(window, qtbot, write_set(tmp_path / "old"))
    accept(window, qtbot)
    path: Path = tmp_path / "digits.nnplay"
    window.files._write(path)
    forget(window, qtbot)
    return path


def forget(window: MainWindow, qtbot) -> None:
    """As if the program was started again: nothing is remembered, and nothing is worked out."""
    window.session.replace(Experiment())
    done: list[object] = []
    window.session.background.begin("last", lambda progress: True, done.append)
    qtbot.waitUntil(lambda: bool(done))
    from nnplayground.core import dataset
    from nnplayground.data import picture_source

    picture_source._stored.clear()
    dataset._loaded.clear()


def moved(tmp_path: Path, folder: str) -> None:
    """All files of the set are in another folder now."""
    (tmp_path / folder).mkdir(exist_ok=True)
    for path in list((tmp_path / "old").iterdir()):
        path.rename(tmp_path / folder / path.name)


def test_a_saved_experiment_finds_its_pictures(window, saved):
    assert window.files.open_path(saved)
    assert window.session.dataset.image_shape == (28, 28)


def test_pictures_beside_the_file_are_found_by_themselves(window, saved, tmp_path):
    moved(tmp_path, ".")
    assert window.files.open_path(saved)
    found = Path(window.session.experiment.data.pictures.path)
    assert found == tmp_path / "train-images-idx3-ubyte.gz"


def test_moved_pictures_are_asked_for(window, saved, tmp_path, monkeypatch):
    moved(tmp_path, "new")
    sentences = []

    def ask(sentence, folder, name):
        sentences.append((sentence, folder))
        return tmp_path / "new" / "train-images-idx3-ubyte.gz"

    monkeypatch.setattr(window.dialogs, "ask_pictures_again", ask)
    assert window.files.open_path(saved)
    (sentence, folder), *others = sentences
    assert not others
    assert "are no longer at" in sentence
    assert not folder
    assert Path(window.session.experiment.data.pictures.path).parent == tmp_path / "new"
    window.files._write(saved)
    pictures = load_network(saved).experiment.data.pictures
    assert pictures is not None
    assert pictures.name == "new"


def test_giving_up_keeps_what_was_there(window, saved, tmp_path, monkeypatch):
    moved(tmp_path, "new")
    monkeypatch.setattr(window.dialogs, "ask_pictures_again", lambda *question: None)
    assert not window.files.open_path(saved)
    assert window.session.experiment == Experiment()


def test_changed_pictures_are_used_as_they_are_where_that_is_wanted(
    window, saved, tmp_path, monkeypatch
):
    write_set(tmp_path / "old", train=310)
    asked = Asked(True)
    monkeypatch.setattr(window.dialogs, "ask_changed_table", asked)
    assert window.files.open_path(saved)
    assert "were changed since the experiment was made" in asked.sentences[0]
    again = opened_pictures(spec_at(tmp_path / "old"))
    assert window.session.experiment.data.pictures.sha256 == again.sha256


def test_reading_can_be_left_while_a_file_is_opened(window, saved, monkeypatch):
    shown = []

    def read_on_and_on(spec, progress):
        while progress(0.5):
            threading.Event().wait(0.01)
        raise ReadingStopped

    def leave() -> None:
        (box,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Waiting)]
        shown.append(box)
        QTest.mouseClick(box.cancel, LEFT)

    finding = "nnplayground.views.picture_dialog.finding.stored_pictures"
    monkeypatch.setattr(finding, read_on_and_on)
    QTimer.singleShot(0, window, leave)
    assert not window.files.open_path(saved)
    assert shown
    assert window.session.experiment == Experiment()


def test_all_runs_of_a_file_follow_the_pictures_to_their_new_place(
    window, saved, qtbot, tmp_path, monkeypatch
):
    window.files.open_path(saved)
    window.session.new_seed()
    window.files._write(saved)
    forget(window, qtbot)
    moved(tmp_path, "new")
    path = tmp_path / "new" / "train-images-idx3-ubyte.gz"
    monkeypatch.setattr(window.dialogs, "ask_pictures_again", lambda *question: path)
    assert window.files.open_path(saved)
    places = {run.experiment.data.pictures.path for run in window.session.runs.all}
    assert places == {str(path)}


def test_an_experiment_as_json_opens_its_pictures(window, tmp_path):
    spec = opened_pictures(spec_at(write_set(tmp_path)))
    experiment = source_of_pictures(dataclasses.replace(spec)).suggested
    (tmp_path / "digits.json").write_text(experiment.to_json(), encoding="utf-8")
    assert window.files.open_path(tmp_path / "digits.json")
    assert window.session.experiment.data.pictures == spec
