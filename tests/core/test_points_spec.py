"""Points by hand are values: checked, told apart, to JSON and back to the bit."""

import dataclasses
import json

import pytest

from nnplayground.core import DataSpec, Experiment, NetworkSpec, Problem, Run, SpecError
from nnplayground.core.network_spec import LayerSpec
from nnplayground.core.points_spec import MAX_POINTS, PointsSpec, spread_rank
from nnplayground.core.values import from_json

THREE = ((0.1, -2.0 / 3.0, 0.0), (5.25, 6.0, 1.0), (-6.0, 1e-7, 1.0))


def with_points(**changes):
    return Experiment(data=DataSpec("points", examples=0, points=PointsSpec(**changes)))


@pytest.mark.parametrize(
    "spec",
    [
        PointsSpec(),
        PointsSpec(points=THREE, ranks=(0.0, 0.618, 1.0)),
        PointsSpec("values", (), 4.0, points=THREE),
        PointsSpec("curve", (), height=3.0, points=((1.0, 0.1),)),
    ],
)
def test_json_gives_back_the_same_bits(spec):
    text = json.dumps(json.loads(Experiment(data=DataSpec("points", points=spec)).to_json()))
    back = Experiment.from_json(text).data.points
    assert back is not None
    assert back == spec
    assert hash(back) == hash(spec)
    assert repr(back.points) == repr(spec.points)


def test_other_points_are_another_value():
    spec = PointsSpec(points=THREE)
    assert spec != dataclasses.replace(spec, points=THREE[:2])
    assert spec != dataclasses.replace(spec, ranks=(0.5, 0.5, 0.5))


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"kind": "cube"}, "data.points.kind: 'cube' is none of classes, values, curve"),
        ({"classes": ["one"]}, "expected 2 to 10 names, got 1"),
        ({"classes": [str(n) for n in range(11)]}, "expected 2 to 10 names, got 11"),
        ({"classes": ["a", "a"]}, "a name comes twice"),
        ({"classes": ["a", "\x1b[2J"]}, "expected names of 1 to 40 letters"),
        ({"classes": ["a", ""]}, "expected names of 1 to 40 letters"),
        ({"kind": "curve"}, "data.points.classes: of kind 'curve' there are none"),
        ({"points": [[1, 2]]}, "data.points.points.0: expected 3 numbers, got 2"),
        ({"points": [[1, 2, 0], [1, 2, 0, 4]]}, "points.1: expected 3 numbers, got 4"),
        ({"points": [[1, 2, 2]]}, "points.0: expected a class from 0 to 1, got 2"),
        ({"points": [[1, 2, 0.5]]}, "points.0: expected a class from 0 to 1, got 0.5"),
        ({"points": [[1, 2, -1]]}, "points.0: expected a class from 0 to 1, got -1"),
        ({"points": [[1, 2e9, 0]]}, "points.0: expected numbers from -1,000,000 to 1,000,000"),
        ({"points": [[1, "2", 0]]}, "data.points.points.0.1: expected a number"),
        ({"points": {}}, "data.points.points: expected a list"),
        ({"points": [[0, 0, 0]] * (MAX_POINTS + 1)}, "expected at most 5,000, got 5,001"),
        ({"points": [[0, 0, 0]], "ranks": [0.1, 0.2]}, "ranks: expected one for each of 1"),
        ({"points": [[0, 0, 0]], "ranks": [1.5]}, "ranks: expected numbers from 0 to 1"),
        ({"reach": 0}, "data.points.reach: expected a number above 0"),
        ({"height": 1e9}, "data.points.height: expected a number above 0, at most 1,000,000"),
        ({"reach": float("nan")}, "data.points.reach: expected a finite number"),
        ({"points": [[float("nan"), 0, 0]]}, "data.points.points.0.0: expected a finite number"),
        ({"colour": 1}, "data.points.colour: unknown key"),
    ],
)
def test_what_cannot_be_is_said_with_its_place(value, sentence):
    with pytest.raises(SpecError) as caught:
        from_json(DataSpec, {"points": value}, "data")
    assert sentence in str(caught.value)


def test_numbers_that_are_none_are_refused_in_scripts_too():
    for wrong in (float("nan"), float("inf")):
        with pytest.raises(SpecError, match=r"points\.1: expected numbers"):
            PointsSpec(points=(THREE[0], (0.0, wrong, 1.0)))


def test_ranks_are_spread_evenly_however_many_there_are():
    for count in (10, 100, 1000):
        below = sum(spread_rank(number) < 0.5 for number in range(count))
        assert abs(below - count / 2) <= 1
    assert spread_rank(0) == 0.0


def test_without_points_there_is_a_network_but_no_training():
    run = Run(with_points())
    assert run.train_score().loss is None
    assert (run.epoch, run.problem.iterations_per_epoch, run.problem.batch_size) == (0, 1, 1)
    with pytest.raises(SpecError, match="no example to learn from"):
        run.advance(1)
    assert run.advance(0) == 0
    assert run.iteration == 0


def test_a_share_that_leaves_nothing_for_training_is_still_refused():
    with pytest.raises(SpecError, match=r"data\.train_share: leaves no example"):
        Run(Experiment(data=DataSpec("circle", train_share=0.0)))


def test_the_network_must_fit_the_classes():
    three = with_points(classes=("a", "b", "c"))
    with pytest.raises(SpecError, match="needs 3"):
        Run(three)
    network = NetworkSpec(2, (LayerSpec(3, "softmax"),))
    fitting = dataclasses.replace(three, network=network)
    assert isinstance(Run(fitting).problem, Problem)
