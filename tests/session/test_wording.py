import pytest

from nnplayground.session.wording import as_sentence, spoken


@pytest.mark.parametrize(
    ("sentence", "heard"),
    [
        ("training.learning_rate: expected 0 to 9", "Learning rate: expected 0 to 9"),
        ("data.noise: expected 0 to 50, got 70", "Noise: expected 0 to 50, got 70"),
        ("data.table.columns: no column is", "Columns: no column is"),
        ("layer 2: activation 'softmax' needs 2", "layer 2: activation 'softmax' needs 2"),
        ("Stopped; see training.seed: above", "Stopped; see training.seed: above"),
    ],
)
def test_the_path_of_a_setting_becomes_its_name(sentence, heard):
    assert spoken(sentence) == heard


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("row 3: has 2 cells", "Row 3: has 2 cells."),
        ("empty.csv is empty", "empty.csv is empty."),
        ("is another separator right?", "Is another separator right?"),
        ("find it again.", "Find it again."),
        ("own-images-idx3-ubyte: ends in its header", "own-images-idx3-ubyte: ends in its header."),
    ],
)
def test_a_sentence_begins_with_a_capital_but_a_file_keeps_its_name(message, shown):
    assert as_sentence(message) == shown
