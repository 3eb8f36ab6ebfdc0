"""The output view draws what the network says, for every kind of data, and tells its numbers."""

import warnings

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from nnplayground.core import DataSpec
from nnplayground.data import DATASETS
from nnplayground.data.points import POINTS, empty_curve, empty_plane, own_points
from nnplayground.session import Session
from nnplayground.views.output_view import OutputView
from nnplayground.views.outputs.colouring import no_number_colour
from nnplayground.views.outputs.curve import CurveCanvas
from nnplayground.views.outputs.decision_map import DecisionMap
from nnplayground.views.outputs.example_grid import ExampleGrid
from nnplayground.views.outputs.example_table import ExampleTable
from nnplayground.views.theme import DARK, LIGHT
from tests.views.outputs.opening import (
    diverged,
    network_says,
    open_data,
    ordinary,
    pick,
    trained,
)

LEFT = Qt.MouseButton.LeftButton
SIZES = [(346, 420), (250, 230)]


def colour_at(view: OutputView, x1: float, x2: float) -> QColor:
    """The colour of the map at a point of the plane, dots not drawn."""
    kind = view.kinds["map"]
    assert isinstance(kind, DecisionMap)
    canvas = kind.canvas
    place = canvas.axes(view.session.dataset).place(np.array([[x1, x2]]))[0]
    image = canvas.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(place[0] * ratio), round(place[1] * ratio))


def near(colour: QColor, name: str, tolerance: int = 6) -> bool:
    other = QColor(name)
    pairs = ((colour.red(), other.red()), (colour.green(), other.green()))
    blue = (colour.blue(), other.blue())
    return all(abs(a - b) <= tolerance for a, b in (*pairs, blue))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("key", DATASETS)
def test_every_data_set_is_drawn_and_so_is_a_diverged_network(view, session, key, theme, size):
    view.themes.use(theme)
    view.resize(*size)
    open_data(session, view, key)
    whole = view.grab().toImage()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for value in (np.nan, np.inf, 1e300):
            view.draw(diverged(session.frame, value))
            assert view.grab().toImage() != whole


def every_kind_is_drawn(view: OutputView, session: Session) -> None:
    """With the network as it is, and diverged, without a warning."""
    for place in range(view.chooser.count()):
        view.choose(view.chooser.itemData(place))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert not view.grab().isNull()
            for value in (np.nan, 1e300):
                view.draw(diverged(session.frame, value))
                assert not view.grab().isNull()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["circle", "rings", "plane", "sine", "digits", "lesson_a"])
def test_every_kind_is_drawn_in_both_themes(view, session, key, size):
    view.resize(*size)
    for theme in (LIGHT, DARK):
        view.themes.use(theme)
        open_data(session, view, key)
        every_kind_is_drawn(view, session)


@pytest.mark.parametrize("points", [empty_plane(), empty_plane(3), empty_curve()])
def test_every_kind_is_drawn_without_an_example(view, session, points):
    data = DataSpec(POINTS, points=points)
    session.replace(ordinary(own_points(data).suggested))
    view.draw(session.frame)
    assert len(session.dataset.train) == 0
    every_kind_is_drawn(view, session)


@pytest.mark.parametrize(
    ("key", "first", "kinds"),
    [
        ("circle", "map", "map table confusion scores roc"),
        ("sine", "curve", "curve table fit residuals scores"),
        ("digits", "grid", "grid pad confused averages confusion scores"),
        ("lesson_a", "table", "map curve table confusion scores roc"),
        ("odd_even", "curve", "curve table confusion scores roc"),
    ],
)
def test_the_kinds_that_fit_the_data_are_offered(view, session, key, first, kinds):
    open_data(session, view, key)
    chooser = view.chooser
    assert [chooser.itemData(place) for place in range(chooser.count())] == kinds.split()
    assert view.kind == first


def test_another_kind_is_chosen_and_it_stays_where_it_fits(view, session):
    pick(view, "table")
    assert isinstance(view.kinds[view.kind], ExampleTable)
    assert view.kinds["table"].isVisible()
    open_data(session, view, "spiral")
    assert view.kind == "table"
    open_data(session, view, "digits")
    assert view.kind == "grid"
    open_data(session, view, "circle")
    assert view.kind == "table"


