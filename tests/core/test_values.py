"""Dataclasses turn into JSON and back exactly; what does not fit is named by its path."""

import json
import math
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnplayground.core import SpecError
from nnplayground.core.values import dumps, from_json, to_json


@dataclass(frozen=True)
class Inner:
    x: float
    note: str = ""

    def __post_init__(self) -> None:
        if self.x < 0:
            raise SpecError(f"x is {self.x}")


@dataclass(frozen=True)
class Outer:
    count: int = 0
    on: bool = False
    limit: float | None = None
    inner: Inner = field(default_factory=lambda: Inner(1.0))
    several: tuple[Inner, ...] = ()
    pair: tuple[int, str] = (0, "")


finite = st.floats(0.0, allow_infinity=False)
inners = st.builds(Inner, finite, st.text())
outers = st.builds(
    Outer,
    st.integers(),
    st.booleans(),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    inners,
    st.lists(inners).map(tuple),
    st.tuples(st.integers(), st.text()),
)


@given(outers)
def test_any_value_comes_back_equal_through_its_text(value):
    assert from_json(Outer, json.loads(dumps(value))) == value


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x >= 0 or x == 0))
def test_a_number_keeps_every_bit(x):
    loaded = from_json(Inner, json.loads(dumps(Inner(x))))
    assert loaded.x == x
    assert math.copysign(1, loaded.x) == math.copysign(1, x)


def test_missing_keys_take_the_defaults():
    assert from_json(Outer, {"on": True}) == Outer(on=True)


def test_a_whole_number_serves_where_a_number_is_expected_and_becomes_one():
    loaded = from_json(Inner, {"x": 3})
    assert type(loaded.x) is float


def test_a_tuple_becomes_a_list():
    assert to_json(Outer(several=(Inner(1.0),)))["several"] == [{"x": 1.0, "note": ""}]


def test_equal_values_give_equal_text():
    assert dumps(Outer(count=1, on=True)) == dumps(Outer(on=True, count=1))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "Outer: expected an object, got []"),
        ({"cuont": 1}, "cuont: unknown key; known are count, on, limit, inner, several, pair"),
        ({"count": 1.0}, "count: expected a whole number, got 1.0"),
        ({"count": True}, "count: expected a whole number, got true"),
        ({"count": "1"}, 'count: expected a whole number, got "1"'),
        ({"on": 1}, "on: expected true or false, got 1"),
        ({"limit": "high"}, 'limit: expected a number, got "high"'),
        ({"limit": math.nan}, "limit: expected a finite number, got nan"),
        ({"limit": math.inf}, "limit: expected a finite number, got inf"),
        ({"limit": 10**400}, "limit: expected a finite number, got one too large"),
        ({"limit": True}, "limit: expected a number, got true"),
        ({"inner": {}}, "inner.x: is missing"),
        ({"inner": {"x": 1, "y": 2}}, "inner.y: unknown key; known are x, note"),
        ({"inner": {"x": -1}}, "inner: x is -1.0"),
        ({"inner": None}, "inner: expected an object, got null"),
        ({"several": {}}, "several: expected a list, got {}"),
        ({"several": [{"x": 1}, {"x": None}]}, "several.1.x: expected a number, got null"),
        ({"several": [{"x": -1}]}, "several.0: x is -1.0"),
        ({"pair": [1]}, "pair: expected 2 items, got 1"),
        ({"pair": [1, 2]}, "pair.1: expected a text, got 2"),
        ({"inner": "x" * 100}, 'inner: expected an object, got "' + "x" * 36 + "..."),
    ],
)
def test_what_does_not_fit_is_named_by_its_path(value, message):
    with pytest.raises(SpecError) as caught:
        from_json(Outer, value)
    assert str(caught.value) == message


def test_no_text_has_a_number_that_strict_json_lacks():
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps(Outer(limit=math.nan))
