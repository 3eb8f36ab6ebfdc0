"""Tables are found, read and refused; every refusal is a sentence with its place."""
# ruff: noqa: E501  # the list of malformed tables is a table itself

import dataclasses
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnplayground.core import Experiment, SpecError, load_dataset
from nnplayground.core.experiment import DataSpec
from nnplayground.core.table_spec import TableColumn, TableFormat, TableSpec
from nnplayground.data.table_errors import (
    ChangedTableError,
    MissingTableError,
    ReadingStopped,
    TableError,
)
from nnplayground.data.table_format import find_format
from nnplayground.data.table_preview import (
    found_format,
    proposed,
    sample_file,
    sample_in,
    sample_text,
)
from nnplayground.data.table_source import table_source

GOOD = "a,b,kind\n1,2,x\n3,4,y\n5,6.5,x\n7,8,y\n"


def opened(path: Path) -> TableSpec:
    found = sample_file(path)
    return proposed(found, found_format(found))


def pasted(text: str) -> TableSpec:
    found = sample_text(text)
    return proposed(found, found_format(found))


def written(folder: Path, data: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def everything(spec: TableSpec, **settings):
    source = table_source(spec)
    data = dataclasses.replace(
        source.suggested.data, **{"train_share": 1.0, "scaling": "none", **settings}
    )
    return load_dataset(data)


# ---- how it is meant ------------------------------------------------------------------------

FORMATS = {
    "comma": ("a,b\n1.5,2\n2,3.5\n", ",", ".", '"', True),
    "semicolon and decimal comma": ("a;b\n1,5;2\n2;3,5\n", ";", ",", '"', True),
    "semicolon and point": ("a;b\n1.5;2\n2;3.5\n", ";", ".", '"', True),
    "tab": ("a\tb\n1.5\t2\n2\t3.5\n", "\t", ".", '"', True),
    "tab and decimal comma": ("1,5\t2\n2\t3,5\n", "\t", ",", '"', False),
    "bar": ("a|b\n1|2\n2|3\n", "|", ".", '"', True),
    "space": ("1 2 3\n4 5 6\n", " ", ".", '"', False),
    "comma and space": ("a, b\n1, 2\n3, 4\n", ",", ".", '"', True),
    "quoted delimiters": ('name,b\n"x, y",2\n"u, v",3\n', ",", ".", '"', True),
    "single quotes": ("name,b\n'x, y',2\n'u, v',3\n", ",", ".", "'", True),
    "no header": ("1,2\n3,4\n", ",", ".", '"', False),
    "only texts": ("one,two\nx,y\nu,v\nx,y\n", ",", ".", '"', True),
    "old Mac line ends": ("a;b\r1;2\r3;4\r", ";", ".", '"', True),
    "text after the comma": ("a;b\nx, y;1\nu, v, w;2\n", ";", ".", '"', True),
}


@pytest.mark.parametrize("case", FORMATS)
def test_delimiter_decimal_quotes_and_header_are_found(case):
    text, *expected = FORMATS[case]
    form = find_format(text)
    assert [form.delimiter, form.decimal, form.quote, form.header] == expected


ENCODED = {
    "utf-8": "Größe;Art\n1,5;schön\n2,5;übel\n".encode(),
    "utf-8-sig": "Größe;Art\n1,5;schön\n2,5;übel\n".encode("utf-8-sig"),
    "utf-16": "Größe;Art\n1,5;schön\n2,5;übel\n".encode("utf-16"),
    "utf-16-le": "Größe;Art\n1,5;schön\n2,5;übel\n".encode("utf-16-le"),
    "utf-16-be": "Größe;Art\n1,5;schön\n2,5;übel\n".encode("utf-16-be"),
    "windows-1252": "Größe;Art\n1,5;schön\n2,5;übel\n".encode("windows-1252"),
    "latin-1": "Größe;Art\x81\n1,5;schön\n2,5;übel\n".encode("latin-1"),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_the_encoding_is_found(tmp_path, encoding):
    spec = opened(written(tmp_path, ENCODED[encoding]))
    assert spec.format.encoding == encoding
    assert spec.columns[0].name == "Größe"
    dataset = everything(spec)
    assert dataset.classes == ("schön", "übel")
    assert sorted(dataset.train.raw[:, 0]) == [1.5, 2.5]


def test_another_encoding_can_be_chosen(tmp_path):
    found = sample_in(sample_file(written(tmp_path, "größe,b\n1,2\n3,4\n")), "latin-1")
    assert found.start.startswith("grÃ¶Ã\x9fe")


def test_kinds_and_target_are_proposed():
    spec = pasted("id,age,smokes,city,species\nu1,1,yes,Rome,0\nu2,2,no,Bonn,1\nu3,3,yes,Rome,1\n")
    kinds = [(column.name, column.role, column.kind) for column in spec.columns]
    assert kinds == [
        ("id", "input", "category"),
        ("age", "input", "number"),
        ("smokes", "input", "yes_no"),
        ("city", "input", "category"),
        ("species", "target", "category"),
    ]


def test_a_column_that_only_tells_rows_apart_is_not_used():
    rows = "".join(f"person {n},{n},{n % 2}\n" for n in range(30))
    assert [c.role for c in pasted("who,n,y\n" + rows).columns] == ["unused", "input", "target"]


def test_names_are_given_where_they_are_missing_or_come_twice():
    names = [c.name for c in pasted("a,,a\n1,2,3\n4,5,6\n").columns]
    assert names == ["a", "column 2", "a (2)"]


# ---- what comes out -------------------------------------------------------------------------


def test_classes_of_categories_are_sorted_and_numbered(tmp_path):
    dataset = everything(opened(written(tmp_path, GOOD)))
    assert dataset.classes == ("x", "y")
    assert dataset.columns == ("a", "b")
    assert {tuple(row): label for row, label in zip(dataset.train.raw.tolist(), dataset.train.labels, strict=True)} == {
        (1.0, 2.0): 0, (3.0, 4.0): 1, (5.0, 6.5): 0, (7.0, 8.0): 1,
    }  # fmt: skip


def test_classes_that_are_numbers_are_in_their_order():
    spec = pasted("a,class\n" + "".join(f"{n},{n % 3 * 5}\n" for n in range(12)))
    assert everything(spec).classes == ("0", "5", "10")


def test_a_category_among_the_inputs_is_one_hot():
    dataset = everything(pasted("city,n,y\nRome,1,5.5\nBonn,2,6.5\nRome,3,7.25\n"))
    assert dataset.input_names == ("city=Bonn", "city=Rome", "n")
    by_n = {row[2]: row[:2].tolist() for row in dataset.train.raw}
    assert by_n == {1.0: [0.0, 1.0], 2.0: [1.0, 0.0], 3.0: [0.0, 1.0]}


def test_yes_and_no_are_one_and_zero_or_two_classes():
    text = "smokes,n,ill\nyes,1,No\nno,2,Yes\nTRUE,3,no\n"
    dataset = everything(pasted(text))
    assert dataset.classes == ("no", "yes")
    assert {row[1]: row[0] for row in dataset.train.raw} == {1.0: 1.0, 2.0: 0.0, 3.0: 1.0}


def test_several_numbers_can_be_targets():
    spec = pasted("a,b,c\n1,2.5,3.5\n4,5.5,6.5\n7,8.5,9.5\n")
    columns = (spec.columns[0], *(TableColumn(name, "target") for name in "bc"))
    spec = dataclasses.replace(spec, columns=columns)
    dataset = everything(spec)
    assert dataset.target_names == ("b", "c")
    assert np.array_equal(np.sort(dataset.train.targets, axis=0), [[2.5, 3.5], [5.5, 6.5], [8.5, 9.5]])  # fmt: skip
    assert table_source(spec).suggested.network.output.units == 2


@pytest.mark.parametrize("missing", ["drop", "mean", "most_frequent"])
def test_empty_cells_are_dropped_or_filled_and_counted(missing):
    text = "a,city,y\n1,Rome,0.5\n1,,1.5\n,Rome,2.5\n4,Bonn,3.5\n9,Rome,\n"
    spec = dataclasses.replace(pasted(text), missing=missing)
    dataset, said = everything(spec), table_source(spec).description
    by_y = dict(zip(dataset.train.targets[:, 0], dataset.train.raw.tolist(), strict=True))
    assert "1 row without a target left out." in said
    if missing == "drop":
        assert set(by_y) == {0.5, 3.5}
        assert "2 rows with 2 empty cells left out." in said
    else:
        value = {"mean": 2.0, "most_frequent": 1.0}[missing]
        assert by_y[2.5] == [value, 0.0, 1.0]
        assert by_y[1.5] == [1.0, 0.0, 1.0]
        assert "2 empty cells in 2 rows filled" in said


def test_gaps_are_filled_from_the_training_part_only():
    rows = "".join(f"{n if n % 5 else ''},{n}.5\n" for n in range(1, 101))
    spec = dataclasses.replace(pasted("a,y\n" + rows), missing="mean")
    dataset = everything(spec, train_share=0.5)
    filled = [x for x, y in zip(dataset.train.raw[:, 0], dataset.train.targets[:, 0], strict=True) if (y - 0.5) % 5 == 0]  # fmt: skip
    real = [x for x, y in zip(dataset.train.raw[:, 0], dataset.train.targets[:, 0], strict=True) if (y - 0.5) % 5]  # fmt: skip
    assert filled
    assert len(set(filled)) == 1
    assert filled[0] == pytest.approx(np.mean(real))


def test_a_constant_column_is_told_and_harmless():
    spec = pasted("a,b,y\n1,7,0.5\n2,7,1.5\n3,7,2.5\n")
    assert "Column 2 ('b') is 7 in every row" in table_source(spec).description
    assert np.isfinite(everything(spec, scaling="standardize").train.inputs).all()


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends():
    spec = pasted('name,y\n"a, ""b""\nc",1.5\nd,2.5\n"a, ""b""\nc",3.5\n')
    assert everything(spec).columns == ('name=a, "b"\nc', "name=d")


def test_blank_lines_are_passed_over():
    assert len(everything(pasted("\n\na,y\n\n1,2.5\n  \n3,4.5\n\n")).train) == 2


@given(
    st.lists(
        st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), min_size=2, max_size=40, unique=True
    ),
    st.sampled_from([(",", "."), (";", ","), ("\t", "."), ("|", ",")]),
)
def test_numbers_come_back_exactly_in_every_format(rows, form):
    delimiter, decimal = form
    lines = [delimiter.join(repr(v).replace(".", decimal) for v in row) for row in rows]
    columns = (TableColumn("a"), TableColumn("b", "target"))
    spec = TableSpec(
        text=f"a{delimiter}b\n" + "\n".join(lines),
        format=TableFormat(delimiter=delimiter, decimal=decimal),
        columns=columns,
    )
    train = everything(spec).train
    assert sorted(zip(train.raw[:, 0], train.targets[:, 0], strict=True)) == sorted(rows)


# ---- the experiment and its table -----------------------------------------------------------


def test_an_experiment_with_a_table_comes_back_from_json(tmp_path):
    experiment = table_source(opened(written(tmp_path, GOOD))).suggested
    assert experiment.data.table is not None
    again = Experiment.from_json(experiment.to_json())
    assert again == experiment
    assert Experiment.from_json('{"data":{"dataset":"circle"}}').data.table is None


def test_a_small_table_is_carried_along_and_works_without_its_file(tmp_path):
    path = written(tmp_path, GOOD)
    text = table_source(opened(path)).suggested.to_json()
    path.unlink()
    assert len(load_dataset(Experiment.from_json(text).data).train) == 3


def test_a_large_table_is_only_referred_to(tmp_path):
    path = written(tmp_path, "a,y\n" + "1.25,2.5\n3.5,4.25\n" * 60_000)
    spec = opened(path)
    assert spec.text is None
    assert spec.path == str(path)
    assert len(everything(spec).train) == 120_000


def referring(path: Path) -> TableSpec:
    return dataclasses.replace(opened(path), text=None)


def test_a_moved_table_is_said(tmp_path):
    spec = referring(written(tmp_path, GOOD))
    Path(spec.path).rename(tmp_path / "other.csv")
    with pytest.raises(MissingTableError, match=r"the table 'table.csv' is no longer at .*find it"):
        load_dataset(DataSpec("table", examples=0, table=spec))


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_table_at_a_path_that_no_file_can_have_is_said_to_be_gone(tmp_path, name):
    spec = dataclasses.replace(referring(written(tmp_path, GOOD)), path=str(tmp_path / name))
    with pytest.raises(MissingTableError, match="is no longer at") as said:
        load_dataset(DataSpec("table", examples=0, table=spec))
    assert len(str(said.value)) < 500
    assert str(said.value).isprintable()


def test_a_changed_table_is_said(tmp_path):
    spec = referring(written(tmp_path, GOOD))
    written(tmp_path, GOOD + "9,9,x\n")
    with pytest.raises(ChangedTableError, match="was changed since") as error:
        load_dataset(DataSpec("table", examples=0, table=spec))
    assert error.value.found == sample_file(tmp_path / "table.csv").sha256


def test_a_table_that_is_not_described_is_a_sentence():
    with pytest.raises(SpecError, match=r"data\.table: is missing"):
        load_dataset(DataSpec("table"))


def test_reading_tells_its_progress_and_can_be_stopped(tmp_path):
    path = written(tmp_path, "a,y\n" + "1.25,2.5\n3.5,4.25\n" * 60_000)
    shares: list[float] = []
    spec = opened(path)

    def note(share: float) -> bool:
        shares.append(share)
        return True

    table_source(spec, note)
    assert len(shares) > 3
    assert all(0.0 < share <= 1.0 for share in shares)
    spec = dataclasses.replace(spec, name="again")
    for most in range(len(shares) - 1):
        asked = iter(range(most))
        with pytest.raises(ReadingStopped):
            table_source(spec, partial(_while_there_are, asked))


def _while_there_are(numbers: Iterator[int], share: float) -> bool:
    return next(numbers, None) is not None


# ---- what is wrong --------------------------------------------------------------------------

N, C, YN = "number", "category", "yes_no"


def described(text: str | None, *kinds: str, **settings) -> TableSpec:
    """A table with inputs of these kinds, the last one the target; columns a, b, c, ..."""
    roles = ["input"] * (len(kinds) - 1) + ["target"]
    names = "abcdefgh"[: len(kinds)]
    columns = tuple(map(TableColumn, names, roles, kinds))
    rule = settings.pop("missing", "drop")
    return TableSpec(text=text, columns=columns, missing=rule, format=TableFormat(**settings))


MALFORMED = {
    "short row": (described("a,b\n1,2\n3\n", N, N), r"row 3, column 2: is missing; the row has 1 cell, the table has 2"),
    "long row": (described("a,b\n1,2\n3,4,5\n", N, N), r"row 3, column 3: is one too many \('5'\)"),
    "short header": (described("a\n1,2\n", N, N), r"row 1, column 2: is missing"),
    "long header": (described("a,b,c\n1,2\n", N, N), r"row 1, column 3: is one too many \('c'\)"),
    "other names": (described("a,x\n1,2\n", N, N), r"row 1, column 2: is named 'x'.*expects 'b'"),
    "text in a number column": (described("a,b\n1,2\nabc,4\n", N, N), r"row 3, column 1 \('a'\): 'abc' is no number; correct"),
    "text in a number target": (described("a,b\n1,2\n3,many\n", N, N), r"row 3, column 2 \('b'\): 'many' is no number"),
    "text far below": (described("a,b\n" + "1,2\n" * 5000 + "1,x\n", N, N), r"row 5,002, column 2 \('b'\): 'x'"),
    "decimal comma": (described("a;b\n1,5;2\n", N, N, delimiter=";"), r"row 2, column 1 \('a'\): '1,5' is no number with the decimal sign '\.'.*choose ','"),
    "decimal point": (described("a;b\n1.5;2\n", N, N, delimiter=";", decimal=","), r"row 2, column 1.*'1\.5' is no number with the decimal sign ','"),
    "thousands": (described('a,b\n"1,000.5",2\n', N, N), r"row 2, column 1 \('a'\): '1,000\.5' is no number"),
    "infinity": (described("a,b\n1,2\ninf,4\n", N, N), r"row 3, column 1 \('a'\): 'inf' is beyond ±1e\+100"),
    "overflow": (described("a,b\n1,2\n1e999,4\n", N, N), r"row 3, column 1 \('a'\): '1e999' is beyond"),
    "too large": (described("a,b\n1,2\n-1e200,4\n", N, N), r"row 3, column 1.*'-1e200' is beyond"),
    "two signs": (described("a,b\n1,2\n--3,4\n", N, N), r"row 3, column 1.*'--3' is no number"),
    "a date": (described("a,b\n2024-01-02,2\n", N, N), r"row 2, column 1.*'2024-01-02' is no number"),
    "a unit": (described("a,b\n5 cm,2\n", N, N), r"row 2, column 1.*'5 cm' is no number"),
    "percent": (described("a,b\n5%,2\n", N, N), r"row 2, column 1.*'5%' is no number"),
    "neither yes nor no": (described("a,b\nyes,2\nperhaps,3\n", YN, N), r"row 3, column 1 \('a'\): 'perhaps' is neither yes nor no"),
    "yes in a number column": (described("a,b\n1,2\nyes,3\n", N, N), r"row 3, column 1.*'yes' is no number"),
    "control character": (described("a,b\n1,2\n\x07,3\n", N, N), r"row 3, column 1.*'�' is no number"),
    "endless cell": (described("a,b\n1,2\n" + "x" * 500 + ",3\n", N, N), r"row 3, column 1.*'x{39}…' is no number"),
    "too many categories": (described("a,b\n" + "".join(f"c{n},{n}\n" for n in range(200)), C, N), r"row 102, column 1 \('a'\): 'c100' is the 101th different value"),
    "too many classes": (described("a,b\n" + "".join(f"{n},c{n}\n" for n in range(200)), N, C), r"row 102, column 2 \('b'\): 'c100'"),
    "one class": (described("a,b\n1,x\n2,x\n", N, C), r"column 2 \('b'\): is 'x' in every row.*at least two classes"),
    "only yes": (described("a,b\n1,yes\n2,yes\n", N, YN), r"column 2 \('b'\): is 'yes' in every row"),
    "one class left": (described("a,b\n1,x\n,y\n2,x\n", N, C), r"column 2 \('b'\): is 'x' in every row"),
    "empty column": (described("a,b\n,1\n,2\n", N, N, missing="mean"), r"column 1 \('a'\): is empty in every row; leave it out"),
    "empty category": (described("a,b\n,1\n?,2\n", C, N), r"column 1 \('a'\): is empty in every row"),
    "no target anywhere": (described("a,b\n1,\n2,NA\n", N, N), r"0 rows of 2 can be used, the others have empty cells"),
    "gaps everywhere": (described("a,b,c\n1,,3\n,2,3\n", N, N, N), r"0 rows of 2 can be used"),
    "one row": (described("a,b\n1,2\n", N, N), r"1 row of 1 can be used; at least 2"),
    "only a header": (described("a,b\n", N, N), r"has no rows below its header"),
    "nothing": (described("", N, N), r"has no rows"),
    "only blank lines": (described("\n\n  \n", N, N), r"has no rows"),
    "NUL byte": (described("a,b\n1,2\n3,\x004\n", N, N), r"row 3, column 2: holds a NUL byte"),
    "open quote": (described('a,b\n1,2\n3,"4\n5,6\n', N, N), r"row 3, column 2: begins with a quote that is never closed"),
    "open quote above much": (described('a,b\n"1,2\n' + "3,4\n" * 40_000, N, N), r"row 2, column 1: is longer than any cell; is a quote missing"),
    "text after a quote": (described('a,b\n1,2\n3,"4"5\n', N, N), r"row 3, column 2: has a quote in its midst"),
    "endless line": (described("a,b\n1," + "2" * 900_000, N, N, quote=""), r"row 2, column 2: is longer than any cell"),
    "other delimiter": (described("a;b\n1;2\n", N, N), r"row 1, column 2: is missing; the row has 1 cell"),
    "a web page": (described("<html>\n<body>\n", N, N), r"row 1, column 2: is missing"),
    "header in the midst": (described("a,b\n1,2\na,b\n3,4\n", N, N), r"row 3, column 1 \('a'\): 'a' is no number"),
    "first row is an example": (described("1,2\n3,4\n", N, N), r"row 1, column 1: is named '1'"),
    "header as an example": (described("a,b\n1,2\n", N, N, header=False), r"row 1, column 1 \('a'\): 'a' is no number"),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_table_gets_a_sentence_with_its_place(case):
    spec, expected = MALFORMED[case]
    with pytest.raises(TableError, match=expected) as error:
        table_source(spec)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 260


def test_at_least_forty_malformed_tables_are_told_apart():
    assert len(MALFORMED) >= 40


UNFIT = {
    "one column": ("a\n1\n2\n", r"row 1: has 1 cell; a table needs 2 to 4,096 columns"),
    "nothing copied": ("  \n ", r"no text on the clipboard"),
    "too much": ("1,2\n" * 300_000, r"the pasted table has 1\.2 MB; save"),
    "too wide": ("1," * 5000 + "1\n2\n", r"row 1: has 5,001 cells; a table needs 2 to 4,096"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_is_no_table_is_said_when_it_is_pasted(case):
    text, expected = UNFIT[case]
    with pytest.raises(TableError, match=expected):
        pasted(text)


def test_files_that_are_no_table_are_said(tmp_path):
    with pytest.raises(TableError, match=r"empty\.csv is empty, without a single row"):
        sample_file(written(tmp_path, "", "empty.csv"))
    with pytest.raises(TableError, match=r"gone\.csv cannot be read: No such file"):
        sample_file(tmp_path / "gone.csv")
    with pytest.raises(TableError, match="is no file; choose a file"):
        sample_file(tmp_path)


def test_a_file_of_two_gigabytes_is_refused_at_once(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2 * 10**9)  # a hole: it takes no room
    with pytest.raises(TableError, match=r"huge\.csv has 2\.0 GB; tables of up to 1\.1 GB"):
        sample_file(path)


def test_a_wrong_encoding_is_said_with_its_row(tmp_path):
    path = written(tmp_path, b"a,b\n1,2\n" + "3,größe\n".encode("latin-1"))
    spec = dataclasses.replace(
        opened(path), text=None, format=TableFormat("utf-8"), columns=described("", N, C).columns
    )
    with pytest.raises(TableError, match=r"row \d.*is not text in utf-8; choose another encoding"):
        table_source(spec)


SPECS = {
    "no input": (("target", "target"), r"no column is an input"),
    "no target": (("input", "input"), r"no column is the target"),
    "two classes of targets": (("input", "target", "target"), r"of several targets all must be"),
}


@pytest.mark.parametrize("case", SPECS)
def test_a_choice_of_columns_that_cannot_be_is_a_sentence(case):
    roles, expected = SPECS[case]
    with pytest.raises(SpecError, match=expected):
        TableSpec(columns=tuple(map(TableColumn, "abc", roles, [C] * 3)))
