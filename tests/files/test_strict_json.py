"""Strict JSON takes what the standard allows and refuses what Python's reader lets through."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnplayground.files.strict_json import parse


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**20), 10**20)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_every_json_value_comes_back(value):
    assert parse(json.dumps(value)) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": NaN}', "NaN is not a number"),
        ("[Infinity]", "Infinity is not a number"),
        ("[-Infinity]", "-Infinity is not a number"),
        ('{"a": 1, "b": 2, "a": 3}', "the key 'a' stands twice"),
        ('{"x": {"a": 1, "a": 1}}', "the key 'a' stands twice"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 31, "a number of 31 digits"),
        ("[1,\n 2,,]", "not JSON at line 2, column 4"),
        ("", "not JSON at line 1, column 1"),
        (b"\xff{}", "not UTF-8 text"),
    ],
)
def test_what_is_not_strict_json_is_refused_with_the_reason(text, reason):
    with pytest.raises(ValueError, match=f"^{reason}$"):
        parse(text)


def test_a_byte_order_mark_is_allowed():
    assert parse(b"\xef\xbb\xbf[1]") == [1]
