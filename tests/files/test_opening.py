"""What a file is, is told from its content, whatever its name."""

import json

from nnplayground.core import Experiment
from nnplayground.files import SavedNetwork, load_any, save_network
from tests.files.samples import put_together, sample, saved_bytes, take_apart


def test_a_network_is_opened_whatever_its_name(tmp_path):
    save_network(tmp_path / "network.json", sample())
    opened = load_any(tmp_path / "network.json")
    assert isinstance(opened, SavedNetwork)
    assert opened.same_bits(sample())


def test_an_experiment_is_opened_whatever_its_name(tmp_path):
    (tmp_path / "plain.nnplay").write_text(Experiment(seed=3).to_json())
    assert load_any(str(tmp_path / "plain.nnplay")) == Experiment(seed=3)


def test_a_header_whose_length_reads_as_a_space_and_a_brace_is_no_json(tmp_path):
    header, data = take_apart(saved_bytes(tmp_path))
    text = json.dumps(header).encode().ljust(int.from_bytes(b" {", "little"))
    (tmp_path / "a.nnplay").write_bytes(put_together(text, data))
    opened = load_any(tmp_path / "a.nnplay")
    assert isinstance(opened, SavedNetwork)
    assert opened.same_bits(sample())
