"""The decision map cuts through any columns, rings mistakes, and marks test examples."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from nnplayground.core.dataset import example_in
from nnplayground.views.theme import LIGHT
from tests.views.outputs.opening import (
    diverged,
    network_says,
    open_data,
    open_table,
    trained,
)


def test_each_axis_of_a_table_s_map_has_the_numbers_of_its_column(view, session):
    rows = "".join(f"{1000 + i},{i / 100},{'ab'[i % 2]}\n" for i in range(40))
    kind = open_table(session, view, f"large,small,class\n{rows}", "map")
    axes = kind.canvas.axes(session.dataset)
    assert axes.x == pytest.approx((1000 - 1.95, 1039 + 1.95))
    assert axes.y == pytest.approx((-0.0195, 0.39 + 0.0195))
    places = axes.place(session.dataset.train.raw)
    assert axes.rect.contains(QPointF(*places.min(axis=0)))
    assert axes.rect.contains(QPointF(*places.max(axis=0)))


def check(box) -> None:
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert box.isChecked()


def choose(box, text: str) -> None:
    """Choose an entry with the keyboard."""
    down = box.findText(text) > box.currentIndex()
    while box.currentText() != text:
        QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)


def four_columns(session, view, kind="map"):
    random = np.random.default_rng(3)
    numbers = random.normal((0, 100, -5, 2), (1, 50, 1, 0.1), size=(80, 4))
    rows = "\n".join(
        ",".join([*(f"{value:.3f}" for value in row), "yes" if row[0] > 0 else "no"])
        for row in numbers
    )
    return open_table(session, view, f"a,b,c,d,class\n{rows}", kind)


def says(session, canvas, raw) -> tuple[np.ndarray, np.ndarray]:
    """The outputs of a picture's cells, and those of the network for raw examples."""
    return canvas._probe.outputs(session.state.theta).T, network_says(session, raw)


def test_of_many_columns_two_are_chosen_and_the_rest_is_at_its_mean(view, session):
    kind = four_columns(session, view)
    assert kind.columns.isVisible()
    choose(kind.columns.columns[0], "c")
    choose(kind.columns.columns[1], "d")
    dataset, canvas = session.dataset, kind.canvas
    assert canvas.axis_names(dataset) == ("c", "d")
    axes = canvas.axes(dataset)
    assert (axes.x, axes.y) == (dataset.domain_of(2), dataset.domain_of(3))
    raw = canvas.grid(dataset)
    mean = dataset.train.raw.mean(axis=0)
    assert raw[:, :2] == pytest.approx(np.tile(mean[:2], (len(raw), 1)))
    assert raw[0, 2:] == pytest.approx([axes.x[0], axes.y[1]], abs=0.1)
    drawn, expected = says(session, canvas, raw)
    assert drawn == pytest.approx(expected, abs=1e-4)


def test_a_column_that_is_along_one_axis_is_passed_over_for_the_other(view, session):
    across, up = four_columns(session, view).columns.columns
    QTest.keyClick(across, Qt.Key.Key_Down)
    assert (across.currentText(), up.currentText()) == ("c", "b")
    QTest.keyClick(up, Qt.Key.Key_Down)
    assert (across.currentText(), up.currentText()) == ("c", "d")
    QTest.keyClick(across, Qt.Key.Key_Up)
    assert (across.currentText(), up.currentText()) == ("b", "d")


def test_the_rest_follows_the_example(view, session):
    kind = four_columns(session, view)
    choose(kind.columns.rest, "at example")
    for number in (3, len(session.dataset.train) + 2):
        session.example.choose(number)
        part, row = example_in(session.dataset, number)
        assert (kind.canvas.grid(session.dataset)[:, 2:] == part.raw[row, 2:]).all()
        drawn, expected = says(session, kind.canvas, kind.canvas.grid(session.dataset))
        assert drawn == pytest.approx(expected, abs=1e-4)


def test_a_dot_of_many_columns_is_clicked_where_its_two_columns_are(view, session):
    kind = four_columns(session, view)
    choose(kind.columns.columns[0], "d")
    axes = kind.canvas.axes(session.dataset)
    place = axes.place(session.dataset.train.raw[:1, [3, 1]])[0]
    point = QPoint(*place.round().astype(int).tolist())
    QTest.mouseClick(kind.canvas, Qt.MouseButton.LeftButton, pos=point)
    chosen = session.dataset.train.raw[session.example.index, [3, 1]]
    assert axes.place(chosen[None, :])[0] == pytest.approx(place, abs=8)


