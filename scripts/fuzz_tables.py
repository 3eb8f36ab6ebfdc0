"""Opens tables that were made by chance; each must open or give a sentence, nothing may crash.

python -m scripts.fuzz_tables [TABLES] [SEED]
"""

import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from nnplayground.core import SpecError
from nnplayground.data import load
from nnplayground.data.table_preview import found_format, proposed, sample_file
from nnplayground.data.table_source import _sources, table_source

CELLS = (
    "1", "-2.5", "3,5", "1e5", "1e400", "nan", "inf", "", " ", "NA", "?", "yes", "no", "red",
    "blue", "x y", '"', "'", '"a,b"', '"a\nb"', '""', "\0", "é", "漢", "\ufeff", "0x1F", "1_0",
    "-", "--1", "9" * 400, "a" * 300, "true", "1.2.3", "\x1a", "\u2028", "\t",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1")


def main() -> None:
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    warnings.simplefilter("error")
    told: Counter[str] = Counter()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzzed.csv"
        for number in range(tables):
            path.write_bytes(chance.choice(_MAKERS)(chance))
            try:
                told[opened(path, chance)] += 1
            except Exception:
                kept = Path(tempfile.gettempdir()) / f"crash-{number}.csv"
                kept.write_bytes(path.read_bytes())
                print(f"table {number:,} crashed; it is kept at {kept}")
                raise
    took = time.perf_counter() - start
    print(f"{tables:,} tables in {took:.0f} s: {told['opened']:,} opened, {told['refused']:,} got")
    print("a sentence, none crashed")


def opened(path: Path, chance: random.Random) -> str:
    """Open a table as the preview does."""
    _sources.clear()
    try:
        found = sample_file(path)
        spec = proposed(found, found_format(found))
        rule = chance.choice(("drop", "mean", "most_frequent"))
        spec = type(spec)(**{**vars(spec), "missing": rule, "sha256": ""})
        data = table_source(spec).suggested.data
        dataset = load(data)
        assert np.isfinite(dataset.train.inputs).all(), "an input is no number"
        assert np.isfinite(dataset.test.inputs).all(), "an input is no number"
    except SpecError as error:
        sentence = str(error)
    else:
        return "opened"
    assert sentence, "a sentence is empty"
    assert "\n" not in sentence, "a sentence has two lines"
    return "refused"


def _cells(chance: random.Random) -> bytes:
    """A table of strange cells, some of its rows ragged."""
    delimiter, end = chance.choice(",;\t| "), chance.choice(("\n", "\r\n", "\r"))
    width, calm = chance.randint(1, 6), chance.random() < 0.5
    cells = chance.sample(CELLS, chance.randint(1, 4)) if calm else CELLS
    rows = [
        delimiter.join(
            chance.choice(cells)
            for _ in range(width + (chance.random() < 0.01) * chance.randint(-1, 1))
        )
        for _ in range(chance.randint(0, 40))
    ]
    return end.join(rows).encode(chance.choice(ENCODINGS), errors="replace")


def _sound(chance: random.Random) -> bytes:
    """A sound table."""
    width, rows = chance.randint(2, 5), chance.randint(2, 40)
    lines = [",".join(f"c{n}" for n in range(width))]
    for _ in range(rows):
        lines.append(
            ",".join(f"{chance.gauss(0, 1):.4g}" for _ in range(width - 1))
            + chance.choice((",a", ",b"))
        )
    return "\n".join(lines).encode()


def _damaged(chance: random.Random) -> bytes:
    """A sound table, some of its bytes changed."""
    data = bytearray(_sound(chance))
    for _ in range(chance.randint(1, 5)):
        data[chance.randrange(len(data))] = chance.choice((chance.randrange(256), *b'",\n;.'))
    return bytes(data[: chance.randint(1, len(data))] if chance.random() < 0.3 else data)


def _bytes(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randint(0, 400))


_MAKERS: tuple[Callable[[random.Random], bytes], ...] = (_cells, _cells, _sound, _damaged, _bytes)

if __name__ == "__main__":
    main()
