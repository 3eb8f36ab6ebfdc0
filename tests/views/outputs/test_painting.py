"""Points are painted with real mouse and key events: seen at once, undone in one step, live."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnplayground.core.points_spec import MAX_POINTS, PointsSpec
from nnplayground.data import DATASETS
from nnplayground.data.point_edits import with_points
from nnplayground.data.points import empty_curve, empty_plane
from nnplayground.views.output_view import OutputView
from nnplayground.views.outputs.painting import hand
from nnplayground.views.outputs.painting.tools import TOOLS
from nnplayground.views.theme import DARK
from tests.views.moving import drag_to

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def view(view: OutputView) -> OutputView:
    """The output view with the tools out."""
    QTest.mouseClick(view.paint, LEFT)
    return view


def begin(view, spec):
    """Begin with these points."""
    view.begin_points(spec)
    view.draw(view.session.frame)
    QApplication.sendPostedEvents()


def canvas(view):
    return view.kinds[view.kind].canvas


def pixel(view, x, y):
    axes = canvas(view).axes(view.session.dataset)
    return QPoint(*axes.place(np.array([[x, y]]))[0].round().astype(int).tolist())


def drag(view, *places, button=LEFT, wait=None):
    pixels = [pixel(view, *place) for place in places]
    QTest.mousePress(canvas(view), button, pos=pixels[0])
    for place in pixels[1:]:
        drag_to(canvas(view), place, button)
        if wait is not None:
            wait()
    QTest.mouseRelease(canvas(view), button, pos=pixels[-1])


def points(view):
    spec = view.session.experiment.data.points
    return np.empty((0, 3)) if spec is None else spec.table


def test_a_click_paints_a_point_of_the_chosen_class_where_it_is(view, session):
    begin(view, empty_plane(3))
    QTest.mouseClick(view.tools.swatches[2], LEFT)
    drag(view, (2.0, -3.0))
    ((x, y, label),) = points(view).tolist()
    assert (x, y) == pytest.approx((2.0, -3.0), abs=0.05)
    assert label == 2.0
    assert session.undo_stack.undoText() == "Paint a point"


def test_a_drag_paints_a_row_of_points_in_one_undo_step(view, session):
    begin(view, empty_plane())
    steps, before = session.undo_stack.count(), session.experiment
    drag(view, (-4.0, 0.0), (0.0, 0.0), (4.0, 0.0))
    painted = points(view)
    assert len(painted) > 10
    assert np.ptp(np.diff(np.sort(painted[:, 0]))) < 0.1
    assert session.undo_stack.count() == steps + 1
    assert session.undo_stack.undoText() == f"Paint {len(painted)} points"
    after = session.experiment
    session.undo_stack.undo()
    assert session.experiment == before
    session.undo_stack.redo()
    assert session.experiment == after
    assert points(view).tobytes() == painted.tobytes()


def test_the_first_stroke_on_a_data_set_keeps_its_points_and_the_weights(view, session, qtbot):
    session.step(30)
    qtbot.waitUntil(lambda: not session.running)
    before, theta = session.dataset, session.state.theta
    drag(view, (5.5, 5.5))
    assert len(points(view)) == 501
    assert np.array_equal(points(view)[: len(before.train), :2], before.train.raw)
    assert session.state.iteration == 30
    assert np.array_equal(session.state.theta, theta)
    session.undo_stack.undo()
    assert session.dataset is before


def test_a_stroke_is_seen_before_it_ends(view, session):
    begin(view, empty_plane())
    still = canvas(view).grab().toImage()
    QTest.mousePress(canvas(view), LEFT, pos=pixel(view, -3, 0))
    QTest.mouseMove(canvas(view), pixel(view, 3, 0))
    assert len(points(view)) == 0
    assert len(canvas(view).parts[0]) > 5
    QTest.mouseMove(canvas(view), pixel(view, 3, 0))
    assert canvas(view).grab().toImage() != still
    QTest.mouseRelease(canvas(view), LEFT, pos=pixel(view, 3, 0))
    assert len(points(view)) > 5
    assert canvas(view).parts is None


def test_a_point_is_seen_while_painting_whichever_part_it_is_for(view, session):
    session.edit_data("Share", train_share=0.1)
    drag(view, (-5.5, -5.5), (5.5, -5.5))
    shown = canvas(view).example_at
    for x, y, _ in points(view)[500:]:
        assert shown(pixel(view, x, y).toPointF()) is not None


def test_spraying_paints_more_the_longer_it_lasts_within_the_brush(view, session, qtbot):
    begin(view, empty_plane())
    view.painting.choose("spray")
    view.painting.choose_size(30)
    QTest.mousePress(canvas(view), LEFT, pos=pixel(view, 0, 0))
    first = len(canvas(view).parts[0])
    qtbot.waitUntil(lambda: len(canvas(view).parts[0]) >= first + 6)
    QTest.mouseRelease(canvas(view), LEFT, pos=pixel(view, 0, 0))
    sprayed = points(view)
    scale = canvas(view).axes(session.dataset).rect.width() / 12.0
    assert np.hypot(*sprayed[:, :2].T).max() * scale <= 31
    assert len(np.unique(sprayed[:, :2], axis=0)) == len(sprayed)
    assert session.undo_stack.undoText() == f"Spray {len(sprayed)} points"


@pytest.mark.parametrize(("key", "button"), [("erase", LEFT), ("paint", RIGHT)])
def test_erasing_takes_what_is_under_the_brush_and_nothing_else(view, session, key, button):
    row = tuple((float(x), 0.0, 1.0) for x in range(-5, 6))
    begin(view, with_points(empty_plane(), row))
    view.painting.choose(key)
    view.painting.choose_size(8)
    drag(view, (-2.0, 0.0), (2.0, 0.0), button=button)
    assert points(view)[:, 0].tolist() == [-5, -4, -3, 3, 4, 5]
    assert session.undo_stack.undoText() == "Erase 5 points"
    session.undo_stack.undo()
    assert session.experiment.data.points.points == row


def test_erasing_nothing_is_no_step(view, session):
    begin(view, with_points(empty_plane(), ((0.0, 0.0, 1.0),)))
    view.painting.choose("erase")
    steps = session.undo_stack.count()
    drag(view, (-5.0, -5.0), (5.0, -5.0))
    assert session.undo_stack.count() == steps


def test_a_single_point_is_moved_and_keeps_its_class(view, session):
    begin(view, with_points(empty_plane(3), ((0.0, 0.0, 2.0), (3.0, 3.0, 0.0))))
    view.painting.choose("move")
    drag(view, (0.0, 0.0), (-2.0, 1.0), (-4.0, 2.0))
    (x, y, label), other = points(view).tolist()
    assert (x, y) == pytest.approx((-4.0, 2.0), abs=0.05)
    assert label == 2.0
    assert other == [3.0, 3.0, 0.0]
    assert session.undo_stack.undoText() == "Move a point"
    session.undo_stack.undo()
    assert points(view)[0].tolist() == [0.0, 0.0, 2.0]


def test_what_is_dragged_out_of_the_plot_stays_at_its_edge(view):
    begin(view, with_points(empty_plane(), ((0.0, 0.0, 1.0),)))
    view.painting.choose("move")
    drag(view, (0.0, 0.0), (40.0, 40.0))
    assert points(view)[0].tolist() == pytest.approx([6.0, 6.0, 1.0], abs=0.02)


def test_the_select_tool_chooses_an_example_and_changes_nothing(view, session):
    before = session.experiment
    view.painting.choose("select")
    place = session.dataset.train.raw[17]
    drag(view, tuple(place))
    chosen = session.dataset.train.raw[session.example.index]
    assert chosen == pytest.approx(place, abs=0.15)
    assert session.experiment is before


def test_painting_while_training_is_live_and_one_step(view, session, qtbot, monkeypatch):
    monkeypatch.setattr(hand, "LIVE", 5)
    begin(view, with_points(empty_plane(), ((0.0, 4.0, 0.0),)))
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 0)
    steps, before = session.undo_stack.count(), session.experiment
    counts = set()

    def learned() -> None:
        known = len(points(view))
        qtbot.waitUntil(lambda: len(points(view)) > known)
        iteration = session.state.iteration
        qtbot.waitUntil(lambda: session.state.iteration > iteration)
        counts.add(len(session.dataset.train))

    drag(view, (-4, -2), (-2, -2), (0, -2), (2, -2), wait=learned)
    assert session.running
    assert len(counts) == 3
    assert session.undo_stack.count() == steps + 1
    session.pause()
    recording = session.training.position.recording
    assert len(recording.events) >= 3
    again = recording.at(session.state.iteration).state
    assert again.theta.tobytes() == session.state.theta.tobytes()
    session.undo_stack.undo()
    assert session.experiment.data.points == before.data.points


def test_erasing_the_last_point_while_training_pauses_with_a_sentence(view, session, qtbot):
    begin(view, with_points(empty_plane(), ((0.0, 0.0, 1.0),)))
    session.train()
    qtbot.waitUntil(lambda: session.state.iteration > 0)
    said: list[str] = []
    session.said.connect(said.append)
    drag(view, (0.0, 0.0), button=RIGHT)
    assert not session.running
    assert len(points(view)) == 0
    assert any("training is paused" in sentence for sentence in said)
    assert not canvas(view).grab().isNull()


def test_one_class_alone_is_said_once(view, session):
    begin(view, empty_plane())
    said: list[str] = []
    session.said.connect(said.append)
    for y in (0.0, 1.0):
        drag(view, (0.0, y))
    assert [sentence for sentence in said if "All points are of class 2" in sentence] == said


def test_an_undo_in_the_middle_of_a_stroke_ends_it(view, session):
    begin(view, with_points(empty_plane(), ((0.0, 0.0, 1.0),)))
    drag(view, (1.0, 1.0))
    QTest.mousePress(canvas(view), LEFT, pos=pixel(view, -3, 0))
    QTest.mouseMove(canvas(view), pixel(view, 3, 0))
    session.undo_stack.undo()
    QTest.mouseRelease(canvas(view), LEFT, pos=pixel(view, 3, 0))
    assert points(view).tolist() == [[0.0, 0.0, 1.0]]
    assert canvas(view).parts is None
    session.undo_stack.redo()
    assert len(points(view)) == 2


@pytest.mark.parametrize("other", ["circle", "multi_gauss", "sine", "digits"])
def test_other_data_in_the_middle_of_a_stroke_ends_it(view, session, other):
    session.edit_data("Rings", dataset="rings")
    view.draw(session.frame)
    view.painting.choose_label(2)
    on = canvas(view)
    QTest.mousePress(on, LEFT, pos=pixel(view, -3, 0))
    QTest.mouseMove(on, pixel(view, 3, 0))
    assert on.parts is not None
    session.edit_data("Other", dataset=other)
    assert on.parts is None
    view.draw(session.frame)
    assert not view.grab().isNull()
    QTest.mouseRelease(on, LEFT)
    assert session.experiment.data.dataset == other


def test_a_look_at_other_data_of_the_past_in_the_middle_of_a_stroke_draws_no_strange_points(
    view, session, qtbot
):
    session.step(3)
    qtbot.waitUntil(lambda: not session.running)
    view.painting.set_classes(4)
    session.step(3)
    qtbot.waitUntil(lambda: not session.running)
    view.draw(session.frame)
    view.painting.choose_label(3)
    on = canvas(view)
    QTest.mousePress(on, LEFT, pos=pixel(view, -3, 0))
    session.look_at(1)
    qtbot.waitUntil(lambda: session.frame.iteration == 1)
    view.draw(session.frame)
    assert not view.grab().isNull()
    QTest.mouseMove(on, pixel(view, 3, 0))
    view.draw(session.frame)
    assert not view.grab().isNull()
    QTest.mouseRelease(on, LEFT, pos=pixel(view, 3, 0))
    assert on.parts is None


def test_painting_on_a_moment_of_the_past_goes_on_from_there(view, session, qtbot):
    session.step(20)
    qtbot.waitUntil(lambda: not session.running)
    drag(view, (5.0, 5.0))
    session.look_at(0)
    qtbot.waitUntil(lambda: session.frame.iteration == 0)
    view.draw(session.frame)
    drag(view, (-5.0, 5.0))
    assert session.state.iteration == 0
    assert len(points(view)) == 501 + (session.frame.last_iteration > 0)


def test_drawing_a_curve_takes_the_place_of_what_was_there(view, session):
    begin(view, empty_curve())
    drag(view, (-5.0, -1.0), (5.0, 1.0))
    first = points(view)
    assert len(first) > 30
    assert np.corrcoef(first.T)[0, 1] > 0.999
    assert session.undo_stack.undoText() == f"Draw {len(first)} points"
    drag(view, (-2.0, 1.0), (2.0, 1.0))
    over = points(view)
    middle = np.abs(over[:, 0]) < 1.9
    assert over[middle, 1] == pytest.approx(1.0, abs=0.02)
    assert set(map(tuple, first[np.abs(first[:, 0]) > 2.1].tolist())) <= set(
        map(tuple, over.tolist())
    )
    drag(view, (0.0, -1.0))
    assert len(points(view)) == len(over) + 1


def test_the_axes_of_a_curve_stay_while_it_is_drawn(view, session):
    begin(view, empty_curve())
    before = canvas(view).axes(session.dataset).y
    drag(view, (-5.0, -1.5), (5.0, 1.5))
    assert canvas(view).axes(session.dataset).y == before == (-1.5, 1.5)


def test_points_with_values_are_painted_in_the_value_that_is_chosen(view, session, qtbot):
    session.replace(DATASETS["multi_gauss"].suggested.with_training(engine="numpy"))
    session.edit_data("Fewer", examples=100)
    view.draw(session.frame)
    shown = [swatch for swatch in view.tools.swatches if swatch.isVisible()]
    assert [swatch.accessibleName() for swatch in shown][::4] == ["value −1.000", "value 1.000"]
    QTest.mouseClick(shown[1], LEFT)
    drag(view, (0.0, 0.0))
    assert points(view)[-1, 2] == -0.5
    session.step(3)
    qtbot.waitUntil(lambda: session.state.iteration == 3)


def test_there_is_room_for_5000_points_and_then_a_sentence(view, session):
    random = np.random.default_rng(0)
    table = np.column_stack((random.uniform(-5, 5, (MAX_POINTS - 1, 2)), np.ones(MAX_POINTS - 1)))
    begin(view, PointsSpec(points=tuple(map(tuple, table.tolist()))))
    said: list[str] = []
    session.said.connect(said.append)
    drag(view, (-5.0, 0.0), (5.0, 0.0))
    assert len(points(view)) == MAX_POINTS
    assert any("room for 5,000 points" in sentence for sentence in said)
    assert not canvas(view).grab().isNull()


def test_too_many_examples_are_not_painted_on_and_the_sentence_says_so(view, session):
    session.edit_data("More", examples=6000)
    view.draw(session.frame)
    said: list[str] = []
    session.said.connect(said.append)
    drag(view, (0.0, 0.0))
    assert session.experiment.data.dataset == "circle"
    assert said == [
        "Points by hand: at most 5,000, but Circle has 6,000 examples; choose fewer examples first."
    ]


# ---- the bar and the keys ---------------------------------------------------------------


def test_letters_digits_and_brackets_choose_tool_class_and_size(view):
    view.activateWindow()
    canvas(view).setFocus()
    keys = {tool.key: key for key, tool in TOOLS.items()}
    assert len(keys) == len(TOOLS)
    for letter, key in keys.items():
        QTest.keyClick(canvas(view), Qt.Key(ord(letter)))
        assert view.painting.key == key
        assert view.tools.tools[key].isChecked()
    QTest.keyClick(canvas(view), Qt.Key.Key_1)
    assert view.painting.brush.label == 0
    assert view.tools.swatches[0].isChecked()
    QTest.keyClick(canvas(view), Qt.Key.Key_9)
    assert view.painting.brush.label == 0
    size = view.painting.brush.size
    QTest.keyClick(canvas(view), Qt.Key.Key_BracketRight)
    assert view.painting.brush.size > size
    assert view.tools.size_slider.value() == view.painting.brush.size


def test_points_are_painted_with_the_keyboard_alone(view, session):
    begin(view, empty_plane())
    view.activateWindow()
    canvas(view).setFocus()
    QTest.keyClick(canvas(view), Qt.Key.Key_Return)
    for _ in range(4):
        QTest.keyClick(canvas(view), Qt.Key.Key_Right)
    QTest.keyClick(canvas(view), Qt.Key.Key_Up)
    QTest.keyClick(canvas(view), Qt.Key.Key_Return)
    (first, second) = points(view)
    assert first[:2] == pytest.approx([0.0, 0.0], abs=0.1)
    assert second[:2] == pytest.approx([1.2, 0.3], abs=0.1)


def test_the_bar_follows_the_classes_and_plus_adds_one(view, session):
    assert sum(swatch.isVisible() for swatch in view.tools.swatches) == 2
    QTest.mouseClick(view.tools.add_class, LEFT)
    assert sum(swatch.isVisible() for swatch in view.tools.swatches) == 3
    assert session.experiment.network.output.units == 3
    for _ in range(7):
        QTest.mouseClick(view.tools.add_class, LEFT)
    assert sum(swatch.isVisible() for swatch in view.tools.swatches) == 10
    assert not view.tools.add_class.isVisible()
    view.painting.choose_label(9)
    session.undo_stack.undo()
    assert view.painting.brush.label == 8


def test_every_control_of_the_bar_has_a_name(view):
    for key in ("circle", "multi_gauss", "sine"):
        view.session.edit_data("Dataset", dataset=key)
        view.draw(view.session.frame)
        bar = view.tools
        for widget in (
            *bar.tools.values(),
            *bar.swatches,
            bar.add_class,
            bar.size_slider,
            bar.more,
        ):
            if widget.isVisible():
                assert widget.accessibleName()
                assert widget.toolTip()


def test_tools_are_put_away_and_the_pointer_chooses_again(view, session):
    QTest.mouseClick(view.paint, LEFT)
    assert not view.tools.isVisible()
    before = session.experiment
    drag(view, (5.5, 5.5))
    assert session.experiment is before


def test_only_planes_and_curves_have_the_tools(view, session):
    session.edit_data("Dataset", dataset="digits")
    view.draw(session.frame)
    assert not view.paint.isVisible()
    assert not view.tools.isVisible()
    session.edit_data("Dataset", dataset="sine")
    view.draw(session.frame)
    assert view.paint.isVisible()
    assert view.tools.isVisible()
    view.choose("table")
    assert not view.paint.isVisible()


def test_dark_colours_and_narrow_views_show_the_whole_bar(view, session, qtbot):
    for _ in range(8):
        view.painting.set_classes(len(view.painting.classes) + 1)
    view.themes.use(DARK)
    for size in ((346, 420), (322, 238), (260, 300)):
        view.resize(*size)
        qtbot.waitUntil(lambda size=size: view.width() == size[0])
        view.draw(session.frame)
        QApplication.sendPostedEvents()
        assert not view.grab().isNull()
        right = view.tools.more.mapTo(view, view.tools.more.rect().bottomRight())
        assert right.x() <= view.width()
        assert right.y() <= view.height()


# ---- in the window -------------------------------------------------------------------------


def test_the_window_begins_with_own_points_paints_trains_and_comes_back(window, qtbot):
    session, data = window.session, window.docks.panels["data"]
    session.edit_training("Engine", engine="numpy")
    QTest.mouseClick(data.own_points, LEFT)
    view = window.docks.panels["output"]
    assert session.experiment.data.dataset == "points"
    assert data.own_points.isChecked()
    assert view.tools.isVisible()
    view.draw(session.frame)
    QApplication.sendPostedEvents()
    drag(view, (-4.0, 3.0), (4.0, 3.0))
    view.painting.choose_label(0)
    drag(view, (-4.0, -3.0), (4.0, -3.0))
    count = len(points(view))
    assert data.own_points.text() == f"{count} points"
    session.step(50)
    qtbot.waitUntil(lambda: session.state.iteration == 50)
    QTest.mouseClick(data.thumbnails["spiral"], LEFT)
    assert session.experiment.data.points is None
    QTest.mouseClick(data.own_points, LEFT)
    assert len(points(view)) == count


def test_menu_entries_paint_shake_and_begin(window):
    session, view = window.session, window.docks.panels["output"]
    actions = window.action_set.by_id
    actions["paint-points"].trigger()
    assert view.painting.active
    assert canvas(view).hasFocus()
    assert actions["paint-points"].isChecked()
    before = session.dataset.train.raw
    actions["add-noise"].trigger()
    moved = np.abs(session.dataset.train.raw - before)
    assert 0 < moved.max() < 2.0
    assert session.undo_stack.undoText() == "Add noise"
    for name, wanted in (("painting-tool", 5), ("point-classes", 9), ("begin-points", 4)):
        menu = actions[name].menu()
        menu.aboutToShow.emit()
        assert len(menu.actions()) == wanted
    begin = actions["begin-points"].menu().actions()
    assert [action.text() for action in begin][-1] == "Empty curve"
    begin[-1].trigger()
    assert session.experiment.network.inputs == 1
    session.edit_data("Dataset", dataset="digits")
    assert not actions["paint-points"].isEnabled()
    assert not actions["add-noise"].isEnabled()


@pytest.mark.parametrize("spec", [empty_plane(), empty_plane(4), empty_curve()])
def test_every_panel_stands_an_empty_plane_and_a_single_point(window, spec):
    session, view = window.session, window.docks.panels["output"]
    session.edit_training("Engine", engine="numpy")
    view.begin_points(spec)
    point = (0.5, 0.5, 1.0)[: 2 if spec.kind == "curve" else 3]
    for points_now in (spec, with_points(spec, (point,))):
        session.edit_points("Points", points_now)
        for number in range(window.docks.tabs.count()):
            window.docks.show_tab(number)
            window.grab()
        for kind in range(view.chooser.count()):
            view.choose(str(view.chooser.itemData(kind)))
            window.grab()
        session.apart.next_operation()
        session.apart.next_example()
