"""Single values are changed: of a table as if its file held them, of points as points by hand."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from nnplayground.core import DataSpec, SpecError, load_dataset
from nnplayground.core.points_spec import PointsSpec
from nnplayground.core.table_spec import CellChange, TableColumn, TableFormat, TableSpec
from nnplayground.core.values import dumps, from_json
from nnplayground.data import DATASETS, value_edits
from nnplayground.data.example_columns import example_columns
from nnplayground.data.table_preview import found_format, proposed, sample_text
from nnplayground.data.value_edits import table_row, target_places, why_fixed, with_value

TEXT = "age,city,member,class\n" + "".join(
    f"{20 + n},{('Rome', 'Oslo', 'Bonn')[n % 3]},{'yes' if n % 4 else 'no'},{'ab'[n % 2]}\n"
    for n in range(40)
)


def data_of(text: str = TEXT, **changes: object) -> DataSpec:
    found = sample_text(text)
    table = proposed(found, found_format(found))
    return DataSpec("table", examples=0, train_share=0.7, table=table, **changes)  # type: ignore[arg-type]


def edited(data: DataSpec, index: int, place: int, text: str) -> DataSpec:
    changed = with_value(data, load_dataset(data), index, place, text)
    assert isinstance(changed, TableSpec)
    return dataclasses.replace(data, table=changed)


@pytest.mark.parametrize("index", [0, 5, 27, 28, 39])
def test_a_changed_value_is_in_that_example_and_nothing_else_is_another(index: int) -> None:
    data = data_of()
    before, after = load_dataset(data), load_dataset(edited(data, index, 0, "99.5"))
    raw = np.concatenate((before.train.raw, before.test.raw))
    changed = np.concatenate((after.train.raw, after.test.raw))
    expected = raw.copy()
    expected[index, 0] = 99.5
    np.testing.assert_array_equal(changed, expected)
    np.testing.assert_array_equal(after.train.labels, before.train.labels)


def test_it_is_as_if_the_file_held_it() -> None:
    data = data_of()
    row = table_row(data, 3)
    lines = TEXT.splitlines(keepends=True)
    cells = lines[row + 1].split(",")
    lines[row + 1] = ",".join(["77", "Bonn", *cells[2:]])
    by_file = load_dataset(data_of("".join(lines)))
    by_hand = load_dataset(edited(edited(data, 3, 0, "77"), 3, 1, "Bonn"))
    np.testing.assert_array_equal(by_hand.train.inputs, by_file.train.inputs)
    assert by_hand.columns == by_file.columns


def test_the_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT)
    data = data_of()
    assert data.table is not None
    table = dataclasses.replace(data.table, path=str(path), text=None, sha256="")
    after = load_dataset(edited(dataclasses.replace(data, table=table), 0, 0, "1"))
    assert after.train.raw[0, 0] == 1.0
    assert path.read_text() == TEXT


def test_rows_with_gaps_and_blank_lines_do_not_move_the_place() -> None:
    lines = TEXT.splitlines(keepends=True)
    gappy = "".join([lines[0], "\n", lines[1], "30,,yes,a\n", "\n", *lines[2:]])
    data = data_of(gappy)
    for index in (0, 10, 35):
        before = load_dataset(data)
        raw = np.concatenate((before.train.raw, before.test.raw))
        after = load_dataset(edited(data, index, 0, "1000"))
        changed = np.concatenate((after.train.raw, after.test.raw))
        assert np.flatnonzero((raw != changed).any(axis=1)).tolist() == [index]


def test_a_table_of_numbers_only_is_changed_exactly() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(2500, 3))  # read in more than one block
    text = "a,b,c\n" + "".join(",".join(map(repr, row)) + "\n" for row in rows.tolist())
    data = data_of(text)
    before = load_dataset(data)
    after = load_dataset(edited(data, 1700, 1, "0.1"))
    expected = before.train.raw.copy()
    expected[1700, 1] = 0.1
    np.testing.assert_array_equal(after.train.raw, expected)
    np.testing.assert_array_equal(after.test.raw, before.test.raw)


def test_a_target_a_word_and_yes_or_no_are_changed_to_what_is_known() -> None:
    data = data_of()
    before = load_dataset(data)
    places = target_places(data, before)
    other = "ab"[1 - int(before.train.labels[4])]
    after = load_dataset(edited(data, 4, places[0], other))
    assert after.train.labels[4] != before.train.labels[4]
    city, member = example_columns(data, before)[1:3]
    assert (city.words, member.words) == (("Bonn", "Oslo", "Rome"), ("no", "yes"))
    after = load_dataset(edited(data, 4, city.place, "Oslo"))
    assert city.values(after.train.raw)[4] == 1.0
    after = load_dataset(edited(data, 4, member.place, "false"))
    assert member.values(after.train.raw)[4] == 0.0


@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        (0, "tall", "'age': expected a number, got 'tall'"),
        (0, "1e300", "'age': expected a number up to 1e"),
        (0, "inf", "'age': expected a number up to 1e"),
        (1, "Roma", "'city': 'Roma' is no value so far; known are Bonn, Oslo, Rome"),
        (2, "maybe", "'member': expected no or yes, got 'maybe'"),
        (3, "c", "'class': 'c' is no value so far; known are a, b"),
        (3, "", "column 'class': a target must be known"),
    ],
)
def test_what_it_cannot_be_is_a_sentence(place: int, text: str, sentence: str) -> None:
    data = data_of()
    with pytest.raises(SpecError) as error:
        with_value(data, load_dataset(data), 0, place, text)
    assert str(error.value).startswith(sentence)


def test_an_emptied_cell_is_a_gap_and_the_rule_for_gaps_holds() -> None:
    data = data_of()
    assert data.table is not None
    filled = dataclasses.replace(data, table=dataclasses.replace(data.table, missing="mean"))
    before = load_dataset(filled)
    after = load_dataset(edited(filled, 2, 0, ""))
    others = np.delete(before.train.raw[:, 0], 2)
    assert after.train.raw[2, 0] == pytest.approx(others.mean())


def test_a_table_with_decimal_commas_takes_points_and_commas() -> None:
    rows = "".join(f"{n},5;{n % 2},25;{'ab'[n % 2]}\n" for n in range(30))
    data = data_of("x;y;class\n" + rows)
    assert data.table is not None
    assert data.table.format == TableFormat(delimiter=";", decimal=",")
    for typed in ("2,75", "2.75"):
        after = load_dataset(edited(data, 1, 0, typed))
        assert after.train.raw[1, 0] == 2.75


def test_a_cell_that_is_changed_again_has_one_change() -> None:
    data = edited(edited(data_of(), 0, 0, "1"), 0, 0, "2")
    assert data.table is not None
    assert [change.text for change in data.table.changes] == ["2.0"]
    assert from_json(TableSpec, from_text(dumps(data.table))) == data.table


def from_text(text: str) -> object:
    import json

    return json.loads(text)


def test_a_file_with_impossible_changes_is_a_sentence() -> None:
    columns = (TableColumn("a"), TableColumn("b", "target"))
    with pytest.raises(SpecError, match="no column 'c'"):
        TableSpec(columns=columns, changes=(CellChange(1, "c", "1"),))
    with pytest.raises(SpecError, match="changed twice"):
        TableSpec(columns=columns, changes=(CellChange(1, "a", "1"), CellChange(1, "a", "2")))
    with pytest.raises(SpecError, match="row: expected 1"):
        CellChange(0, "a", "1")
    table = TableSpec(text="1,2\n3,4\n", columns=columns, format=TableFormat(header=False))
    late = dataclasses.replace(table, changes=(CellChange(9, "a", "1"),))
    with pytest.raises(SpecError, match="row 9 below the header"):
        load_dataset(DataSpec("table", 0, table=late))


@pytest.mark.parametrize("key", ["circle", "plane", "sine", "rings"])
def test_a_generated_point_becomes_one_by_hand_and_the_others_stay(key: str) -> None:
    data = DATASETS[key].suggested.data
    before = load_dataset(data)
    raw = np.concatenate((before.train.raw, before.test.raw))
    for index in (0, len(raw) - 1):
        points = with_value(data, before, index, 0, "0.125")
        assert isinstance(points, PointsSpec)
        expected = raw.copy()
        expected[index, 0] = 0.125
        by_hand = DataSpec("points", 0, train_share=data.train_share, points=points)
        after = load_dataset(by_hand)
        np.testing.assert_array_equal(np.concatenate((after.train.raw, after.test.raw)), expected)
        again = with_value(by_hand, after, index, 0, repr(float(raw[index, 0])))
        assert isinstance(again, PointsSpec)
        back = load_dataset(dataclasses.replace(by_hand, points=again))
        np.testing.assert_array_equal(np.concatenate((back.train.raw, back.test.raw)), raw)


def test_the_class_of_a_point_is_changed_by_its_name() -> None:
    data = DATASETS["circle"].suggested.data
    before = load_dataset(data)
    name = before.classes[1 - int(before.train.labels[0])]
    points = with_value(data, before, 0, 2, name)
    assert isinstance(points, PointsSpec)
    assert points.classes[int(points.points[0][2])] == name
    with pytest.raises(SpecError, match="'green' is no class; known are"):
        with_value(data, before, 0, 2, "green")


def test_what_cannot_be_changed_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, words in (("digits", "Pictures"), ("lesson_a", "Lesson A")):
        data = DATASETS[key].suggested.data
        assert words in why_fixed(data, load_dataset(data))
        with pytest.raises(SpecError, match=words):
            with_value(data, load_dataset(data), 0, 0, "1")
    data = data_of()
    assert why_fixed(data, load_dataset(data)) == ""
    monkeypatch.setattr(value_edits, "MAX_CELLS", 100)
    assert "in the file itself" in why_fixed(data, load_dataset(data))
