"""A .nnplay file gives back the same bits, and training goes on as if it had never stopped."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors import safe_open

from nnplayground.core import (
    ACTIVATIONS,
    OPTIMIZERS,
    Clock,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Run,
)
from nnplayground.core.table_spec import TableColumn, TableSpec
from nnplayground.files import FileError, SavedNetwork, load_network, save_network
from nnplayground.files.hidden_cells import HiddenCell
from tests.files.samples import sample
from tests.strategies import experiments, seeds

MIXED = NetworkSpec(
    2, (LayerSpec(5, "relu"), LayerSpec(3, "tanh", bias=False), LayerSpec(1, "tanh"))
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(experiment=experiments(), seed=seeds, times=st.lists(st.integers(0, 10**9), min_size=4))
def test_any_experiment_and_state_come_back_to_the_bit(tmp_path, experiment, seed, times):
    epoch, began, optimizer, iteration = sorted(times[:4])
    network = sample(experiment, seed, iteration, Clock(began, epoch, optimizer))
    save_network(tmp_path / "any.nnplay", network)
    loaded = load_network(tmp_path / "any.nnplay")
    assert loaded.same_bits(network)
    assert loaded.experiment == experiment
    assert loaded.state.clock == network.state.clock


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_training_goes_on_with_the_same_bits(tmp_path, optimizer, precision):
    experiment = dataclasses.replace(Experiment(), network=MIXED).with_training(
        optimizer=optimizer, precision=precision, learning_rate=0.01, batch_size=7
    )
    unbroken, first = Run(experiment), Run(experiment)
    unbroken.advance(90)
    first.advance(41)  # in the middle of an epoch of 36
    save_network(tmp_path / "half.nnplay", SavedNetwork(experiment, first.state))
    loaded = load_network(tmp_path / "half.nnplay")
    second = Run(loaded.experiment, state=loaded.state)
    second.advance(49)
    assert second.state.theta.tobytes() == unbroken.state.theta.tobytes()
    assert second.state.slots.tobytes() == unbroken.state.slots.tobytes()
    assert second.iteration == unbroken.iteration == 90


@pytest.mark.parametrize("activation", sorted(set(ACTIVATIONS) - {"softmax"}))
def test_a_diverged_network_is_saved_and_opened(tmp_path, activation):
    spec = NetworkSpec(2, (LayerSpec(4, activation), LayerSpec(1, "identity")))
    network = sample(dataclasses.replace(Experiment(), network=spec))
    network.state.theta[[0, 3, 5]] = np.nan, np.inf, -np.inf
    save_network(tmp_path / "diverged.nnplay", network)
    assert load_network(tmp_path / "diverged.nnplay").same_bits(network)


def test_hidden_cells_come_back(tmp_path):
    cells = (HiddenCell("Z1", 2, 0, 0.001), HiddenCell("new_velocity_W2", 0, 1, 0.0))
    network = dataclasses.replace(sample(), hidden=cells)
    save_network(tmp_path / "a.nnplay", network)
    loaded = load_network(tmp_path / "a.nnplay")
    assert loaded.hidden == cells
    assert loaded.same_bits(network)
    assert not loaded.same_bits(sample())


def test_a_file_without_hidden_cells_does_not_speak_of_them(tmp_path):
    save_network(tmp_path / "a.nnplay", sample())
    assert b"hidden" not in (tmp_path / "a.nnplay").read_bytes()


def test_a_loaded_state_is_writable_and_its_own(tmp_path):
    save_network(tmp_path / "a.nnplay", sample())
    state = load_network(tmp_path / "a.nnplay").state
    state.theta[:] = 1.0
    assert state.theta.flags.owndata
    assert (load_network(tmp_path / "a.nnplay").state.theta != 1.0).all()


def test_equal_networks_make_equal_files(tmp_path):
    for name in ("one", "two"):
        save_network(tmp_path / name, sample(Experiment().with_training(optimizer="adam")))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_tensors_are_named_as_the_format_says(tmp_path):
    experiment = dataclasses.replace(Experiment(), network=MIXED)
    network = sample(experiment.with_training(optimizer="adam"))
    save_network(tmp_path / "a.nnplay", network)
    with safe_open(tmp_path / "a.nnplay", "numpy") as file:
        layers = {"layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.2.weight"}
        layers |= {"layers.2.bias"}
        slots = ("optimizer.first_moment.", "optimizer.second_moment.")
        assert set(file.keys()) == layers | {s + name for s in slots for name in layers}
        assert set(file.metadata()) == {"nnplayground"}
        weights = file.get_tensor("layers.0.weight")
    np.testing.assert_array_equal(weights, network.state.theta[:10].reshape(2, 5))


def test_a_state_that_is_a_view_of_another_order_is_written_right(tmp_path):
    network = sample(Experiment().with_training(optimizer="adam"))
    transposed = np.asfortranarray(network.state.slots)
    state = dataclasses.replace(network.state, slots=transposed)
    save_network(tmp_path / "a.nnplay", SavedNetwork(network.experiment, state))
    assert load_network(tmp_path / "a.nnplay").same_bits(network)


def test_the_largest_number_of_layers_with_the_most_slots_is_saved(tmp_path):
    spec = NetworkSpec(1, (LayerSpec(1),) * 64)
    experiment = dataclasses.replace(Experiment(), network=spec)
    network = sample(experiment.with_training(optimizer="adam"))
    save_network(tmp_path / "deep.nnplay", network)
    assert load_network(tmp_path / "deep.nnplay").same_bits(network)


def test_settings_too_long_for_a_header_are_refused_with_the_way_out(tmp_path):
    wide = LayerSpec(1_600_000, "relu", frozen_parameters=tuple(range(1_500_000)))
    experiment = dataclasses.replace(
        Experiment(), network=NetworkSpec(1, (wide, LayerSpec(1, "tanh")))
    )
    with pytest.raises(FileError, match=r"^a.nnplay was not saved: .*freeze whole layers"):
        save_network(tmp_path / "a.nnplay", sample(experiment))
    assert list(tmp_path.iterdir()) == []


def test_a_save_that_reads_back_differently_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.nnplay"
    save_network(path, sample(seed=1))
    before = path.read_bytes()
    other = sample(seed=3)
    monkeypatch.setattr("nnplayground.files.network_file.load_network", lambda path: other)
    with pytest.raises(FileError, match=r"^a.nnplay was not saved: .*other bytes"):
        save_network(path, sample(seed=2))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_network_carries_its_table_along(tmp_path):
    text = "a,y\n" + "".join(f'{n},"größer ""{n}"""\n' for n in range(30_000))
    columns = (TableColumn("a"), TableColumn("y", "target", "category"))
    data = DataSpec("table", table=TableSpec(text=text, columns=columns))
    experiment = dataclasses.replace(Experiment(), data=data)
    path = tmp_path / "with-table.nnplay"
    save_network(path, SavedNetwork(experiment, Run(Experiment()).state))
    assert load_network(path).experiment == experiment
