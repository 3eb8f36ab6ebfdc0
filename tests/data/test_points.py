"""Points by hand: taken over from any data as they are, split for good, changed by tools."""

import dataclasses

import numpy as np
import pytest

from nnplayground.core import DataSpec, Run, SpecError, load_dataset
from nnplayground.core.points_spec import MAX_POINTS, PointsSpec
from nnplayground.data import DATASETS, point_edits, source_for
from nnplayground.data import points as by_hand

PAINTABLE = [key for key, source in DATASETS.items() if by_hand.can_be_taken_over(source)]


def taken(data):
    return by_hand.taken_over(data, source_for(data), load_dataset(data))


def loaded(spec, **settings):
    settings = {"examples": 0, **settings}
    return load_dataset(DataSpec("points", points=spec, **settings))


def scattered(count, classes=2):
    random = np.random.default_rng(3)
    table = np.column_stack(
        (random.uniform(-5, 5, (count, 2)).round(4), random.integers(0, classes, count))
    )
    names = by_hand.class_names(classes)
    return point_edits.with_points(PointsSpec(classes=names), tuple(map(tuple, table.tolist())))


def test_planes_and_curves_can_be_painted_on():
    assert {"circle", "rings", "multi_gauss", "sine"} <= set(PAINTABLE)
    assert not {"digits", "lesson_a"} & set(PAINTABLE)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.73, 1.0])
@pytest.mark.parametrize("key", PAINTABLE)
def test_taken_over_points_are_the_same_to_the_bit_and_on_the_same_side(key, share):
    data = DataSpec(key, examples=300, noise=20.0, train_share=share, seed=5)
    before, after = load_dataset(data), loaded(taken(data), train_share=share)
    for name in ("train", "test"):
        one, other = getattr(before, name), getattr(after, name)
        assert one.raw.tobytes() == other.raw.tobytes()
        assert one.targets.tobytes() == other.targets.tobytes()
        assert one.labels.tobytes() == other.labels.tobytes()
    assert (before.classes, before.columns, before.domain) == (
        after.classes,
        after.columns,
        after.domain,
    )


def test_too_many_examples_are_not_taken_over():
    with pytest.raises(SpecError, match=r"at most 5,000, but Circle has 6,000 examples; choose"):
        taken(DataSpec("circle", examples=6000))


def test_a_point_more_or_less_leaves_the_others_on_their_side():
    spec = scattered(200)
    sides = set(map(tuple, loaded(spec, train_share=0.6).train.raw.tolist()))
    more = point_edits.with_points(spec, ((0.125, 0.25, 1.0),))
    fewer = point_edits.without(spec, np.arange(0, 200, 3))
    assert sides <= set(map(tuple, loaded(more, train_share=0.6).train.raw.tolist()))
    assert set(map(tuple, loaded(fewer, train_share=0.6).train.raw.tolist())) <= sides
    assert len(sides) == pytest.approx(120, abs=2)


def test_another_seed_splits_otherwise_and_any_share_leaves_one_for_training():
    spec = scattered(100)
    one, other = (loaded(spec, train_share=0.5, seed=seed) for seed in (0, 1))
    assert not np.array_equal(one.train.raw, other.train.raw)
    assert len(loaded(scattered(1), train_share=0.01).train) == 1
    assert len(loaded(spec, train_share=1.0, seed=7).test) == 0


def test_noise_moves_points_smoothly_and_none_is_where_they_were_put():
    spec = scattered(50)
    still, little, much = (loaded(spec, train_share=1.0, noise=n).train.raw for n in (0, 1, 10))
    assert np.array_equal(still, spec.table[:, :2])
    assert 0 < np.abs(little - still).max() < 0.1
    assert much - still == pytest.approx(10 * (little - still))
    curve = PointsSpec("curve", (), points=((1.0, 0.5), (2.0, -0.5)))
    noisy = loaded(curve, train_share=1.0, noise=10.0).train
    assert noisy.raw.ravel().tolist() == [1.0, 2.0]
    assert (noisy.targets.ravel() != [0.5, -0.5]).all()


