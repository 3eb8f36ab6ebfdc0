"""From a file to the lines of a table: content hash, encoding, and what is no text at all."""

import codecs
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nnplayground.core.table_spec import TableSpec
from nnplayground.data.table_errors import MissingTableError, ReadingStopped, TableError, at
from nnplayground.paths import is_there

# Told the share done, 0 to 1; answers whether to go on.
Progress = Callable[[float], bool]

MAX_BYTES = 1 << 30
MAX_LINE = 1_000_000
_BLOCK = 1 << 20
_LINES_A_REPORT = 20_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def unasked(share: float) -> bool:
    """A Progress that nobody watches."""
    return True


@dataclass(frozen=True)
class Fingerprint:
    """What the bytes of a file are.

    Attributes:
        sha256: of all of them, in hexadecimal.
        size: how many there are.
        encoding: the one that fits them.
    """

    sha256: str
    size: int
    encoding: str


def fingerprint(path: Path, progress: Progress = unasked) -> Fingerprint:
    """Hash a file and find its encoding, in one pass.

    Raises:
        TableError: where it cannot be read, is empty or too large.
        ReadingStopped: where `progress` says so.
    """
    size = file_size(path)
    digest, checked = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    is_utf8, start, done = True, b"", 0
    with opened(path) as file:
        while block := file.read(_BLOCK):
            start = start or block
            digest.update(block)
            done += len(block)
            is_utf8 = is_utf8 and _decodes(checked, block, final=done >= size)
            if not progress(done / size):
                raise ReadingStopped
    return Fingerprint(digest.hexdigest(), size, _encoding(start, is_utf8))


def file_size(path: Path) -> int:
    """How many bytes a file has.

    Raises:
        TableError: where there is no file, or one that is empty or too large.
    """
    try:
        size = path.stat().st_size
        is_file = path.is_file()
    except (OSError, ValueError) as error:
        raise TableError(f"{path.name} cannot be read: {_reason(error)}") from None
    if not is_file:
        raise TableError(f"{path.name} is no file; choose a file with a table")
    if size == 0:
        raise TableError(f"{path.name} is empty, without a single row; choose another file")
    if size > MAX_BYTES:
        raise TableError(
            f"{path.name} has {size / 1e9:.1f} GB; tables of up to {MAX_BYTES / 1e9:.1f} GB can be "
            "read; take a part of its rows"
        )
    return size


def opened(path: Path) -> BinaryIO:
    """The file, to be read as bytes.

    Raises:
        TableError: where it cannot be opened.
    """
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise TableError(f"{path.name} cannot be read: {_reason(error)}") from None


def sample(path: Path, encoding: str, characters: int) -> str:
    """The beginning of a file as text; what does not decode is shown as '�'."""
    with (
        opened(path) as file,
        io.TextIOWrapper(file, encoding, errors="replace", newline="") as text,
    ):
        return text.read(characters)


def embeddable(path: Path, encoding: str) -> str:
    """A whole file as text.

    Raises:
        TableError: where it is not text in this encoding.
    """
    try:
        with opened(path) as file:
            return file.read().decode(encoding)
    except UnicodeError:
        raise TableError(f"{path.name}: is not text in {encoding}; choose another one") from None


def lines_of(spec: TableSpec, progress: Progress = unasked) -> Iterator[str]:
    """The lines of a table, with their line ends.

    Raises:
        MissingTableError: where its file is gone.
        TableError: at a line that is too long, or not text in the table's encoding.
        ReadingStopped: where `progress` says so.
    """
    if spec.text is not None:
        yield from _lines(io.StringIO(spec.text, newline=""), spec, lambda: True)
        return
    path = Path(spec.path)
    if not spec.path or not is_there(path):
        raise MissingTableError(spec)
    size = file_size(path)
    with (
        opened(path) as file,
        io.TextIOWrapper(file, spec.format.encoding, errors="strict", newline="") as text,
    ):
        yield from _lines(text, spec, lambda: progress(min(1.0, file.tell() / size)))


def _lines(text: io.TextIOBase, spec: TableSpec, go_on: Callable[[], bool]) -> Iterator[str]:
    number = 0
    try:
        while line := text.readline(MAX_LINE):
            number += 1
            if len(line) >= MAX_LINE:
                raise TableError(
                    f"{at(number)}: is longer than {MAX_LINE:,} characters; is it a table?"
                )
            if "\0" in line:
                column = 1 + line[: line.index("\0")].count(spec.format.delimiter)
                raise TableError(
                    f"{at(number, column)}: holds a NUL byte, which no text has; the file is "
                    "damaged or no table, or needs another encoding"
                )
            if number % _LINES_A_REPORT == 0 and not go_on():
                raise ReadingStopped
            yield line
    except UnicodeError:
        raise TableError(
            f"{at(number + 1)} or one of the next: is not text in {spec.format.encoding}; choose "
            "another encoding"
        ) from None
    except OSError as error:
        raise TableError(f"{spec.name} cannot be read: {_reason(error)}") from None


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(start: bytes, is_utf8: bool) -> str:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    # western text in UTF-16 has a zero in every second byte
    even, odd = start[0:2000:2].count(0), start[1:2000:2].count(0)
    half = max(1, min(len(start), 2000) // 2)
    if odd > 0.4 * half and even == 0:
        return "utf-16-le"
    if even > 0.4 * half and odd == 0:
        return "utf-16-be"
    if is_utf8:
        return "utf-8"
    try:
        start.decode("windows-1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "windows-1252"


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
