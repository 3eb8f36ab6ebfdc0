"""What is different between two experiments, in a few words each."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from nnplayground.core import LOSSES, OPTIMIZERS, DataSpec, Experiment, LayerSpec, NetworkSpec
from nnplayground.core.table_spec import TableSpec

# What settings are called where their own name with spaces is not what people say.
_NAMES = {
    "l1": "L1",
    "l2": "L2",
    "beta1": "beta 1",
    "beta2": "beta 2",
    "train_share": "training share",
}
# Settings whose values have labels.
_TABLES: dict[str, Mapping[str, Any]] = {"optimizer": OPTIMIZERS, "loss": LOSSES}


def differences(before: Experiment, after: Experiment) -> tuple[str, ...]:
    """The settings of `after` that `before` has otherwise, as 'learning rate 0.1'."""
    return (
        *_network(before.network, after.network),
        *_data(before.data, after.data),
        *_fields(before.training, after.training),
        *([] if before.seed == after.seed else [f"seed {after.seed}"]),
    )


def _network(before: NetworkSpec, after: NetworkSpec) -> Iterator[str]:
    if before.sizes != after.sizes:
        yield after.title.replace("-", "–")
    names = [layer.activation for layer in after.layers]
    if [layer.activation for layer in before.layers] != names:
        yield ", ".join(names)
    if len(before.layers) == len(after.layers):
        pairs = zip(before.layers, after.layers, strict=True)
        changed = {name for one, other in pairs for name in _changed(one, other)}
        yield from sorted(f"other {_called(name)}" for name in changed - {"units", "activation"})


def _changed(one: LayerSpec, other: LayerSpec) -> list[str]:
    names = [field.name for field in dataclasses.fields(LayerSpec)]
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def _data(before: DataSpec, after: DataSpec) -> Iterator[str]:
    points = after.points
    if points is None or points == before.points:
        yield from _fields(before, after)
        return
    count = len(points.points)
    yield "1 own point" if count == 1 else f"{count:,} own points"
    known = dataclasses.replace(
        before, dataset=after.dataset, examples=after.examples, points=points
    )
    yield from _fields(known, after)


def _fields(before: Any, after: Any) -> Iterator[str]:
    for field in dataclasses.fields(after):
        if field.name == "table":
            yield from _tables(before.table, after.table)
            continue
        value = getattr(after, field.name)
        if value in (getattr(before, field.name), None) or field.name in ("engine", "stop"):
            continue
        yield _told(field.name, value)


def _tables(before: TableSpec | None, after: TableSpec | None) -> Iterator[str]:
    if after is None or after == before:
        return
    same = before is not None and dataclasses.replace(after, changes=before.changes) == before
    changed = len(after.changes)
    yield f"{changed} value{'s' * (changed != 1)} changed" if same else "another table"


def _told(name: str, value: object) -> str:
    if name in _TABLES:
        return str(_TABLES[name][str(value)].label)
    if isinstance(value, str):
        return value.replace("_", " ")
    if isinstance(value, tuple):
        return "inputs " + (", ".join(value) or "as they are")
    number = f"{value:g}" if isinstance(value, float) else f"{value}"
    return f"{_called(name)} {number}"


def _called(name: str) -> str:
    return _NAMES.get(name, name.replace("_", " "))