def test_the_map_has_the_colour_of_the_class_where_the_network_is_sure(view, session, qtbot):
    trained(session, qtbot, 3000)
    middle, corner = network_says(session, [[0.0, 0.0], [5.7, 5.7]])[:, 0]
    assert middle > 0.95
    assert corner < -0.95
    view.draw(session.frame)
    assert near(colour_at(view, 5.7, 5.7), LIGHT.classes[0], 12)
    points = session.dataset.train.raw
    free = min(
        ((x, y) for x in np.linspace(-1.5, 1.5, 13) for y in np.linspace(-1.5, 1.5, 13)),
        key=lambda at: -np.hypot(*(points - at).T).min(),
    )
    assert near(colour_at(view, *free), LIGHT.classes[1], 12)


def test_the_map_of_three_classes_has_the_colour_of_the_likeliest(view, session, qtbot):
    open_data(session, view, "rings")
    trained(session, qtbot, 3000)
    outputs = network_says(session, [[5.8, 5.8]])[0]
    assert outputs.argmax() == 2
    view.draw(session.frame)
    assert near(colour_at(view, 5.8, 5.8), LIGHT.classes[2], 25)


def test_the_top_of_the_map_is_where_the_second_column_is_high(view, session, qtbot):
    open_data(session, view, "plane")
    trained(session, qtbot, 3000)
    assert network_says(session, [[0.0, 5.9]])[0, 0] > 0.3
    view.draw(session.frame)
    high, low = colour_at(view, 5.9, 5.9), colour_at(view, -5.9, -5.9)
    assert high.blue() > high.red()
    assert low.red() > low.blue()


def test_a_diverged_map_is_grey(view, session):
    view.draw(diverged(session.frame))
    assert near(colour_at(view, 5.9, 5.9), no_number_colour(LIGHT), 1)


