"""Measures how fast a table of 1,000,000 rows and 20 columns opens, and how much memory it takes.

python -m scripts.measure_table [ROWS]
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from nnplayground.core import load_dataset
from nnplayground.data.table_preview import found_format, proposed, sample_file
from nnplayground.data.table_source import table_source

COLUMNS = 20
BLOCK = 50_000


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        write(path, rows)
        print(f"{rows:,} rows, {COLUMNS} columns, {path.stat().st_size / 1e6:.0f} MB")
        open_it(path)


def write(path: Path, rows: int) -> None:
    random = np.random.default_rng(0)
    with path.open("w") as file:
        file.write(",".join(f"c{number}" for number in range(1, COLUMNS + 1)) + "\n")
        for first in range(0, rows, BLOCK):
            block = random.normal(size=(min(BLOCK, rows - first), COLUMNS))
            np.savetxt(file, block, fmt="%.6g", delimiter=",")


def open_it(path: Path) -> None:
    shares: list[float] = []
    start, busy = time.perf_counter(), time.process_time()
    found = sample_file(path)
    spec = proposed(found, found_format(found))
    source = table_source(spec, lambda share: shares.append(share) is None)
    read = time.perf_counter() - start
    dataset = load_dataset(source.suggested.data)
    took, busy = time.perf_counter() - start, time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"read in {read:.1f} s, split and scaled after {took:.1f} s ({busy:.1f} s of processor)")
    print(f"{len(shares):,} progress reports, {len(dataset.train):,} examples for training")
    print(f"most memory {memory:.0f} MiB")


if __name__ == "__main__":
    main()
