"""A plain experiment is one JSON object; what cannot work is said with its path."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from nnplayground.core import Experiment
from nnplayground.files import FileError, load_experiment
from tests.strategies import experiments


def written(folder, text):
    path = folder / "mine.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(experiment=experiments())
def test_any_experiment_comes_back_from_its_json(tmp_path, experiment):
    assert load_experiment(written(tmp_path, experiment.to_json())) == experiment


def test_missing_settings_take_the_defaults(tmp_path):
    loaded = load_experiment(written(tmp_path, '\ufeff \n{"seed": 7}\n'))
    assert loaded == Experiment(seed=7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"seed": 1,}', "is not an experiment: not JSON at line 1, column 12; mend it"),
        ('{"seed": NaN}', "NaN is not a number"),
        ('{"seed": 1, "seed": 2}', "the key 'seed' stands twice"),
        ('{"sede": 1}', "sede: unknown key; known are network, data, training, seed"),
        ('{"seed": -1}', "seed: expected 0 to 4294967295, got -1"),
        ('{"data": {"noise": 60}}', "work: data.noise: expected 0 to 50, got 60"),
        ('{"network": {"layers": [{"units": 0}]}}', "work: network.layers.0: a layer needs at"),
        ('{"network": {"layers": [{}]}}', "network.layers.0.units: is missing"),
        ('{"network": {"inputs": 1e3}}', "network.inputs: expected a whole number, got 1000.0"),
        ('{"training": []}', "training: expected an object, got "),
        ('{"training": {"loss": "cross_entropy"}}', "needs 'softmax' in the output layer"),
        ("[1]", "is not a file of this program"),
        ("seed: 1", "is not a file of this program"),
        ("{" + " " * (8 << 20), "8 MB, more than any file"),
    ],
)
def test_what_cannot_work_is_said_with_its_path(tmp_path, text, words):
    with pytest.raises(FileError, match=r"^mine\.json ") as caught:
        load_experiment(written(tmp_path, text))
    assert words in str(caught.value)


def test_a_readable_layout_is_as_good_as_one_line(tmp_path):
    text = json.dumps(json.loads(Experiment(seed=3).to_json()), indent=2)
    assert load_experiment(written(tmp_path, text)) == Experiment(seed=3)
