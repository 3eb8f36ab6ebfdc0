"""Finds delimiter, decimal sign, quotes and header of a table by looking at its beginning."""

import csv
import dataclasses
import io
import re
from collections import Counter
from collections.abc import Sequence

from nnplayground.core.table_spec import TableFormat
from nnplayground.data.table_kinds import is_missing, yes_or_no

Rows = list[list[str]]

_POINT = re.compile(r"\s*[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?\s*")
_COMMA = re.compile(r"\s*[-+]?(\d+,\d*|,\d+|\d+)([eE][-+]?\d+)?\s*")
_NUMBER = {".": _POINT, ",": _COMMA}
# Where two fit equally well: a comma may be a decimal sign, a space a part of a text.
_DELIMITERS = ("\t", ";", "|", ",", " ")
_LOOKED_AT = 200


def find_format(text: str, encoding: str = "utf-8") -> TableFormat:
    """The format that suits the beginning of a table best."""
    quote = _quote(text)
    scored = [
        (_regularity(split_rows(text, delimiter, quote)), delimiter) for delimiter in _DELIMITERS
    ]
    best = max(score for score, _ in scored)
    delimiter = next((d for score, d in scored if score == best), ",") if best > 0.0 else ","
    rows = split_rows(text, delimiter, quote)
    decimal = _decimal(rows, delimiter)
    return TableFormat(encoding, delimiter, decimal, quote, has_header(rows, decimal))


def split_rows(text: str, delimiter: str, quote: str, most: int = _LOOKED_AT) -> Rows:
    """The first rows of a text that is perhaps cut off at its end; blank ones left out."""
    rows: Rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), **dialect(delimiter, quote)):  # type: ignore[arg-type]
            if row:
                rows.append(row)
            if len(rows) > most:
                break
    except csv.Error:
        pass  # the reader of the whole table tells where; as far as it goes is enough here
    ends = text.endswith(("\n", "\r"))
    return rows[:most] if ends or len(rows) > most or len(rows) < 3 else rows[:-1]


def dialect(delimiter: str, quote: str) -> dict[str, object]:
    """The arguments of `csv.reader`."""
    return {
        "delimiter": delimiter,
        "quotechar": quote or None,
        "quoting": csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        "skipinitialspace": delimiter != "\t",
    }


def has_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the first row names the columns rather than being an example."""
    if len(rows) < 2:
        return False
    first, others = rows[0], rows[1:]
    if any(_is_value(cell, decimal) for cell in first):
        return False
    columns = list(zip(*(row for row in others if len(row) == len(first)), strict=True))
    if any(_mostly_values(column, decimal) for column in columns):
        return True
    # only texts: names are not among the values of their own columns
    pairs = zip(first, columns, strict=False)
    return len(others) > 1 and all(cell.strip() not in map(str.strip, c) for cell, c in pairs)


def with_found_header(text: str, form: TableFormat) -> TableFormat:
    """The format with decimal sign and header as they suit its delimiter and quotes."""
    rows = split_rows(text, form.delimiter, form.quote)
    decimal = _decimal(rows, form.delimiter)
    return dataclasses.replace(form, decimal=decimal, header=has_header(rows, decimal))


def is_number(cell: str, decimal: str) -> bool:
    """Whether a cell holds a number with this decimal sign."""
    return _NUMBER[decimal].fullmatch(cell) is not None


def _is_value(cell: str, decimal: str) -> bool:
    return is_number(cell, decimal)


def _mostly_values(column: Sequence[str], decimal: str) -> bool:
    present = [cell for cell in column if not is_missing(cell)]
    values = sum(is_number(cell, decimal) or yes_or_no(cell) is not None for cell in present)
    return bool(present) and values >= 0.8 * len(present)


def _quote(text: str) -> str:
    double, single = text.count('"'), len(re.findall(r"(?:^|[,;\t|])'|'(?:$|[,;\t|])", text, re.M))
    return "'" if single > 1 and single > double else '"'


def _regularity(rows: Rows) -> float:
    """The share of rows that have the most frequent number of cells, 0 where that is 1."""
    if not rows:
        return 0.0
    count, times = Counter(map(len, rows)).most_common(1)[0]
    return times / len(rows) if count > 1 else 0.0


def _decimal(rows: Rows, delimiter: str) -> str:
    cells = [cell for row in rows for cell in row]
    commas = sum("," in cell and is_number(cell, ",") for cell in cells)
    points = sum("." in cell and is_number(cell, ".") for cell in cells)
    return "," if commas > points else "."
