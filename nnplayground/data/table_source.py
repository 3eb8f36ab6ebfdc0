"""A table of the user's own as a source of examples."""

import dataclasses
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from nnplayground.core.arrays import FloatArray
from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import DataSpec, Experiment, TrainingSpec
from nnplayground.core.network_spec import LayerSpec, NetworkSpec
from nnplayground.core.recent import Recent
from nnplayground.core.table_spec import TableSpec
from nnplayground.data.shelf import Shelf
from nnplayground.data.source import Examples, Source
from nnplayground.data.table_errors import ChangedTableError, MissingTableError
from nnplayground.data.table_examples import Prepared, fill_values, prepare
from nnplayground.data.table_reader import read_table
from nnplayground.data.table_text import Progress, fingerprint, unasked
from nnplayground.paths import is_there

TABLE = "table"
_UNITS = 8
_NO_EXAMPLES = Examples.of_classes(np.empty((0, 0)), np.empty(0))
_KEPT_BYTES = 300_000_000


@dataclass(frozen=True, eq=False)
class OwnTable:
    """A table that was read.

    Attributes:
        source: gives its examples.
        shelf: where they are kept.
        prepared: what its rows and columns became, without the examples themselves.
    """

    source: Source
    shelf: Shelf
    prepared: Prepared


def own_table(data: DataSpec) -> Source:
    """The source that a `DataSpec` with dataset 'table' describes; it is read only once.

    Raises:
        TableError: where it cannot be used, or its file was moved or changed.
    """
    if data.table is None:
        raise SpecError("data.table: is missing; the data 'table' needs it")
    return table_source(data.table)


def table_source(spec: TableSpec, progress: Progress = unasked) -> Source:
    """A table as a source, its description holding the notes about it.

    Raises:
        TableError: where it cannot be used, or its file was moved or changed.
        ReadingStopped: where `progress` says so.
    """
    return _opened(spec, progress).source


def prepared_table(spec: TableSpec) -> Prepared:
    """What the rows and columns of a table became; it is read only once.

    Raises:
        TableError: as `table_source`.
    """
    return _opened(spec, unasked).prepared


def _opened(spec: TableSpec, progress: Progress) -> OwnTable:
    return _tables.get(spec) or _tables.keep(spec, _read(spec, progress))


def _read(spec: TableSpec, progress: Progress) -> OwnTable:
    if spec.text is None:
        _check_file(spec, progress)
    whole = prepare(spec, read_table(spec, progress))
    domains = tuple(_domain(column) for column in whole.examples.raw.T)
    shelf, prepared = Shelf(whole.examples), dataclasses.replace(whole, examples=_NO_EXAMPLES)
    source = Source(
        key=TABLE,
        label=spec.name,
        description=" ".join((_summary(prepared), *prepared.notes)),
        kind="table",
        columns=prepared.columns,
        make=lambda draw: shelf.examples(),
        keep=shelf.keep,
        suggested=_suggested(spec, prepared),
        classes=prepared.classes,
        target_names=prepared.target_names,
        domain=(min(low for low, _ in domains), max(high for _, high in domains)),
        domains=domains,
        generated=False,
        noisy=False,
        fill=None if spec.missing == "drop" else partial(fill_values, prepared, spec.missing),
    )
    return OwnTable(source, shelf, prepared)


def _check_file(spec: TableSpec, progress: Progress) -> None:
    path = Path(spec.path)
    if not spec.path or not is_there(path):
        raise MissingTableError(spec)
    found = fingerprint(path, progress).sha256
    if spec.sha256 and found != spec.sha256:
        raise ChangedTableError(spec, found)


def _summary(prepared: Prepared) -> str:
    examples, inputs = len(prepared.rows), len(prepared.columns)
    if prepared.classes:
        said = f"{len(prepared.classes)} classes to tell apart"
    else:
        numbers = len(prepared.target_names)
        said = f"{numbers} number{'s' * (numbers > 1)} to predict"
    return f"{examples:,} rows, {inputs:,} input{'s' * (inputs > 1)}, {said}."


def _domain(column: FloatArray) -> tuple[float, float]:
    """The lowest and the highest value of a raw column (examples,), a little apart."""
    low, high = float(np.nanmin(column)), float(np.nanmax(column))
    margin = 0.05 * (high - low) or 1.0
    return low - margin, high + margin


def _suggested(spec: TableSpec, prepared: Prepared) -> Experiment:
    """Two small hidden layers, the output layer and the loss that the targets ask for."""
    hidden = LayerSpec(_UNITS, "tanh")
    output, loss = LayerSpec(max(1, len(prepared.target_names)), "identity"), "half_squared"
    if len(prepared.classes) == 2:
        output, loss = LayerSpec(1, "sigmoid"), "binary_cross_entropy"
    elif prepared.classes:
        output, loss = LayerSpec(len(prepared.classes), "softmax"), "cross_entropy"
    data = DataSpec(TABLE, examples=0, train_share=0.8, scaling="standardize", table=spec)
    return Experiment(
        NetworkSpec(len(prepared.columns), (hidden, hidden, output)),
        data,
        TrainingSpec(loss=loss, optimizer="adam", learning_rate=0.01, batch_size=32),
    )


def _bytes(table: OwnTable) -> int:
    return table.shelf.nbytes + table.prepared.rows.nbytes


_tables: Recent[TableSpec, OwnTable] = Recent(_bytes, _KEPT_BYTES)
