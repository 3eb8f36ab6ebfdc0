"""Numbers leave the program as CSV without losing a bit, whatever their number."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from nnplayground.files import FileError, number_table
from nnplayground.files.number_table import (
    NumberTable,
    Stacked,
    Words,
    WritingStoppedError,
    curve_table,
    save_numbers,
)

ITERATIONS = np.array([0, 100, 250])
LOSSES = np.array([0.1, 1 / 3, 1e-300])
TABLE = NumberTable(("iteration", "train loss"), (ITERATIONS, LOSSES))


def read(text: str) -> tuple[list[str], list[list[str]]]:
    head, *rows = csv.reader(io.StringIO(text))
    return head, rows


def test_numbers_read_back_are_the_same_to_the_bit(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    double = random.normal(size=500) * 10.0 ** random.integers(-300, 300, 500)
    single = random.normal(size=500).astype(np.float32)
    table = NumberTable(("n", "double", "single"), (np.arange(500), double, single))
    save_numbers(tmp_path / "a.csv", table)
    head, rows = read((tmp_path / "a.csv").read_text())
    assert head == ["n", "double", "single"]
    assert [int(row[0]) for row in rows] == list(range(500))
    assert [float(row[1]) for row in rows] == double.tolist()
    np.testing.assert_array_equal(np.array([row[2] for row in rows], np.float32), single)


def test_what_is_no_number_stays_empty_and_what_is_infinite_says_so() -> None:
    _, rows = read(NumberTable(("a",), (np.array([np.nan, np.inf, -np.inf]),)).text())
    assert rows == [[""], ["inf"], ["-inf"]]


def test_words_with_commas_quotes_and_lines_come_back() -> None:
    words = ["a, b", 'the "c"', "two\nlines", ""]
    head, rows = read(NumberTable(("a, b", "n"), (words, np.arange(4))).text())
    assert head == ["a, b", "n"]
    assert [row[0] for row in rows] == words


def test_curves_over_other_places_share_one_axis() -> None:
    one = "one", np.array([0, 2]), np.array([5.0, 6.0])
    table = curve_table("x", [one, ("two", np.array([1, 2]), LOSSES[:2])])
    _, rows = read(table.text())
    assert rows == [["0", "5.0", ""], ["1", "", "0.1"], ["2", "6.0", repr(1 / 3)]]


def test_a_large_table_is_written_part_by_part_and_can_be_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(number_table, "_BLOCK", 10)
    path = tmp_path / "a.csv"
    path.write_text("before")
    table = NumberTable(("n",), (np.arange(35),))
    shares: list[float] = []

    def told(share: float) -> bool:
        shares.append(share)
        return share < 0.5

    def watched(share: float) -> bool:
        shares.append(share)
        return True

    with pytest.raises(WritingStoppedError):
        save_numbers(path, table, told)
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
    shares.clear()
    save_numbers(path, table, watched)
    assert shares == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert path.read_text() == "n\n" + "".join(f"{n}\n" for n in range(35))


def test_columns_of_other_lengths_are_no_table() -> None:
    with pytest.raises(ValueError, match="length"):
        NumberTable(("a", "b"), (ITERATIONS, LOSSES[:1]))


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="folder"):
        save_numbers(tmp_path / "none" / "run.csv", TABLE)


def test_some_rows_of_a_table_in_an_order_of_their_own() -> None:
    words = Words(np.array([0, 1, 0, 1]), ("a", "b"))
    stacked = Stacked([np.array([0.5, 1.5]), np.array([2.5, np.nan])])
    table = NumberTable(("w", "s", "t"), (words, stacked, ["k", "l", "m", "n"]))
    _, rows = read(table.picked(np.array([3, 0, 2])).text())
    assert rows == [["b", "", "n"], ["a", "0.5", "k"], ["a", "2.5", "m"]]
    _, rows = read(table.text())
    assert [row[1] for row in rows] == ["0.5", "1.5", "2.5", ""]
