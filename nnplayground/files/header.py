"""The header of a safetensors file, checked before any library sees the file.

A safetensors file is 8 bytes that give the header's length (little-endian), the header (one JSON
object: a tensor's name to its dtype, shape and place in the data, and `__metadata__` to texts)
and the data, in which the tensors lie one after the other without gaps.
"""

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from nnplayground.files import strict_json
from nnplayground.files.errors import FileError, damaged
from nnplayground.files.reading import foreign

MAX_HEADER = 8 << 20  # a table of 1 MB can be carried along, however it is escaped
DTYPE_BYTES = {"F64": 8, "F32": 4, "U8": 1}
LENGTH_BYTES = 8


@dataclass(frozen=True)
class TensorEntry:
    """Where one tensor lies: `begin` and `end` are bytes from the start of the data."""

    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int


@dataclass(frozen=True)
class Header:
    """What a header says; every tensor's size fits its shape and together they fill the data."""

    metadata: dict[str, str]
    tensors: dict[str, TensorEntry]


def looks_like_safetensors(start: bytes) -> bool:
    """Whether the first bytes of a file are a header's length and its opening brace."""
    return len(start) > LENGTH_BYTES and start[LENGTH_BYTES:].startswith(b"{") and start[7] == 0


def read_header(path: Path, file: BinaryIO, size: int) -> Header:
    """The header of the open file `path` of `size` bytes.

    Raises:
        FileError: where it is no safetensors file, or a damaged or an impossible one.
    """
    start = file.read(LENGTH_BYTES + 1)
    if not looks_like_safetensors(start):
        raise foreign(path, start)
    (length,) = struct.unpack("<Q", start[:LENGTH_BYTES])
    if length > MAX_HEADER:
        raise FileError(
            f"{path.name} announces a header of {length:,} bytes, more than any file of this "
            "program has; it is damaged or foreign, choose another file."
        )
    if LENGTH_BYTES + length > size:
        raise damaged(path, "it ends within its header")
    text = start[LENGTH_BYTES:] + file.read(length - 1)
    try:
        value = strict_json.parse(text)
        return _header(value, size - LENGTH_BYTES - length)
    except ValueError as error:
        raise damaged(path, str(error)) from None


def _header(value: Any, data_size: int) -> Header:
    if not isinstance(value, dict):
        raise ValueError("its header is not an object")
    metadata = value.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(t, str) for t in metadata.values()):
        raise ValueError("its metadata are not texts")
    tensors = {name: _entry(name, entry) for name, entry in value.items()}
    _check_places(tensors, data_size)
    return Header(metadata, tensors)


def _entry(name: str, value: Any) -> TensorEntry:
    if not isinstance(value, dict) or set(value) != {"dtype", "shape", "data_offsets"}:
        raise ValueError(f"tensor '{name}' lacks dtype, shape or place")
    shape, place, dtype = value["shape"], value["data_offsets"], value["dtype"]
    if dtype not in list(DTYPE_BYTES):
        raise ValueError(f"tensor '{name}' has dtype {dtype}, not F64, F32 or U8")
    if not _counts(shape) or not _counts(place) or len(place) != 2:
        raise ValueError(f"tensor '{name}' has an impossible shape or place")
    if math.prod(shape) * DTYPE_BYTES[dtype] != place[1] - place[0]:
        raise ValueError(f"tensor '{name}' has a shape that does not fit its size")
    return TensorEntry(dtype, tuple(shape), *place)


def _counts(value: Any) -> bool:
    # Short, because a product of a million numbers takes its time.
    return (
        isinstance(value, list)
        and len(value) <= 2
        and all(type(n) is int and 0 <= n < 1 << 40 for n in value)
    )


def _check_places(tensors: dict[str, TensorEntry], data_size: int) -> None:
    reached = 0
    for name, entry in sorted(tensors.items(), key=lambda item: (item[1].begin, item[1].end)):
        if entry.begin != reached:
            raise ValueError(f"tensor '{name}' overlaps another or leaves a gap")
        reached = entry.end
    if reached > data_size:
        raise ValueError(f"{reached - data_size:,} bytes are missing at its end")
    if reached < data_size:
        raise ValueError(f"{data_size - reached:,} bytes too many are at its end")
