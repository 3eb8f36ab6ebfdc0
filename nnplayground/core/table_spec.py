"""What an experiment says about a table of the user's own: where it is and how it is read."""

import dataclasses
from dataclasses import dataclass, field

from nnplayground.core.errors import SpecError

ROLES = ("input", "target", "unused")
KINDS = ("number", "category", "yes_no")
MISSING_RULES = ("drop", "mean", "most_frequent")
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "windows-1252",
    "latin-1",
)
DELIMITERS = (",", ";", "\t", "|", " ")
DECIMALS = (".", ",")
QUOTES = ('"', "'", "")
MAX_COLUMNS = 4096
MAX_EMBEDDED = 1_000_000  # bytes of UTF-8
MAX_CHANGES = 500
MAX_CELL = 1_000  # characters of a cell that was typed


def _expect_one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        listed = ", ".join(repr(one) for one in known)
        raise SpecError(f"data.table.{name}: {value!r} is unknown; known are {listed}")


@dataclass(frozen=True)
class TableFormat:
    """How the text of a table is read.

    Attributes:
        encoding: how bytes become text.
        delimiter: what stands between two cells.
        decimal: '.' or ','.
        quote: what stands around a cell that holds a delimiter; '' for nothing.
        header: whether the first row holds the names of the columns.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    quote: str = '"'
    header: bool = True

    def __post_init__(self) -> None:
        _expect_one_of("format.encoding", self.encoding, ENCODINGS)
        _expect_one_of("format.delimiter", self.delimiter, DELIMITERS)
        _expect_one_of("format.decimal", self.decimal, DECIMALS)
        _expect_one_of("format.quote", self.quote, QUOTES)


@dataclass(frozen=True)
class TableColumn:
    """One column of a table.

    Attributes:
        name: its name, the only one of its kind in the table.
        role: 'input', 'target' or 'unused'.
        kind: 'number', 'category' (one input or class for each value) or 'yes_no'.
    """

    name: str
    role: str = "input"
    kind: str = "number"

    def __post_init__(self) -> None:
        _expect_one_of("columns.role", self.role, ROLES)
        _expect_one_of("columns.kind", self.kind, KINDS)


@dataclass(frozen=True)
class CellChange:
    """A cell that is read otherwise than it stands in the file, which stays as it is.

    Attributes:
        row: from 1, of the rows with examples: without the header and without blank rows.
        column: the name of the column.
        text: what is read in the place of what stands there.
    """

    row: int
    column: str
    text: str

    def __post_init__(self) -> None:
        if self.row < 1:
            raise SpecError(f"data.table.changes.row: expected 1 or more, got {self.row}")
        if len(self.text) > MAX_CELL:
            raise SpecError(
                f"data.table.changes.text: a cell has up to {MAX_CELL:,} characters, this one "
                f"has {len(self.text):,}"
            )


@dataclass(frozen=True)
class TableSpec:
    """A table of the user's own.

    Attributes:
        name: of the file, or what else to call it.
        path: of the file; '' where there is none, as for a pasted table.
        sha256: of the file's bytes, in hexadecimal.
        text: the whole table where the experiment carries it along, else None.
        format: how the text is read.
        columns: all columns in their order.
        missing: what becomes of empty cells among the inputs: 'drop' leaves out the row, 'mean'
            and 'most_frequent' fill the cell with that of the training part (of categories
            always the most frequent). Rows without a target are always left out.
        changes: cells that were changed by hand, each at most once.
    """

    name: str = "table"
    path: str = ""
    sha256: str = ""
    text: str | None = field(default=None, repr=False)
    format: TableFormat = field(default_factory=TableFormat)
    columns: tuple[TableColumn, ...] = ()
    missing: str = "drop"
    changes: tuple[CellChange, ...] = ()

    def __post_init__(self) -> None:
        _expect_one_of("missing", self.missing, MISSING_RULES)
        if not 2 <= len(self.columns) <= MAX_COLUMNS:
            raise SpecError(
                f"data.table.columns: expected 2 to {MAX_COLUMNS}, got {len(self.columns)}"
            )
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise SpecError(f"data.table.columns: '{twice}' comes twice")
        self._check_roles()
        self._check_changes()
        if self.text is not None and len(self.text.encode(errors="replace")) > MAX_EMBEDDED:
            raise SpecError(
                f"data.table.text: is larger than {MAX_EMBEDDED // 1_000_000} MB, the most that "
                "an experiment carries along"
            )

    def _check_roles(self) -> None:
        if not self.inputs:
            raise SpecError("data.table.columns: no column is an input; choose at least one")
        if not self.targets:
            raise SpecError("data.table.columns: no column is the target; choose at least one")
        categories = [column.name for column in self.targets if column.kind == "category"]
        if len(self.targets) > 1 and categories:
            raise SpecError(
                f"data.table.columns: of several targets all must be numbers, but "
                f"'{categories[0]}' holds categories; choose one target, or numbers only"
            )

    def _check_changes(self) -> None:
        if len(self.changes) > MAX_CHANGES:
            raise SpecError(
                f"data.table.changes: up to {MAX_CHANGES:,} cells can be changed by hand; change "
                "more of them in the file"
            )
        names = {column.name for column in self.columns}
        places = [(change.row, change.column) for change in self.changes]
        for _, name in places:
            if name not in names:
                raise SpecError(f"data.table.changes: there is no column '{name}'")
        if len(set(places)) < len(places):
            row, name = next(place for place in places if places.count(place) > 1)
            raise SpecError(f"data.table.changes: row {row:,}, column '{name}' is changed twice")

    def with_change(self, change: CellChange) -> "TableSpec":
        """The same with one more cell changed, or a changed one changed again."""
        place = change.row, change.column
        others = (one for one in self.changes if (one.row, one.column) != place)
        return dataclasses.replace(self, changes=(*others, change))

    def __str__(self) -> str:
        return self.name

    @property
    def inputs(self) -> tuple[TableColumn, ...]:
        """The columns that are fed to the network."""
        return tuple(column for column in self.columns if column.role == "input")

    @property
    def targets(self) -> tuple[TableColumn, ...]:
        """The columns that the network is to say."""
        return tuple(column for column in self.columns if column.role == "target")
