"""Makes picture files for tests: IDX sets, and folders of classes."""

import gzip
import struct
from pathlib import Path

import numpy as np
from PIL import Image

from nnplayground.data.draw import Draw
from nnplayground.data.rendered_digits import rendered_digits


def idx_bytes(numbers, kind: int = 8, sizes=None) -> bytes:
    """An IDX file of bytes; its header may lie."""
    sizes = numbers.shape if sizes is None else sizes
    return bytes([0, 0, kind, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes) + bytes(numbers)


def digits(count: int, seed: int = 0):
    """Rendered digits as bytes (count, 28, 28), and their labels."""
    made = rendered_digits(Draw(count, 0.0, seed))
    pixels = (made.raw * 255).round().astype(np.uint8).reshape(-1, 28, 28)
    return pixels, made.labels.astype(np.uint8)


def write_pair(folder: Path, kind: str, drawn, packed: bool = True) -> Path:
    """Pictures and labels as MNIST calls them; returns the pictures' file."""
    pixels, labels = drawn
    suffix, pack = (".gz", gzip.compress) if packed else ("", bytes)
    pictures = folder / f"{kind}-images-idx3-ubyte{suffix}"
    pictures.write_bytes(pack(idx_bytes(pixels)))
    (folder / f"{kind}-labels-idx1-ubyte{suffix}").write_bytes(pack(idx_bytes(labels)))
    return pictures


def write_set(folder: Path, train: int = 300, test: int = 100, packed: bool = True) -> Path:
    """A small MNIST; returns the file with the training pictures."""
    write_pair(folder, "t10k", digits(test, seed=1), packed)
    return write_pair(folder, "train", digits(train), packed)


def write_folder(
    folder: Path, classes=("cat", "dog"), each: int = 4, size=(20, 30), **saved
) -> Path:
    """Pictures by class: those of the first class dark on top, of the second below, ..."""
    for number, name in enumerate(classes):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for count in range(each):
            pixels = np.zeros((size[1], size[0]), np.uint8)
            rows = size[1] // len(classes)
            pixels[number * rows : (number + 1) * rows] = 200 + count
            Image.fromarray(pixels).save(folder / name / f"{name}{count}.png")
    return folder
