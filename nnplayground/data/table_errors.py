"""What can be wrong with a table, as sentences with row and column."""

from nnplayground.core.errors import SpecError
from nnplayground.core.table_spec import TableSpec

_SHOWN = 40
_SHOWN_PATH = 300


class TableError(SpecError):
    """A table that cannot be used; the message is for people."""


class ReadingStopped(Exception):  # noqa: N818  # nothing is wrong: it was cancelled
    """Somebody cancelled the reading of a table."""


class MissingTableError(TableError):
    """The file of a table is not where the experiment says.

    Attributes:
        spec: the table that is looked for.
    """

    def __init__(self, spec: TableSpec) -> None:
        where = f" at {shown_path(spec.path)}" if spec.path else ""
        super().__init__(f"the table '{shown(spec.name)}' is no longer{where}; find it again")
        self.spec = spec


class ChangedTableError(TableError):
    """The file of a table has another content than the experiment was made with.

    Attributes:
        spec: the table as the experiment knows it.
        found: the content hash that the file has now.
    """

    def __init__(self, spec: TableSpec, found: str) -> None:
        super().__init__(
            f"the table '{shown(spec.name)}' at {shown_path(spec.path)} was changed since the "
            "experiment was made; use it as it is now, or find the old one"
        )
        self.spec = spec
        self.found = found


def at(row: int, column: int | None = None, name: str = "") -> str:
    """The place in a table, counted from 1: "row 3, column 2 ('age')"."""
    place = f"row {row:,}"
    if column is not None:
        place += f", column {column:,}" + (f" ('{shown(name)}')" if name else "")
    return place


def shown(text: str) -> str:
    """A cell or name as it can stand in a sentence: short, on one line, printable."""
    return _shown(text, _SHOWN)


def shown_path(path: str) -> str:
    """As `shown`, for a path: what a file says about itself may be of any length."""
    return _shown(path, _SHOWN_PATH)


def _shown(text: str, longest: int) -> str:
    text = "".join(one if one.isprintable() else "�" for one in text[: longest + 1])
    return text if len(text) <= longest else text[: longest - 1] + "…"
