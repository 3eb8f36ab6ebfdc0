"""What a file is, is told from its content, whatever its name."""

import json

import pytest

from nnplayground.core import Experiment
from nnplayground.files import FileError, SavedNetwork, load_any, save_network
from nnplayground.files.lesson_file import is_lesson
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


def test_a_lesson_is_named_as_one(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text('{"steps": []}')
    assert is_lesson(path)
    with pytest.raises(FileError, match=r"^mine.json is a lesson; open it in the window"):
        load_any(path)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('{"steps": [}', True),
        ('{"network": {}}', False),
        ("steps", False),
        ('{"network": {', False),
    ],
)
def test_a_broken_file_with_steps_is_meant_as_a_lesson(tmp_path, text, meant):
    (tmp_path / "mine.json").write_text(text)
    assert is_lesson(tmp_path / "mine.json") == meant
