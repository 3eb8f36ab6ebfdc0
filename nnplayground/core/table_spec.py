"""What an experiment says about a table of the user's own: where it is and how it is read."""

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
    """

    name: str = "table"
    path: str = ""
    sha256: str = ""
    text: str | None = field(default=None, repr=False)
    format: TableFormat = field(default_factory=TableFormat)
    columns: tuple[TableColumn, ...] = ()
    missing: str = "drop"

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
