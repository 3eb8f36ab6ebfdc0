"""The text beside the tensors of runs: names, events, engines and settings, as values."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from nnplayground.core import DataSpec, Experiment, NetworkSpec, TrainingSpec
from nnplayground.core.adapt import Correspondence
from nnplayground.core.points_spec import PointsSpec
from nnplayground.core.table_spec import TableSpec
from nnplayground.core.values import from_json
from nnplayground.files import strict_json

MAX_TEXT = 32 << 20
# The place of the table, the points or the text of an experiment that has none.
NONE = -1

T = TypeVar("T")


@dataclass(frozen=True)
class EventText:
    """An event as the file has it."""

    iteration: int
    text: str
    experiment: int
    correspondence: Correspondence | None = None
    turned: tuple[int, float] | None = None
    brought: bool = False


@dataclass(frozen=True)
class RunText:
    """A run as the file has it."""

    name: str
    colour: int
    parent: int | None
    begun: int | None
    seconds: float
    engine: str
    overlaid: bool
    experiment: int
    events: tuple[EventText, ...] = ()
    engines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class PointsText:
    """Points by hand as the file has them: rows of one tensor that all of them share.

    Attributes:
        kind, classes, reach, height: as in `PointsSpec`.
        ranked: whether the rows hold ranks.
        rows: first and number of rows that follow each other, piece by piece.
    """

    kind: str
    classes: tuple[str, ...]
    reach: float
    height: float
    ranked: bool
    rows: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class HistoryText:
    """All runs as the file has them; each experiment says where its parts stand in the lists.

    Attributes:
        experiments: numbers of network, data, table (or -1) and training, and the seed.
        points: points by hand.
        points_of_data: for each of `data` the number of its points (or -1); empty for none at all.
        texts: what tables carry along, each once: those that differ in single values share it.
        texts_of_tables: for each of `tables` the number of its text (or -1); empty where each has
            its own.
    """

    current: int
    runs: tuple[RunText, ...]
    experiments: tuple[tuple[int, int, int, int, int], ...]
    networks: tuple[NetworkSpec, ...]
    data: tuple[DataSpec, ...]
    tables: tuple[TableSpec, ...]
    trainings: tuple[TrainingSpec, ...]
    points: tuple[PointsText, ...] = ()
    points_of_data: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    texts_of_tables: tuple[int, ...] = ()

    def experiment(self, number: int, points: Callable[[int], PointsSpec]) -> Experiment:
        """The experiment of a number; `points` gives those of a number.

        Raises:
            SpecError, ValueError: where there is none, or one that cannot be.
        """
        network, data, table, training, seed = _item(self.experiments, number)
        spec = _item(self.data, data)
        if table != NONE:
            spec = dataclasses.replace(spec, table=self._table(table))
        by_hand = _item(self.points_of_data, data) if self.points_of_data else NONE
        if by_hand != NONE:
            spec = dataclasses.replace(spec, points=points(by_hand))
        return Experiment(
            _item(self.networks, network), spec, _item(self.trainings, training), seed
        )

    def _table(self, number: int) -> TableSpec:
        table = _item(self.tables, number)
        # files of before have their texts in the tables
        text = _item(self.texts_of_tables, number) if self.texts_of_tables else NONE
        if text == NONE:
            return table
        return dataclasses.replace(table, text=_item(self.texts, text))


def parse(raw: bytes) -> HistoryText:
    """The runs in a text.

    Raises:
        SpecError, ValueError: where it is no such text.
    """
    if len(raw) > MAX_TEXT:
        raise ValueError("their text is too long")
    return from_json(HistoryText, strict_json.parse(raw), "runs")


def _item(items: tuple[T, ...], number: int) -> T:
    if not 0 <= number < len(items):
        raise ValueError("settings are missing")
    return items[number]
