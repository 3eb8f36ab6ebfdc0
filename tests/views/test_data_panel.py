"""The data panel edits the session's data by mouse and keys, and follows the experiment."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionSlider,
)

from nnplayground.core.points_spec import PointsSpec
from nnplayground.data import DATASETS
from nnplayground.data.point_edits import with_points
from nnplayground.data.points import empty_curve, empty_plane
from nnplayground.session import Session
from nnplayground.views.data_panel import SCALINGS, DataPanel
from nnplayground.views.theme import DARK, Themes
from tests.views.conftest import Show
from tests.views.moving import drag_along

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(show: Show[DataPanel], session: Session) -> DataPanel:
    return show(DataPanel(session, Themes()), 250, 600)


def data(session: Session):
    return session.experiment.data


def handle(slider: QSlider, position: int) -> QPoint:
    """The middle of the slider's handle where it stands at `position`."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    option.sliderPosition = option.sliderValue = position
    control = QStyle.ComplexControl.CC_Slider
    part = QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(control, option, part, slider).center()


def drag(slider: QSlider, to: int) -> None:
    QApplication.sendPostedEvents()  # laid out
    start, end = handle(slider, slider.value()), handle(slider, to)
    drag_along(slider, *(start + (end - start) * step / 5 for step in range(6)))


