"""MNIST: the four files, where they come from and where they are kept."""

from collections.abc import Sequence
from pathlib import Path

from nnplayground import paths
from nnplayground.files.download import TIMEOUT, Progress, Wanted, fetch

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist",
    "https://storage.googleapis.com/cvdf-datasets/mnist",
)
FILES = (
    Wanted("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873", 9_912_422),
    Wanted("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432", 28_881),
    Wanted("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3", 1_648_877),
    Wanted("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c", 4_542),
)


def mnist_folder() -> Path:
    """Where the files are kept; not created here."""
    return paths.user_data_folder() / "datasets" / "mnist"


def size(files: Sequence[Wanted] = FILES) -> int:
    """Bytes of all files together."""
    return sum(wanted.size for wanted in files)


def fetch_mnist(
    folder: Path,
    progress: Progress,
    mirrors: Sequence[str] = MIRRORS,
    files: Sequence[Wanted] = FILES,
    timeout: float = TIMEOUT,
) -> Path:
    """Fetch the files that are not there yet; the path of the first one.

    Raises:
        FileError: where one could not be fetched or kept.
        DownloadStopped: where `progress` says so.
    """
    whole, done = size(files), 0
    for wanted in files:
        fetch(wanted, mirrors, folder, _share_of(progress, done, wanted.size, whole), timeout)
        done += wanted.size
        progress(done / whole)
    return folder / files[0].name


def _share_of(progress: Progress, done: int, part: int, whole: int) -> Progress:
    return lambda share: progress((done + share * part) / whole)
