"""Records what scikit-learn's MLPClassifier of the same shape reaches on the tables of the tests.

    python -m scripts.record_sklearn_tables

Needs `pip install '.[bench]'`; writes tests/data/tables/sklearn_accuracies.json.
"""

import json
import warnings
from pathlib import Path

import numpy as np
from sklearn.neural_network import MLPClassifier

from nnplayground.core import load_dataset
from nnplayground.data.table_preview import found_format, proposed, sample_file
from nnplayground.data.table_source import table_source

TABLES = Path(__file__).parent.parent / "tests" / "data" / "tables"
SEEDS = 5


def main() -> None:
    accuracies = {path.stem: accuracy(path) for path in sorted(TABLES.glob("*.csv"))}
    text = json.dumps(accuracies, indent=1)
    (TABLES / "sklearn_accuracies.json").write_text(text + "\n")
    print(text)


def accuracy(path: Path) -> float:
    """The mean over seeds of the accuracy on the test part of the same split."""
    found = sample_file(path)
    data = table_source(proposed(found, found_format(found))).suggested.data
    reached = []
    for seed in range(SEEDS):
        dataset = load_dataset(type(data)(**{**vars(data), "seed": seed}))
        model = MLPClassifier(
            (8, 8), activation="tanh", alpha=0.0, batch_size=32, learning_rate_init=0.01,
            max_iter=40, n_iter_no_change=40, random_state=seed,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it has not converged: it is to do as many epochs
            model.fit(dataset.train.inputs, dataset.train.labels)
        reached.append(model.score(dataset.test.inputs, dataset.test.labels))
    return float(np.mean(reached))


if __name__ == "__main__":
    main()
