"""Makes resources/datasets/digits.safetensors from scikit-learn's copy of the UCI scans.

Run once, with scikit-learn installed (`pip install .[bench]`): `python scripts/make_digits.py`.
"""

from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file
from sklearn.datasets import load_digits

TARGET = Path(__file__).resolve().parents[1] / "resources" / "datasets" / "digits.safetensors"
SOURCE = (
    "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, 1998, "
    "UCI Machine Learning Repository, https://doi.org/10.24432/C50P49, CC BY 4.0"
)


def main() -> None:
    scans, digits = load_digits(return_X_y=True)
    tensors = {
        "images": np.ascontiguousarray(scans, dtype=np.uint8),
        "labels": np.ascontiguousarray(digits, dtype=np.uint8),
    }
    save_file(tensors, TARGET, metadata={"source": SOURCE})
    stored = load_file(TARGET)
    assert (stored["images"] == scans).all(), "the stored images differ from scikit-learn's"
    assert (stored["labels"] == digits).all(), "the stored labels differ from scikit-learn's"
    print(f"{TARGET.name}: {len(digits)} images, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