def test_noisy_points_are_taken_over_where_they_are_seen():
    data = DataSpec("points", points=scattered(50), noise=10.0, train_share=0.5, examples=0)
    again = taken(data)
    assert (
        loaded(again, train_share=0.5).train.raw.tobytes() == load_dataset(data).train.raw.tobytes()
    )


def test_tools_add_erase_and_move():
    spec = point_edits.with_points(by_hand.empty_plane(3), ((0.0, 1.0, 2.0), (3.0, 4.0, 0.0)))
    moved = point_edits.with_point(spec, 0, (0.5, 1.0, 2.0))
    assert moved.points == ((0.5, 1.0, 2.0), (3.0, 4.0, 0.0))
    assert moved.ranks == spec.ranks
    assert point_edits.without(moved, np.array([0])).points == ((3.0, 4.0, 0.0),)


def test_there_is_room_for_5000_points():
    full = point_edits.with_points(scattered(4999), ((0.0, 0.0, 0.0),) * 5)
    assert len(full.points) == MAX_POINTS


@pytest.mark.parametrize("spec", [scattered(60), PointsSpec("curve", (), points=((5.9, 1.49),))])
def test_shaking_moves_every_point_a_little_within_the_axes_and_the_same_again(spec):
    shaken = point_edits.shaken(spec)
    assert shaken == point_edits.shaken(spec)
    assert shaken != point_edits.shaken(shaken)
    last = spec.table.shape[1] - 1
    if spec.kind == "curve":
        assert np.array_equal(shaken.table[:, 0], spec.table[:, 0])
        assert np.abs(shaken.table[:, 1]).max() <= spec.height
    else:
        assert np.array_equal(shaken.table[:, last], spec.table[:, last])
        assert 0 < np.abs(shaken.table - spec.table).max() < 2.0
    assert np.abs(shaken.table[:, 0]).max() <= spec.reach


def test_classes_come_with_names_and_go_with_their_points():
    spec = dataclasses.replace(scattered(90, 3), classes=("inner", "class 4", "outer"))
    five = point_edits.with_classes(spec, 5)
    assert five.classes == ("inner", "class 4", "outer", "class 1", "class 2")
    assert five.points == spec.points
    two = point_edits.with_classes(spec, 2)
    assert two.classes == ("inner", "class 4")
    assert two.points == tuple(point for point in spec.points if point[2] < 2)
    for wrong in (1, 11):
        with pytest.raises(SpecError, match="expected 2 to 10 classes"):
            point_edits.with_classes(spec, wrong)


def test_what_keeps_points_from_being_learned_is_said():
    assert "no points" in point_edits.trouble_of(by_hand.empty_plane())
    one = point_edits.with_points(by_hand.empty_plane(), ((0.0, 0.0, 1.0),))
    assert point_edits.trouble_of(one).startswith("All points are of class 2")
    assert point_edits.trouble_of(point_edits.with_points(one, ((1.0, 0.0, 0.0),))) == ""
    curve = point_edits.with_points(by_hand.empty_curve(), ((0.0, 0.0),))
    assert point_edits.trouble_of(curve) == ""


@pytest.mark.parametrize(
    "spec",
    [
        scattered(9),
        scattered(9, 4),
        PointsSpec("values", (), points=((1.0, 2.0, 0.5),)),
        PointsSpec("curve", (), points=((1.0, 0.5),)),
        by_hand.empty_plane(10),
    ],
)
def test_the_suggested_experiment_can_be_trained(spec):
    suggested = source_for(DataSpec("points", points=spec)).suggested
    run = Run(suggested.with_training(engine="numpy"))
    if spec.points:
        run.advance(3)
        assert np.isfinite(run.theta).all()


def test_points_that_are_missing_are_said():
    with pytest.raises(SpecError, match=r"data\.points: is missing"):
        load_dataset(DataSpec("points"))