def type_into(box: QLineEdit, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def test_a_click_on_a_thumbnail_chooses_the_data_and_undo_brings_back_the_other(panel, session):
    QTest.mouseClick(panel.thumbnails["spiral"], LEFT)
    assert data(session).dataset == "spiral"
    session.undo_stack.undo()
    assert data(session).dataset == "circle"
    assert panel.thumbnails["circle"].isChecked()
    assert not panel.thumbnails["spiral"].isChecked()


def test_arrow_keys_go_from_thumbnail_to_thumbnail(panel, session):
    panel.thumbnails["circle"].setFocus()
    QTest.keyClick(panel.thumbnails["circle"], Qt.Key.Key_Right)
    assert data(session).dataset == "xor"
    assert panel.thumbnails["xor"].hasFocus()


@pytest.mark.parametrize("key", DATASETS)
def test_every_data_set_can_be_chosen_in_both_themes(panel, session, key):
    QTest.mouseClick(panel.thumbnails[key], LEFT)
    assert data(session).dataset == key
    panel.themes.use(DARK)
    assert not panel.grab().isNull()


def test_dragging_the_noise_is_live_and_one_undo_step(panel, session):
    seen = []
    session.experiment_changed.connect(lambda experiment: seen.append(experiment.data.noise))
    drag(panel.noise.slider, 30)
    assert data(session).noise == pytest.approx(30.0, abs=1.0)
    assert len(set(seen)) > 2
    assert panel.noise.value.text() == f"{data(session).noise:g}"
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert data(session).noise == 0.0
    assert panel.noise.slider.value() == 0
    assert panel.noise.value.text() == "0"


def test_training_goes_on_while_the_noise_is_dragged(panel, session, qtbot):
    session.train()
    drag(panel.noise.slider, 20)
    assert data(session).noise > 0.0
    assert session.running
    before = session.state.iteration
    qtbot.waitUntil(lambda: session.state.iteration > before)


def test_a_typed_share_is_taken_though_the_slider_has_no_such_position(panel, session):
    type_into(panel.train_share.value, "62 %")
    assert data(session).train_share == 0.62
    assert panel.train_share.value.text() == "62 %"


@pytest.mark.parametrize("typed", ["lots", " ", "1e999", "12.5.3"])
def test_what_is_no_number_is_said_and_taken_back(panel, session, typed):
    said: list[str] = []
    session.said.connect(said.append)
    type_into(panel.noise.value, typed)
    assert data(session).noise == 0.0
    assert panel.noise.value.text() == "0"
    assert said == [f"Noise: expected a number from 0 to 50, got '{typed}'"]


def test_a_number_out_of_range_is_said_by_the_session_and_taken_back(panel, session):
    said: list[str] = []
    session.said.connect(said.append)
    type_into(panel.noise.value, "70")
    assert said == ["Noise: expected 0 to 50, got 70"]
    assert panel.noise.value.text() == "0"


def test_the_batch_goes_from_one_to_all_and_beyond_the_slider_by_typing(panel, session):
    panel.batch_size.slider.setFocus()
    QTest.keyClick(panel.batch_size.slider, Qt.Key.Key_End)
    assert session.experiment.training.batch_size == 0
    assert panel.batch_size.value.text() == "all"
    type_into(panel.batch_size.value, "100")
    assert session.experiment.training.batch_size == 100
    assert panel.batch_size.slider.value() == 29  # 30, the largest number on it
    type_into(panel.batch_size.value, "ALL")
    assert session.experiment.training.batch_size == 0


def test_noise_is_disabled_with_the_reason_where_it_does_not_apply(panel, session):
    QTest.mouseClick(panel.thumbnails["digits"], LEFT)
    assert not panel.noise.isEnabled()
    assert panel.noise.toolTip() == "Digits is as it is: no noise is added to it"
    assert panel.train_share.isEnabled()
    QTest.mouseClick(panel.thumbnails["lesson_a"], LEFT)
    assert not panel.train_share.isEnabled()
    QTest.mouseClick(panel.thumbnails["circle"], LEFT)
    assert panel.noise.isEnabled()


def test_inputs_are_offered_where_there_are_some_and_scaling_for_tables_and_pictures(
    panel, session
):
    assert [key for key, chip in panel.chips.items() if chip.isVisible()] == list(panel.chips)
    assert not panel.scaling.isVisible()
    QTest.mouseClick(panel.thumbnails["sine"], LEFT)
    visible = [key for key, chip in panel.chips.items() if chip.isVisible()]
    assert visible == ["x1", "x1^2", "sin(x1)"]
    QTest.mouseClick(panel.thumbnails["digits"], LEFT)
    assert not any(chip.isVisible() for chip in panel.chips.values())
    assert panel.scaling.isVisible()


def test_ticking_an_input_keeps_the_weights_of_the_others(panel, session):
    before = session.training.problem.layout.weight(session.state.theta, 0).copy()
    QTest.mouseClick(panel.chips["x1^2"], LEFT)
    assert data(session).features == ("x1", "x2", "x1^2")
    after = session.training.problem.layout.weight(session.state.theta, 0)
    assert after.shape == (3, 4)
    assert np.array_equal(after[:2], before)


def test_unticking_it_again_is_the_experiment_as_it_was(panel, session):
    before = session.experiment
    QTest.mouseClick(panel.chips["x1^2"], LEFT)
    QTest.mouseClick(panel.chips["x1^2"], LEFT)
    assert session.experiment == before
    assert [key for key, chip in panel.chips.items() if chip.isChecked()] == ["x1", "x2"]


def test_the_last_input_stays(panel, session):
    said: list[str] = []
    session.said.connect(said.append)
    QTest.mouseClick(panel.chips["x1"], LEFT)
    assert data(session).features == ("x2",)
    QTest.mouseClick(panel.chips["x2"], LEFT)
    assert data(session).features == ("x2",)
    assert panel.chips["x2"].isChecked()
    assert said == ["Inputs: the network needs at least one"]


def test_new_points_take_the_next_seed_and_the_old_seed_gives_the_old_points(panel, session):
    before = session.dataset.train.raw
    QTest.mouseClick(panel.new_points, LEFT)
    assert data(session).seed == 1
    assert panel.seed.text() == "1"
    assert not np.array_equal(session.dataset.train.raw, before)
    type_into(panel.seed, "0")
    assert np.array_equal(session.dataset.train.raw, before)


def test_the_number_of_examples_is_typed(panel, session):
    type_into(panel.examples, "1 200")
    assert len(session.dataset.train) + len(session.dataset.test) == 1200


def test_the_wheel_scrolls_past_a_choice_without_changing_it(panel, session):
    QTest.mouseClick(panel.thumbnails["digits"], LEFT)
    where = QPointF(5, 5)
    wheel = QWheelEvent(
        where,
        panel.scaling.mapToGlobal(where),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(panel.scaling, wheel)
    assert data(session).scaling == "none"
    assert not wheel.isAccepted()


def test_scaling_is_chosen_by_keys(panel, session):
    QTest.mouseClick(panel.thumbnails["digits"], LEFT)
    panel.scaling.setFocus()
    QTest.keyClick(panel.scaling, Qt.Key.Key_Down)
    assert data(session).scaling == "standardize"
    assert session.dataset.train.inputs.mean() == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("width", [245, 262, 400])
def test_nothing_is_cut_off_in_a_narrow_panel(appearance, panel, qtbot, width):
    panel.resize(width, 600)
    qtbot.waitUntil(lambda: panel.width() == width)
    for chip in panel.chips.values():
        corner = chip.mapTo(panel, chip.rect().bottomRight())
        assert corner.x() < width
        assert chip.width() >= chip.sizeHint().width()


def test_numbers_and_choices_are_not_cut_in_the_window(window):
    panel = window.docks.panels["data"]
    window.session.edit_data("Dataset", dataset="lesson_a")  # has a scaling
    edit, combo = panel.examples, panel.scaling
    contents = QStyleOptionFrame()
    edit.initStyleOption(contents)
    part = QStyle.SubElement.SE_LineEditContents
    margins = edit.textMargins()
    room = edit.style().subElementRect(part, contents, edit).width()
    room -= margins.left() + margins.right() + 4  # Qt's own margins beside the text
    assert edit.fontMetrics().horizontalAdvance("1200") <= room
    box = QStyleOptionComboBox()
    combo.initStyleOption(box)
    field = QStyle.SubControl.SC_ComboBoxEditField
    rect = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, box, field, combo)
    widest = max(combo.fontMetrics().horizontalAdvance(one.label) for one in SCALINGS.values())
    assert widest <= rect.width()


def test_own_points_are_counted_drawn_and_remembered(panel, session):
    assert panel.own_points.text() == "Own points"
    empty = panel.own_points.grab().toImage()
    spec = with_points(empty_plane(), tuple((x / 2, 0.0, float(x % 2)) for x in range(9)))
    session.edit_points("Paint", spec)
    assert panel.own_points.isChecked()
    assert panel.own_points.text() == "9 points"
    assert panel.own_points.accessibleName() == "Own points, 9 points"
    picture = panel.own_points.picture(34)
    colours = {picture.pixelColor(x, y).name() for x in range(34) for y in range(34)}
    assert set(panel.themes.theme.classes[:2]) <= colours
    assert panel.own_points.grab().toImage() != empty
    wanted: list[object] = []
    panel.own_points_wanted.connect(wanted.append)
    QTest.mouseClick(panel.thumbnails["xor"], LEFT)
    QTest.mouseClick(panel.own_points, LEFT)
    assert wanted == [spec]


@pytest.mark.parametrize(("key", "spec"), [("circle", empty_plane()), ("sine", empty_curve())])
def test_own_points_begin_empty_as_plane_or_curve(panel, session, key, spec):
    session.edit_data("Dataset", dataset=key)
    wanted: list[object] = []
    panel.own_points_wanted.connect(wanted.append)
    QTest.mouseClick(panel.own_points, LEFT)
    assert wanted == [spec]
    assert panel.thumbnails[key].isChecked()  # nobody has begun with them yet


def test_of_own_points_there_are_as_many_as_were_painted(panel, session):
    session.edit_points("Paint", empty_plane())
    assert not panel.examples.isVisible()
    assert panel.noise.isEnabled()
    assert panel.train_share.isEnabled()
    panel.themes.use(DARK)
    for spec in (
        PointsSpec("values", (), points=((1.0, 1.0, -1.0), (2.0, 2.0, 0.3))),
        PointsSpec("curve", (), points=((1.0, 1.0),)),
    ):
        panel.own_points.show_points(spec)
        assert not panel.grab().isNull()
