"""What a file is, is told from its content, whatever its name."""

import dataclasses

from nnplayground.core import Experiment, LayerSpec, NetworkSpec
from nnplayground.files import SavedNetwork, load_any, save_network
from tests.files.samples import sample


def test_a_network_is_opened_whatever_its_name(tmp_path):
    save_network(tmp_path / "network.json", sample())
    opened = load_any(tmp_path / "network.json")
    assert isinstance(opened, SavedNetwork)
    assert opened.same_bits(sample())


def test_an_experiment_is_opened_whatever_its_name(tmp_path):
    (tmp_path / "plain.nnplay").write_text(Experiment(seed=3).to_json())
    assert load_any(str(tmp_path / "plain.nnplay")) == Experiment(seed=3)


def test_a_header_length_that_reads_as_a_space_is_no_json(tmp_path):
    path, lengths = tmp_path / "a.nnplay", set()
    for layers in range(1, 65):  # header lengths are multiples of 8: every low byte comes up
        spec = NetworkSpec(2, (LayerSpec(1),) * layers)
        network = sample(dataclasses.replace(Experiment(), network=spec))
        save_network(path, network)
        lengths.add(path.read_bytes()[0])
        opened = load_any(path)
        assert isinstance(opened, SavedNetwork)
        assert opened.same_bits(network)
    assert ord(" ") in lengths
