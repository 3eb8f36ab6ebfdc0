"""Changes settings of an experiment by their paths, as in `network.layers.0.units`."""

import json
from collections.abc import Mapping
from typing import Any

from nnplayground.core.errors import SpecError
from nnplayground.core.experiment import Experiment
from nnplayground.core.values import from_json, to_json


def with_settings(experiment: Experiment, changes: Mapping[str, object]) -> Experiment:
    """The experiment with the settings at some paths set to JSON values, all at once.

    Args:
        experiment: to start from.
        changes: path to value; a path is names joined by dots, and the numbers from 0 of list
            items; a value may be a whole list or object.

    Raises:
        SpecError: naming the path that does not exist or whose value does not fit.
    """
    tree = to_json(experiment)
    for path, value in changes.items():
        _plant(tree, path, value)
    return from_json(Experiment, tree)


def parse_setting(text: str) -> tuple[str, object]:
    """Path and value of a text `path=value`; the value is JSON, or else the word as it stands.

    Raises:
        SpecError: where there is no path or no '='.
    """
    path, sign, value = text.partition("=")
    if not path or not sign:
        raise SpecError(f"'{text}': expected path=value, as in training.learning_rate=0.1")
    try:
        return path, json.loads(value)
    except (ValueError, RecursionError):
        return path, value


def _plant(tree: Any, path: str, value: object) -> None:
    *parents, last = path.split(".")
    for count, name in enumerate(parents):
        tree = tree[_key(tree, name, ".".join(parents[:count]))]
    tree[_key(tree, last, ".".join(parents))] = value


def _key(tree: Any, name: str, where: str) -> str | int:
    """The key of `tree` that `name` means."""
    path = f"{where}.{name}" if where else name
    if isinstance(tree, dict):
        if name not in tree:
            raise SpecError(f"{path}: unknown setting; known here are {', '.join(tree)}")
        return name
    if not isinstance(tree, list):
        raise SpecError(f"{path}: '{where}' has no parts")
    if not (name.isdecimal() and len(name) < 9 and int(name) < len(tree)):
        known = f"0 to {len(tree) - 1}" if tree else "none: it is empty"
        raise SpecError(f"{path}: no such item; there are {known}")
    return int(name)
