"""A card lies beside what it is about, and on nothing that had better be seen."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize

from nnplayground.session import Selection
from nnplayground.views.editor.free_place import free_place

SIZE, ROOM = QSize(200, 80), QRect(0, 0, 600, 400)


def test_a_card_is_as_near_as_it_can_be_without_hiding_anything():
    avoided = [(QRectF(250, 150, 100, 100), 10.0)]
    place = QRectF(free_place(SIZE, ROOM, avoided, QPoint(300, 200)), SIZE)
    assert not place.intersects(avoided[0][0])
    assert place.adjusted(-60, -60, 60, 60).contains(300, 200)


def test_where_everything_is_taken_it_hides_what_counts_least():
    avoided = [(QRectF(0, 0, 600, 200), 50.0), (QRectF(0, 200, 600, 200), 1.0)]
    assert free_place(SIZE, ROOM, avoided, QPoint(300, 10)).y() >= 200


def test_a_card_larger_than_its_room_begins_where_the_room_does():
    assert free_place(QSize(900, 900), ROOM, [], QPoint(300, 200)) == QPoint(0, 0)


def test_the_card_of_a_weight_hides_neither_it_nor_its_neurons(editor):
    scene, view = editor.scene, editor.canvas.rect_in_view
    for level in (1, 2, 3):
        for neuron in range(scene.network.sizes[level]):
            for source in range(scene.network.sizes[level - 1] + 1):
                selection = Selection(level, neuron, source)
                editor.session.select(selection)
                card = editor.cards.knob.geometry()
                assert editor.canvas.viewport().rect().contains(card)
                squares = [view(scene.arrangement.columns[level].square(neuron))]
                if source < scene.network.sizes[level - 1]:
                    squares.append(view(scene.arrangement.columns[level - 1].square(source)))
                    path = scene.edges.path(level - 1, source, neuron)
                    squares += [
                        QRect(editor.canvas.mapFromScene(path.pointAtPercent(n / 20)), QSize(1, 1))
                        for n in range(21)
                    ]
                assert not any(card.intersects(square) for square in squares)
