"""All runs of a session to and from what a file keeps of them."""

import dataclasses

import numpy as np

from nnplayground.core import Experiment, ParameterLayout
from nnplayground.core.experiment import DataSpec
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.core.recording import Recording
from nnplayground.core.series import ThinnedSeries
from nnplayground.core.table_spec import TableSpec
from nnplayground.files import SavedNetwork
from nnplayground.files.run_history import Floats, SavedHistory, SavedPlots, SavedRun
from nnplayground.session.document import Position
from nnplayground.session.history import ROWS_OF_OTHERS, History
from nnplayground.session.runs import RunRecord, Runs

# The user's own data that an experiment refers to.
_Opened = tuple[TableSpec | None, PicturesSpec | None]


def to_saved(runs: Runs) -> SavedHistory:
    """The runs as they are now; training may go on meanwhile."""
    places = {record: place for place, record in enumerate(runs.all)}
    saved = tuple(_saved(record, places) for record in runs.all)
    return SavedHistory(saved, places[runs.current])


def _saved(record: RunRecord, places: dict[RunRecord, int]) -> SavedRun:
    parent = None if record.parent is None else places.get(record.parent)
    return SavedRun(
        name=record.name,
        colour=record.colour,
        parent=parent if parent is not None and parent < places[record] else None,
        begun=record.begun,
        seconds=record.seconds,
        engine=record.engine,
        overlaid=record.overlaid,
        recording=record.position.recording.branch(),
        state=record.position.state,
        plots=_plots(record.position.history),
    )


def _plots(history: History) -> SavedPlots:
    parameters = history.parameters.copy()
    parameters.resize(ROWS_OF_OTHERS)
    return SavedPlots(_table(history.scores), _table(history.batch_losses), _table(parameters))


def _table(series: ThinnedSeries) -> Floats:
    return np.column_stack((series.iterations, series.values)).astype(np.float64)


def from_saved(saved: SavedNetwork) -> tuple[list[RunRecord], RunRecord]:
    """The runs of a file that keeps some, and which is the current one.

    What was found again at another place is taken from there in all runs.
    """
    assert saved.history is not None
    current = saved.history.runs[saved.history.current]
    moved = _opened(current.experiment.data), _opened(saved.experiment.data)
    records: list[RunRecord] = []
    for run in saved.history.runs:
        if moved[0] != moved[1]:
            _move(run.recording, *moved)
        layout = ParameterLayout(run.experiment.network)
        position = Position(run.state, _history(layout, run.plots), run.recording)
        record = RunRecord(run.name, run.colour, run.experiment, position)
        record.parent = None if run.parent is None else records[run.parent]
        record.begun, record.seconds = run.begun, run.seconds
        record.engine, record.overlaid = run.engine, run.overlaid
        records.append(record)
    return records, records[saved.history.current]


def _opened(data: DataSpec) -> _Opened:
    return data.table, data.pictures


def _move(recording: Recording, old: _Opened, new: _Opened) -> None:
    def moved(experiment: Experiment) -> Experiment:
        table, pictures = _opened(experiment.data)
        if pictures is not None and pictures == old[1]:
            return experiment.with_data(pictures=new[1])
        if table is None or old[0] is None or new[0] is None or not _same_file(table, old[0]):
            return experiment
        return experiment.with_data(table=_at(table, new[0]))

    recording.experiment = moved(recording.experiment)
    recording.events = [
        dataclasses.replace(event, experiment=moved(event.experiment)) for event in recording.events
    ]


def _same_file(one: TableSpec, other: TableSpec) -> bool:
    return (one.path, one.sha256) == (other.path, other.sha256)


def _at(table: TableSpec, found: TableSpec) -> TableSpec:
    """The table where it was found; of another file no value was changed by hand."""
    changes = table.changes if found.sha256 == table.sha256 else ()
    return dataclasses.replace(
        table, path=found.path, name=found.name, sha256=found.sha256, changes=changes
    )


def _history(layout: ParameterLayout, plots: SavedPlots) -> History:
    history = History(layout)
    for series, table in (
        (history.scores, plots.scores),
        (history.batch_losses, plots.losses),
        (history.parameters, plots.parameters),
    ):
        if table.shape[1] == series.columns + 1:
            series.append(table[:, 0].astype(np.int64), table[:, 1:])
    return history
