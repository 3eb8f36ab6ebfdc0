"""The pad: what is drawn is what the network is asked about, and it is recognized."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nnplayground.core import Run, load_dataset
from nnplayground.data import DATASETS
from nnplayground.data.placing import extent, middle
from nnplayground.views.outputs.pad import Pad
from nnplayground.views.theme import DARK
from tests.views.moving import drag_to
from tests.views.outputs.opening import diverged, network_says, open_data, ordinary, pick, trained

LEFT = Qt.MouseButton.LeftButton
ONE = [[(0.5, 0.15), (0.5, 0.85)]]
SEVEN = [[(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]]
ZERO = [
    [
        *((0.5, 0.15), (0.35, 0.22), (0.28, 0.5), (0.35, 0.78)),
        *((0.5, 0.85), (0.65, 0.78), (0.72, 0.5), (0.65, 0.22), (0.5, 0.15)),
    ]
]


def draw(pad: Pad, strokes, size: float = 1.0, corner=(0.0, 0.0)) -> None:
    """Draw with the mouse, in a part of the sheet."""
    canvas = pad.canvas
    sheet = canvas.sheet()

    def pixel(x: float, y: float) -> QPoint:
        across, down = corner[0] + size * x, corner[1] + size * y
        return QPoint(
            round(sheet.left() + across * sheet.width()), round(sheet.top() + down * sheet.height())
        )

    for stroke in strokes:
        QTest.mousePress(canvas, LEFT, pos=pixel(*stroke[0]))
        for place in stroke[1:]:
            drag_to(canvas, pixel(*place))
        QTest.mouseRelease(canvas, LEFT, pos=pixel(*stroke[-1]))


def seen(pad: Pad) -> np.ndarray:
    """What the network is fed: (height, width)."""
    return pad._picture.reshape(pad.canvas.ink.shape)


@pytest.fixture
def pad(view, session) -> Pad:
    made = open_data(session, view, "rendered_digits", "pad")
    assert isinstance(made, Pad)
    return made


@pytest.fixture(scope="module")
def reader():
    """784-16-16-10, trained for a moment on rendered digits."""
    experiment = ordinary(DATASETS["rendered_digits"].suggested)
    run = Run(experiment, load_dataset(experiment.data))
    run.advance(5 * run.problem.iterations_per_epoch)
    return experiment, run.state


@pytest.mark.parametrize(
    ("digit", "strokes"), [("1", ONE), ("7", SEVEN), ("0", ZERO)], ids=["one", "seven", "zero"]
)
def test_a_digit_drawn_with_the_mouse_is_recognized(view, session, reader, digit, strokes):
    experiment, state = reader
    session.replace(experiment, state.copy())
    view.draw(session.frame)
    pad = pick(view, "pad")
    draw(pad, strokes)
    assert pad.bars.answer == digit
    # small, and in a corner
    QTest.mouseClick(pad.clear, LEFT)
    draw(pad, strokes, size=0.5, corner=(0.45, 0.05))
    assert pad.bars.answer == digit


def test_the_bars_are_what_the_network_says_to_the_drawing(pad, view, session, qtbot):
    draw(pad, SEVEN)
    said = network_says(session, pad._picture)[0]
    np.testing.assert_allclose(pad.bars.shares, said, rtol=1e-4, atol=1e-5)
    trained(session, qtbot, 20)
    view.draw(session.frame)
    now = network_says(session, pad._picture)[0]
    assert not np.allclose(now, said, atol=1e-3)
    np.testing.assert_allclose(pad.bars.shares, now, rtol=1e-4, atol=1e-5)
    assert pad.bars.answer == str(now.argmax())


def test_a_drawing_is_placed_as_the_examples_are_unless_that_is_not_wanted(pad):
    draw(pad, SEVEN, size=0.5, corner=(0.45, 0.05))
    placement = pad.canvas.ink.placement
    assert middle(seen(pad)) == pytest.approx(tuple(28 * at for at in placement.centre), abs=0.3)
    assert extent(seen(pad)) == pytest.approx(28 * placement.extent, abs=1.0)
    QTest.mouseClick(pad.place, LEFT)
    down, across = middle(seen(pad))
    assert down < 9
    assert across > 18
    assert extent(seen(pad)) < 14


def test_strokes_are_smooth_and_the_eraser_takes_ink_away(pad):
    QTest.mouseClick(pad.place, LEFT)
    draw(pad, ONE)
    line = seen(pad)
    assert line.max() == 1.0
    assert ((line > 0.05) & (line < 0.95)).any()
    assert line[14, 2] == 0.0
    QTest.mouseClick(pad.eraser, LEFT)
    draw(pad, [[(0.0, 0.5), (1.0, 0.5)]])
    assert seen(pad)[14].max() == 0.0
    assert seen(pad)[6].max() > 0.5
    QTest.mouseClick(pad.pen, LEFT)
    draw(pad, [[(0.0, 0.5), (1.0, 0.5)]])
    assert seen(pad)[14].min() > 0.5


def test_a_click_leaves_a_dot(pad):
    QTest.mouseClick(pad.place, LEFT)
    QTest.mouseClick(pad.canvas, LEFT, pos=pad.canvas.sheet().center().toPoint())
    assert seen(pad)[13:15, 13:15].min() > 0.5
    assert seen(pad).sum() < 12


def test_clear_empties_the_sheet_and_noise_fills_it_anew_each_time(pad):
    draw(pad, ONE)
    QTest.mouseClick(pad.noise, LEFT)
    first = seen(pad)
    assert abs(first.mean() - 0.5) < 0.05
    assert first.std() > 0.2
    QTest.mouseClick(pad.noise, LEFT)
    assert not np.allclose(seen(pad), first)
    QTest.mouseClick(pad.clear, LEFT)
    assert seen(pad).max() == 0.0


def test_the_arrow_keys_move_the_pen_and_draw_with_shift(pad):
    QTest.mouseClick(pad.place, LEFT)
    pad.canvas.setFocus()
    for _ in range(3):
        QTest.keyClick(pad.canvas, Qt.Key.Key_Right)
    assert seen(pad).max() == 0.0
    for _ in range(6):
        QTest.keyClick(pad.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(pad.canvas.ink.strokes) == 1
    assert seen(pad)[14:20, 16:18].min() > 0.5
    assert seen(pad)[5:12].max() == 0.0
    for _ in range(40):
        QTest.keyClick(pad.canvas, Qt.Key.Key_Left)
    assert pad.canvas.tip.x() == 0.0


def test_tools_are_reached_by_tab_and_everything_has_a_name(pad, view):
    reached: set[QWidget] = set()
    view.chooser.setFocus()
    for _ in range(8):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {pad.pen, pad.clear, pad.noise, pad.place, pad.canvas} <= reached
    assert all(part.accessibleName() for part in (pad.canvas, pad.bars, pad.seen))
    assert pad.bars.accessibleDescription() == f"The answer is {pad.bars.answer}"


def test_a_drawing_stays_when_other_pictures_are_chosen_and_takes_their_size(pad, view, session):
    draw(pad, ONE)
    wide = pad.canvas.ink.placement.pen
    open_data(session, view, "digits")
    assert view.kind == "pad"
    assert seen(pad).shape == (8, 8)
    assert seen(pad).max() > 0.5
    assert pad.canvas.ink.placement.pen > wide
    assert len(pad.bars.shares) == 10


def test_a_diverged_network_says_no_number(pad, view, session):
    draw(pad, ONE)
    view.draw(diverged(session.frame))
    assert pad.bars.answer == "no number"
    view.grab()


@pytest.mark.parametrize("size", [(346, 520), (320, 190), (250, 230)])
def test_the_bars_stand_where_there_is_room_and_both_themes_are_drawn(pad, view, size):
    view.resize(*size)
    draw(pad, ZERO)
    light = view.grab().toImage()
    inside = view.rect().adjusted(0, 0, 1, 1)
    for part in (pad.canvas, pad.bars, pad.clear, pad.place, pad.seen):
        place = part.rect().translated(part.mapTo(view, QPoint(0, 0)))
        assert inside.contains(place)
    assert len(pad.bars.rows()) >= 5
    view.themes.use(DARK)
    assert view.grab().toImage() != light


def test_the_numbers_are_the_bars(pad, session):
    draw(pad, ONE)
    table = pad.numbers(session.frame)
    assert table.names == ("class", "share")
    assert list(table.columns[0]) == list("0123456789")
    np.testing.assert_array_equal(table.columns[1], pad.bars.shares)


def test_a_drawing_runs_through_the_network_until_an_example_is_chosen(pad, view, session):
    example = session.example
    first = example.inputs
    draw(pad, SEVEN)
    np.testing.assert_array_equal(example.inputs, pad._picture[0])
    assert example.title == "your drawing"
    QTest.mouseClick(pad.clear, LEFT)
    np.testing.assert_array_equal(example.inputs, first)
    draw(pad, SEVEN)
    pick(view, "grid")
    assert example.title == "training example 1"
    pick(view, "pad")
    draw(pad, ONE)
    example.choose(0)
    np.testing.assert_array_equal(example.inputs, first)


def test_other_data_takes_the_drawing_out_of_the_network(pad, view, session):
    draw(pad, ONE)
    open_data(session, view, "digits")
    assert session.example.own is None
    assert session.example.inputs.shape == (64,)
