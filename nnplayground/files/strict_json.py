"""JSON without its loopholes: no NaN or Infinity, no key twice, nothing nested without end."""

import json
from typing import Any, NoReturn


def parse(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        ValueError: where the text is not strict JSON; the message says why.
    """
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_object)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key '{twice[:40]}' stands twice")
    return value