def test_discretize_leaves_two_colours(view, session):
    kind = view.kinds["map"]
    QTest.mouseClick(kind.discretize, LEFT, pos=QPoint(8, kind.discretize.height() // 2))
    assert kind.discretize.isChecked()
    colours = set(np.unique(kind.canvas._pixels).tolist())
    assert colours <= {QColor(name).rgb() for name in LIGHT.classes[:2]}


def test_test_data_are_shown_when_wanted(view):
    kind = view.kinds["map"]
    before = kind.canvas.grab().toImage()
    QTest.mouseClick(kind.show_test, LEFT, pos=QPoint(8, kind.show_test.height() // 2))
    assert kind.canvas.show_test
    assert kind.canvas.grab().toImage() != before


def test_the_card_tells_the_place_and_the_output_under_the_pointer(view, session):
    canvas = view.kinds["map"].canvas
    axes = canvas.axes(session.dataset)
    output = network_says(session, [[3.0, -2.0]])[0, 0]
    place, said = canvas.lines_at((3.0, -2.0), session.frame)
    assert place == "x₁ 3.000   x₂ −2.000"
    assert said.startswith(f"output {output:.3f}".replace("-", "−"))
    without = canvas.grab().toImage()
    QTest.mouseMove(canvas, axes.rect.center().toPoint())
    QTest.mouseMove(canvas, axes.rect.center().toPoint() + QPoint(4, 4))
    assert canvas.grab().toImage() != without


def test_the_card_of_three_classes_tells_every_output_and_the_answer(view, session):
    canvas = open_data(session, view, "rings").canvas
    outputs = network_says(session, [[0.0, 0.0]])[0]
    lines = canvas.lines_at((0.0, 0.0), session.frame)[1:]
    names = session.dataset.classes
    assert lines[:3] == [f"{n} {v:.3f}" for n, v in zip(names, outputs, strict=True)]
    assert lines[3] == f"answer: {names[outputs.argmax()]}, {outputs.max():.0%} sure"


@pytest.mark.parametrize("key", ["circle", "rings"])
def test_in_a_low_view_the_switches_stand_beside_the_map(view, session, qtbot, key):
    kind = open_data(session, view, key)
    assert kind.legend.y() >= kind.canvas.height()
    view.resize(346, 238)
    qtbot.waitUntil(lambda: kind.legend.x() >= kind.canvas.width())
    right = kind.show_test.mapTo(view, kind.show_test.rect().topRight()).x()
    assert right < view.width()
    view.resize(346, 500)
    qtbot.waitUntil(lambda: kind.legend.y() >= kind.canvas.height())


def test_a_pixel_and_its_numbers_are_the_same_place(view, session):
    axes = view.kinds["map"].canvas.axes(session.dataset)
    (x, y) = axes.place(np.array([[1.5, -4.0]]))[0]
    assert axes.numbers(type(axes.rect.center())(x, y)) == pytest.approx((1.5, -4.0))


def test_the_map_follows_other_inputs_and_another_network(view, session):
    session.edit_data("Inputs", features=("x1", "x2", "x1^2"))
    view.draw(session.frame)
    session.edit_data("Dataset", dataset="rings")
    view.draw(session.frame)
    assert not view.grab().isNull()


def test_the_curve_goes_through_what_the_network_says(view, session, qtbot):
    canvas = open_data(session, view, "sine").canvas
    assert isinstance(canvas, CurveCanvas)
    trained(session, qtbot, 200)
    view.draw(session.frame)
    said = network_says(session, canvas._samples[:, None])[:, 0]
    assert canvas._outputs[0] == pytest.approx(said, abs=1e-4)
    lines = canvas.lines_at((1.0, 0.0), session.frame)
    expected = network_says(session, [[1.0]])[0, 0]
    assert lines == ["x₁ 1.000", f"y {expected:.3f}".replace("-", "−")]


def test_the_grid_marks_the_wrong_answers(view, session, qtbot):
    grid = open_data(session, view, "digits")
    assert isinstance(grid, ExampleGrid)
    trained(session, qtbot, 60)
    view.draw(session.frame)
    count = grid.canvas.capacity()
    said = network_says(session, session.dataset.test.raw[:count]).argmax(axis=1)
    right = said == session.dataset.test.labels[:count]
    assert 0 < right.sum() < count
    image = grid.canvas.grab().toImage()
    for number in range(count):
        corner = grid.canvas.cell(number).topLeft().toPoint() + QPoint(1, 1)
        ratio = image.devicePixelRatio()
        colour = image.pixelColor(corner * ratio)
        assert near(colour, LIGHT.alert) == (not right[number])


def test_the_card_of_a_picture_tells_its_class_and_the_likeliest_answers(view, session):
    grid = open_data(session, view, "digits")
    cell = grid.canvas.cell(3)
    assert grid.canvas.example_at(cell.center()) == 3
    lines = grid.canvas._lines(3)
    said = network_says(session, session.dataset.test.raw[3:4])[0]
    assert lines[:2] == ["example 4", f"is {session.dataset.test.labels[3]}"]
    assert lines[2] == f"{said.argmax()}   {said.max():.1%}"


def test_pages_are_turned_and_training_examples_are_chosen(view, session):
    grid = open_data(session, view, "digits")
    capacity = grid.canvas.capacity()
    assert grid.pager.place.text() == f"1–{capacity} of 360"
    assert not grid.pager.back.isEnabled()
    QTest.mouseClick(grid.pager.on, LEFT)
    assert grid.pager.place.text().startswith(f"{capacity + 1}–")
    shown = grid.canvas._page.part.raw[0]
    assert np.array_equal(shown, session.dataset.test.raw[capacity])
    grid.pager.part_box.setFocus()
    QTest.keyClick(grid.pager.part_box, Qt.Key.Key_Down)
    assert grid.pager.place.text() == f"1–{capacity} of 1437"
    assert np.array_equal(grid.canvas._page.part.raw[0], session.dataset.train.raw[0])


def test_a_larger_window_shows_more_pictures(view, session, qtbot):
    grid = open_data(session, view, "digits")
    before = grid.canvas.capacity()
    view.resize(600, 600)
    qtbot.waitUntil(lambda: grid.canvas.capacity() > before)
    assert len(grid.canvas._page.part) == grid.canvas.capacity()


def test_the_table_tells_inputs_target_output_and_the_verdict(view, session, qtbot):
    table = open_data(session, view, "lesson_a")
    assert isinstance(table, ExampleTable)
    trained(session, qtbot, 3)
    view.draw(session.frame)
    model = table.model
    headers = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
    assert headers == ["x₁", "x₂", "x₃", "target", "output", ""]
    said = network_says(session, session.dataset.train.raw)[:, 0]
    for row, target in enumerate([0, 1, 1, 0]):
        texts = [model.data(model.index(row, column)) for column in range(6)]
        right = (said[row] > 0.5) == target
        assert texts[3:] == [str(target), f"{said[row]:.4f}", "✓" if right else "✗"]
        tooltip = model.data(model.index(row, 4), Qt.ItemDataRole.ToolTipRole)
        assert float(tooltip) == pytest.approx(said[row], rel=1e-14)


def test_the_table_of_three_classes_names_them(view, session):
    open_data(session, view, "rings")
    pick(view, "table")
    model = view.kinds["table"].model
    headers = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
    assert headers == ["x₁", "x₂", "target", "inner", "middle", "outer", ""]
    label = session.dataset.test.labels[0]
    assert model.data(model.index(0, 2)) == session.dataset.classes[label]
    assert model.rowCount() == 100


def test_a_click_on_a_dot_chooses_that_example_and_rings_it(view, session):
    canvas = view.kinds["map"].canvas
    axes = canvas.axes(session.dataset)
    number = 17
    place = axes.place(session.dataset.train.raw[number : number + 1])[0]
    before = canvas.grab().toImage()
    QTest.mouseClick(canvas, LEFT, pos=QPoint(*place.round().astype(int).tolist()))
    chosen = session.dataset.train.raw[session.example.index]
    assert chosen == pytest.approx(session.dataset.train.raw[number], abs=0.15)
    assert canvas.grab().toImage() != before
    QTest.mouseClick(canvas, LEFT, pos=axes.rect.topLeft().toPoint() + QPoint(2, 2))
    assert np.array_equal(session.dataset.train.raw[session.example.index], chosen)


def test_hidden_test_dots_cannot_be_clicked(view, session):
    canvas = view.kinds["map"].canvas
    places = canvas.axes(session.dataset).place(session.dataset.test.raw)
    train = len(session.dataset.train)
    numbers = [canvas.example_at(QPointF(*place)) for place in places]
    assert all(number is None or number < train for number in numbers)


def test_a_click_on_a_picture_chooses_it(view, session):
    grid = open_data(session, view, "digits")
    QTest.mouseClick(grid.canvas, LEFT, pos=grid.canvas.cell(4).center().toPoint())
    assert session.example.title == "test example 5"
    assert grid.canvas.marked == session.example.index


def test_a_click_on_a_row_chooses_it_and_another_view_moves_the_mark(view, session):
    table = open_data(session, view, "lesson_a")
    background = Qt.ItemDataRole.BackgroundRole
    model = table.model
    assert model.data(model.index(0, 0), background) is None
    place = table.table.visualRect(model.index(2, 1)).center()
    QTest.mouseClick(table.table.viewport(), LEFT, pos=place)
    assert session.example.index == 2
    assert model.data(model.index(2, 0), background) is not None
    session.example.choose(3)
    assert model.data(model.index(2, 0), background) is None
    assert model.data(model.index(3, 0), background) is not None


def test_the_example_that_is_followed_survives_other_data(view, session):
    session.example.choose(249)
    open_data(session, view, "lesson_a")
    open_data(session, view, "circle")
    session.edit_data("Examples", examples=20)
    view.draw(session.frame)
    assert not view.grab().isNull()


def test_a_hidden_view_draws_nothing_and_catches_up_when_shown(view, session, qtbot):
    view.hide()
    kind = view.kinds["map"]
    before = kind.canvas.frame
    trained(session, qtbot, 20)
    assert kind.canvas.frame is before
    view.show()
    assert kind.canvas.frame.iteration == 20


def test_changing_theme_repaints_in_its_colours(view, session):
    view.themes.use(DARK)
    view.draw(diverged(session.frame))
    assert near(colour_at(view, 5.9, 5.9), no_number_colour(DARK), 1)
