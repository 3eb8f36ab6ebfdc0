from pathlib import Path

import numpy as np
import pytest

from nnplayground.core import Experiment
from nnplayground.files import SavedNetwork, load_network, save_network
from nnplayground.session import Session
from nnplayground.session.trace_cursor import CellPlace
from nnplayground.views.dialogs import Unsaved
from nnplayground.views.document_files import UNTITLED, example_files, example_name
from nnplayground.views.main_window import MainWindow


class Answers:
    """What a person answers in native dialogs, and what the window asked and told."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open: Path | None = None
        self.save: Path | None = None
        self.unsaved = Unsaved.CANCEL
        self.asked: list[str] = []
        self.problems: list[str] = []
        self.suggested: Path | None = None
        dialogs = window.dialogs
        monkeypatch.setattr(dialogs, "ask_open", lambda folder: self.open)
        monkeypatch.setattr(dialogs, "ask_save", self._ask_save)
        monkeypatch.setattr(dialogs, "ask_unsaved", self._ask_unsaved)
        monkeypatch.setattr(dialogs, "show_problem", lambda text, _="": self.problems.append(text))

    def _ask_save(self, suggested: Path) -> Path | None:
        self.suggested = suggested
        return self.save

    def _ask_unsaved(self, name: str) -> Unsaved:
        self.asked.append(name)
        return self.unsaved


@pytest.fixture
def answers(window, monkeypatch) -> Answers:
    return Answers(window, monkeypatch)


def trained(window: MainWindow, qtbot, iterations: int = 30) -> None:
    window.session.step(iterations)
    qtbot.waitUntil(lambda: not window.session.running)


def press(window: MainWindow, name: str) -> None:
    window.action_set.by_id[name].trigger()


def contents(session: Session) -> tuple[Experiment, int, bytes]:
    return session.experiment, session.state.iteration, session.state.theta.tobytes()


def test_a_new_window_is_untitled_and_saved(window):
    assert window.windowTitle() == f"{UNTITLED}[*] — nnplayground"
    assert not window.isWindowModified()
    assert window.status.file_fact.text() == f"{UNTITLED} — saved"


def test_training_makes_it_unsaved_and_the_title_says_so(window, qtbot):
    trained(window, qtbot)
    qtbot.waitUntil(window.isWindowModified)
    assert window.status.file_fact.text() == f"{UNTITLED} — not saved"


def test_save_asks_for_a_name_once_and_then_no_more(window, qtbot, answers, tmp_path):
    answers.save = tmp_path / "first.nnplay"
    trained(window, qtbot)
    press(window, "save")
    assert answers.suggested == tmp_path / "untitled.nnplay"
    assert load_network(answers.save).state.iteration == 30
    assert not window.isWindowModified()
    assert window.windowTitle() == "first.nnplay[*] — nnplayground"
    answers.save = None
    trained(window, qtbot)
    press(window, "save")
    assert load_network(tmp_path / "first.nnplay").state.iteration == 60


def test_save_as_writes_another_file_and_stays_with_it(window, answers, tmp_path):
    for name in ("one.nnplay", "two.nnplay"):
        answers.save = tmp_path / name
        press(window, "save-as")
    assert window.files.path == tmp_path / "two.nnplay"
    assert (tmp_path / "one.nnplay").is_file()


def test_what_was_saved_is_what_is_opened(window, qtbot, answers, tmp_path):
    answers.save = answers.open = tmp_path / "net.nnplay"
    window.session.edit_training("Learning rate", learning_rate=0.1)
    trained(window, qtbot)
    saved = contents(window.session)
    press(window, "save")
    press(window, "new")
    assert contents(window.session) != saved
    press(window, "open")
    assert contents(window.session) == saved
    assert window.windowTitle() == "net.nnplay[*] — nnplayground"


def test_a_file_carries_as_much_of_the_past_as_was_chosen(window, qtbot, answers, tmp_path):
    for _ in range(5):
        trained(window, qtbot)
    session, truth = window.session, {}
    for iteration in (0, 40, 150):
        truth[iteration] = session.training.position.recording.at(iteration).state.theta
    keyframes = {}
    for text in ("No moments: replay from the start", "Up to 4 MB of moments"):
        menu = window.action_set.by_id["past-in-files"].menu()
        menu.aboutToShow.emit()
        entry = next(action for action in menu.actions() if action.text() == text)
        entry.trigger()
        answers.save = tmp_path / "network.nnplay"
        press(window, "save-as")
        history = load_network(answers.save).history
        assert history is not None
        recording = history.runs[0].recording
        keyframes[text] = len(recording.kept)
        for iteration, theta in truth.items():
            assert np.array_equal(recording.at(iteration).state.theta, theta)
    assert list(keyframes.values()) == [1, len(session.training.position.recording.kept)]


def test_memory_for_the_past_is_chosen_and_remembered(window, preferences):
    memory = window.session.editing.memory
    assert memory.budget == 256 << 20
    menu = window.action_set.by_id["past-in-memory"].menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.isChecked()] == [
        "Up to 256 MB of moments"
    ]
    menu.actions()[0].trigger()
    assert memory.budget == preferences.past_in_memory == 64 << 20
    assert window.session.training.position.recording.budget == 64 << 20


def test_saving_while_training_saves_one_moment_and_training_goes_on(
    window, qtbot, answers, tmp_path
):
    answers.save = tmp_path / "running.nnplay"
    window.session.train()
    qtbot.waitUntil(lambda: window.session.state.iteration > 100)
    press(window, "save")
    at = load_network(answers.save).state.iteration
    assert at > 100
    qtbot.waitUntil(lambda: window.session.state.iteration > at)
    assert window.session.running
    window.session.pause()


def test_new_starts_with_what_the_program_starts_with(window, answers):
    answers.unsaved = Unsaved.DISCARD
    window.session.edit_data("Dataset", dataset="spiral")
    press(window, "new")
    assert window.session.experiment == Experiment()
    assert not window.session.undo_stack.canUndo()


@pytest.mark.parametrize("name", ["new", "open", "quit"])
def test_cancel_keeps_unsaved_changes(window, answers, name, tmp_path):
    answers.open = tmp_path / "other.nnplay"
    window.session.edit_training("Learning rate", learning_rate=0.1)
    before = contents(window.session)
    press(window, name)
    assert answers.asked == [UNTITLED]
    assert contents(window.session) == before
    assert window.isVisible()
    window.session.train()  # the session was not shut down
    assert window.session.running
    window.session.pause()


def test_save_in_the_question_saves_first(window, answers, tmp_path):
    answers.unsaved, answers.save = Unsaved.SAVE, tmp_path / "kept.nnplay"
    window.session.edit_training("Learning rate", learning_rate=0.1)
    press(window, "new")
    assert load_network(answers.save).experiment.training.learning_rate == 0.1
    assert window.session.experiment.training.learning_rate == 0.03


def test_a_save_that_is_given_up_in_the_question_keeps_the_changes(window, answers):
    answers.unsaved, answers.save = Unsaved.SAVE, None
    window.session.edit_training("Learning rate", learning_rate=0.1)
    press(window, "new")
    assert window.session.experiment.training.learning_rate == 0.1


def test_nothing_is_asked_where_nothing_is_unsaved(window, answers):
    press(window, "new")
    window.close()
    assert answers.asked == []
    assert not window.isVisible()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("gone.nnplay", None, "does not exist"),
        ("empty.nnplay", b"", "empty"),
        ("foreign.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is a PNG picture"),
        ("broken.json", b'{"network": ', "not JSON"),
        ("impossible.json", b'{"data": {"dataset": "no such data"}}', "unknown"),
    ],
)
def test_a_file_that_cannot_be_opened_gives_one_sentence_and_changes_nothing(
    window, qtbot, answers, tmp_path, name, data, words
):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    trained(window, qtbot)
    answers.unsaved = Unsaved.DISCARD
    before, title = contents(window.session), window.windowTitle()
    answers.open = path
    press(window, "open")
    assert len(answers.problems) == 1
    assert name in answers.problems[0]
    assert words in answers.problems[0]
    assert contents(window.session) == before
    assert window.windowTitle() == title
    assert path not in window.preferences.recent_files


def test_a_save_that_fails_says_so_and_leaves_the_changes_unsaved(window, answers, tmp_path):
    window.session.edit_training("Learning rate", learning_rate=0.1)
    answers.save = tmp_path / "no folder" / "net.nnplay"
    press(window, "save")
    assert len(answers.problems) == 1
    assert "net.nnplay" in answers.problems[0]
    assert window.isWindowModified()
    assert window.files.path is None


def test_a_plain_experiment_is_opened_but_not_saved_over(window, answers, tmp_path):
    path = tmp_path / "plan.json"
    path.write_text('{"training": {"learning_rate": 0.3}}')
    answers.open, answers.save = path, None
    press(window, "open")
    assert window.session.experiment.training.learning_rate == 0.3
    press(window, "save")
    assert answers.suggested == tmp_path / "plan.nnplay"
    assert path.read_text() == '{"training": {"learning_rate": 0.3}}'


def test_recent_files_are_opened_from_the_menu(window, answers, tmp_path):
    answers.save = tmp_path / "a & b.nnplay"
    press(window, "save")
    press(window, "new")
    menu = window.action_set.by_id["open-recent"].menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["a && b.nnplay", "Clear this list"]
    menu.actions()[0].trigger()
    assert window.files.path == answers.save


def test_a_recent_file_that_is_gone_is_said_and_removed(window, answers, tmp_path):
    answers.save = tmp_path / "gone.nnplay"
    press(window, "save")
    answers.save.unlink()
    menu = window.action_set.by_id["open-recent"].menu()
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert window.status.said.sentence == f"gone.nnplay is no longer in {tmp_path}."
    assert window.preferences.recent_files == ()


def test_the_folder_is_remembered(window, answers, tmp_path, preferences):
    folder = tmp_path / "nets"
    folder.mkdir()
    answers.save = folder / "net.nnplay"
    press(window, "save")
    assert preferences.folder == folder


@pytest.mark.parametrize("path", example_files(), ids=lambda path: path.stem)
def test_an_example_is_opened_and_not_saved_over(window, answers, path):
    assert window.files.open_example(path)
    assert window.files.path is None
    assert answers.problems == []
    press(window, "save")
    assert answers.suggested is not None
    assert answers.suggested.parent != path.parent
    assert window.preferences.recent_files == ()


@pytest.fixture
def lesson_file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.lesson.json"
    path.write_text(
        '{"title": "Mine", "experiments": [{"name": "a", "experiment": {}}],'
        ' "steps": [{"title": "First", "text": ["Look."]}]}'
    )
    return path


def test_a_lesson_is_opened_like_any_file_and_is_among_the_recent_ones(
    window, answers, lesson_file
):
    answers.open = lesson_file
    press(window, "open")
    assert window.lessons.panel.lesson_title.text() == "Mine"
    assert window.files.name == "Mine"
    assert lesson_file in window.preferences.recent_files
    window.files.new()
    assert window.lessons.player.lesson is None
    assert window.files.open_recent(lesson_file)
    assert window.lessons.panel.lesson_title.text() == "Mine"
    assert not answers.problems


def test_a_broken_lesson_is_spoken_of_as_a_lesson(window, answers, lesson_file):
    lesson_file.write_text(lesson_file.read_text().replace("text", "words"))
    window.files.open_path(lesson_file)
    lesson_file.write_text(lesson_file.read_text()[:-1])
    window.files.open_path(lesson_file)
    assert "is not a lesson that works: steps.0.words: unknown key" in answers.problems[0]
    assert "is not JSON" in answers.problems[1]
    assert window.lessons.player.lesson is None


def test_a_lesson_is_not_saved_over_the_file_of_before(
    window, qtbot, answers, lesson_file, tmp_path
):
    answers.save = tmp_path / "net.nnplay"
    press(window, "save")
    window.files.open_path(lesson_file)
    answers.save = None
    press(window, "save")
    assert answers.suggested == tmp_path / "Mine.nnplay"


def test_what_a_lesson_trains_is_no_unsaved_work(window, qtbot, answers, lesson_file):
    step = '{"title": "Second", "text": ["So."], "actions": [{"do": "step", "iterations": 5}]}'
    lesson_file.write_text(lesson_file.read_text().replace("}]}", "}, " + step + "]}"))
    window.files.open_path(lesson_file)
    window.lessons.player.next()
    qtbot.waitUntil(lambda: not window.lessons.player.busy)
    assert window.session.state.iteration == 5
    assert not window.session.modified
    trained(window, qtbot, 1)
    assert window.session.modified


def test_a_document_that_is_opened_ends_the_lesson_and_keeps_its_hidden_cells(
    window, answers, lesson_file, tmp_path
):
    answers.save = tmp_path / "net.nnplay"
    window.session.apart.trace_of(window.session.frame)
    window.session.hidden.toggle(CellPlace("Z1", 0, 0))
    press(window, "save")
    window.files.open_path(lesson_file)
    assert not window.session.hidden.cells
    window.files.open_path(tmp_path / "net.nnplay")
    assert window.lessons.player.lesson is None
    assert window.session.hidden.cells == {CellPlace("Z1", 0, 0)}


def test_opening_goes_on_with_the_same_bits(window, qtbot, answers, tmp_path):
    trained(window, qtbot, 20)
    answers.save = answers.open = tmp_path / "net.nnplay"
    press(window, "save")
    trained(window, qtbot, 20)
    never_stopped = window.session.state.theta.copy()
    answers.unsaved = Unsaved.DISCARD
    press(window, "open")
    trained(window, qtbot, 20)
    np.testing.assert_array_equal(window.session.state.theta, never_stopped)


def test_a_saved_network_of_somebody_else_is_opened(window, answers, tmp_path):
    theirs = Session(Experiment(seed=7))
    try:
        save_network(tmp_path / "theirs.nnplay", SavedNetwork(theirs.experiment, theirs.state))
    finally:
        theirs.shut_down()
    assert window.files.open_path(tmp_path / "theirs.nnplay")
    assert window.session.experiment.seed == 7
    assert window.status.seed_fact.text() == "seed 7"


def test_examples_are_called_as_people_would():
    named = {path.stem: example_name(path) for path in example_files()}
    assert named["spiral_sines"] == "Spiral sines"
    assert named["lesson_c_identity"] == "Lesson C identity"
