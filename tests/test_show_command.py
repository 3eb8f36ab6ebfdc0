"""`nnplayground show` prints layers, shapes, parameters, iteration, loss and accuracy."""

import subprocess
import sys

import numpy as np
import pytest

from nnplayground import cli
from nnplayground.core import Experiment, Run
from nnplayground.files import SavedNetwork, save_network


def shown(path, capsys):
    assert cli.main(["show", str(path)]) == 0
    return capsys.readouterr().out


@pytest.fixture
def trained(tmp_path):
    """A saved circle after 100 iterations: (path, run)."""
    run = Run(Experiment().with_training(optimizer="adam", l2=0.001))
    run.advance(100)
    save_network(tmp_path / "circle.nnplay", SavedNetwork(run.experiment, run.state))
    return tmp_path / "circle.nnplay", run


def test_a_networks_layers_settings_and_scores_are_printed(trained, capsys):
    path, run = trained
    out = shown(path, capsys)
    rows = [line.split() for line in out.splitlines()]
    assert out.startswith("circle.nnplay: 2-4-2-1, 25 parameters\n")
    assert ["1", "tanh", "2", "x", "4", "4", "12"] in rows
    assert ["2", "tanh", "4", "x", "2", "2", "10"] in rows
    assert ["3", "tanh", "2", "x", "1", "1", "3"] in rows
    assert "optimizer  adam, learning rate 0.03, beta1 0.9, beta2 0.999, epsilon 1e-08" in out
    assert "loss       half_squared, mean over a batch, l2 0.001" in out
    assert "examples   250 for training, 250 for testing" in out
    assert "iteration  100, epoch 4" in out
    train, test = run.train_score(), run.test_score()
    assert train.accuracy is not None
    assert test.accuracy is not None
    assert f"train      loss {train.loss:.6g}, accuracy {100 * train.accuracy:.1f} %" in out
    assert f"test       loss {test.loss:.6g}, accuracy {100 * test.accuracy:.1f} %" in out


def test_a_plain_experiment_is_shown_at_its_initial_weights(tmp_path, capsys):
    (tmp_path / "plain.json").write_text(
        '{"seed": 3, "network": {"layers": [{"units": 1, "bias": false}]}}'
    )
    out = shown(tmp_path / "plain.json", capsys)
    assert "plain.json: 2-1, 2 parameters" in out
    assert "none" in out
    assert "iteration  0, epoch 0" in out


def test_numbers_to_predict_have_a_loss_and_no_accuracy(tmp_path, capsys):
    (tmp_path / "plain.json").write_text('{"data": {"dataset": "plane"}}')
    out = shown(tmp_path / "plain.json", capsys)
    assert "test       loss " in out
    assert "accuracy" not in out


def test_a_diverged_network_is_shown_and_explained(tmp_path, capsys):
    run = Run(Experiment())
    run.state.theta[13] = np.nan
    save_network(tmp_path / "a.nnplay", SavedNetwork(run.experiment, run.state))
    out = shown(tmp_path / "a.nnplay", capsys)
    assert "loss nan" in out
    assert "diverged at iteration 0: parameters of layer 2 are no longer finite numbers" in out


def test_what_the_file_says_is_printed_even_where_its_data_is_unknown(tmp_path, capsys):
    (tmp_path / "plain.json").write_text('{"data": {"dataset": "cats"}}')
    assert cli.main(["show", str(tmp_path / "plain.json")]) == 2
    out, err = capsys.readouterr()
    assert "2-4-2-1, 25 parameters" in out
    assert err.startswith("nnplayground show: data.dataset: 'cats' is unknown; known are circle")


def test_a_missing_file_is_a_sentence_and_code_2(tmp_path, capsys):
    assert cli.main(["show", str(tmp_path / "missing.nnplay")]) == 2
    assert capsys.readouterr().err == (
        "nnplayground show: missing.nnplay does not exist; check its name and folder.\n"
    )


def test_showing_changes_nothing(trained, capsys):
    path, _ = trained
    before = path.read_bytes()
    shown(path, capsys)
    assert path.read_bytes() == before


def test_a_reader_that_has_enough_gets_no_traceback(trained):
    path, _ = trained
    writer = subprocess.Popen(
        [sys.executable, "-u", "-m", "nnplayground", "show", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    writer.stdout.close()
    assert writer.stderr is not None
    assert "Traceback" not in writer.stderr.read()
    writer.stderr.close()
    assert writer.wait(20) != 0