def test_two_columns_need_no_choice_and_other_data_follow(view, session):
    kind = four_columns(session, view)
    open_data(session, view, "circle", "map")
    assert not kind.columns.isVisible()
    assert kind.canvas.axis_names(session.dataset) == ("x₁", "x₂")
    four_columns(session, view)
    assert kind.columns.isVisible()
    assert not view.grab().isNull()


def test_wrong_answers_have_rings_and_right_ones_have_none(view, session, qtbot):
    kind = open_data(session, view, "circle")
    trained(session, qtbot, 30)
    view.draw(session.frame)
    check(kind.rings)
    train, test = session.dataset.train, session.dataset.test
    wrong = (network_says(session, train.raw)[:, 0] > 0) != (train.labels == 1)
    assert 0 < wrong.sum() < len(wrong)
    assert np.array_equal(kind.canvas._wrong, train.raw[wrong])
    check(kind.show_test)
    both = (network_says(session, test.raw)[:, 0] > 0) != (test.labels == 1)
    assert len(kind.canvas._wrong) == wrong.sum() + both.sum()
    axes = kind.canvas.axes(session.dataset)
    place = axes.place(train.raw[wrong][:1])[0]
    image = kind.canvas.grab().toImage()
    around = [
        QColor(image.pixel(round(place[0] + x), round(place[1] + y)))
        for x in range(-7, 8)
        for y in range(-7, 8)
    ]
    assert QColor(LIGHT.alert) in around


def test_rings_follow_training_and_a_diverged_network_has_none(view, session, qtbot):
    kind = open_data(session, view, "circle")
    check(kind.rings)
    trained(session, qtbot, 3000)
    view.draw(session.frame)
    train = session.dataset.train
    wrong = (network_says(session, train.raw)[:, 0] > 0) != (train.labels == 1)
    assert len(kind.canvas._wrong) == wrong.sum()
    view.draw(diverged(session.frame))
    assert len(kind.canvas._wrong) == 0


def test_numbers_have_no_mistakes_to_ring(view, session):
    kind = open_data(session, view, "plane")
    assert not kind.rings.isVisible()


def test_another_target_has_its_own_colours_and_scale(view, session):
    numbers = np.random.default_rng(0).normal((0, 0, 0, 100), (1, 1, 1, 30), size=(60, 4))
    rows = "\n".join(",".join(f"{value:.3f}" for value in row) for row in numbers)
    kind = open_table(session, view, f"a,b,low,high\n{rows}", "map", targets=("low", "high"))
    before = kind.canvas._colouring.limit
    choose(kind.target, "high")
    assert kind.canvas._colouring.limit > 10 * before
    lines = kind.canvas.lines_at((0.0, 0.0), session.frame)
    assert [line.split()[0] for line in lines] == ["a", "low", "high"]


def test_test_examples_are_squares(view, session):
    kind = open_data(session, view, "circle")
    check(kind.show_test)
    canvas, test = kind.canvas, session.dataset.test.raw
    everything = np.concatenate((session.dataset.train.raw, test))
    alone = max(
        range(len(test)),
        key=lambda i: np.partition(np.hypot(*(everything - test[i]).T), 1)[1],
    )
    x, y = canvas.axes(session.dataset).place(test[alone : alone + 1])[0]
    image = canvas.grab().toImage()
    corners = [
        QColor(image.pixel(round(x + dx), round(y + dy))).lightness()
        for dx in (-3, 2)
        for dy in (-3, 2)
    ]
    assert max(corners) < 120  # the dark frame reaches into the corners


def test_the_curve_of_many_columns_goes_along_one(view, session):
    kind = four_columns(session, view, "curve")
    choose(kind.columns.columns[0], "b")
    canvas, dataset = kind.canvas, session.dataset
    raw = canvas.samples(dataset)
    mean = dataset.train.raw.mean(axis=0)
    assert raw[:, [0, 2, 3]] == pytest.approx(np.tile(mean[[0, 2, 3]], (len(raw), 1)))
    assert raw[[0, -1], 1] == pytest.approx(dataset.domain_of(1))
    assert canvas._outputs[0] == pytest.approx(network_says(session, raw)[:, 0], abs=1e-4)
    choose(kind.columns.rest, "at example")
    session.example.choose(5)
    assert (canvas.samples(dataset)[:, 2] == dataset.train.raw[5, 2]).all()
    assert view.numbers() is not None
