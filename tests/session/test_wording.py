import pytest

from nnplayground.session.wording import spoken


@pytest.mark.parametrize(
    ("sentence", "heard"),
    [
        ("training.learning_rate: expected 0 to 9", "Learning rate: expected 0 to 9"),
        ("data.noise: expected 0 to 50, got 70", "Noise: expected 0 to 50, got 70"),
        ("layer 2: activation 'softmax' needs 2", "layer 2: activation 'softmax' needs 2"),
        ("Stopped; see training.seed: above", "Stopped; see training.seed: above"),
    ],
)
def test_the_path_of_a_setting_becomes_its_name(sentence, heard):
    assert spoken(sentence) == heard
