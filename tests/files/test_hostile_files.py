"""Whatever a file holds, opening it gives a whole network or one clear sentence."""

import json
import os
import re
import socket
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnplayground.core import Experiment, LayerSpec, NetworkSpec
from nnplayground.files import FileError, SavedNetwork, load_any, load_network
from tests.files.samples import (
    contents,
    put_together,
    sample,
    saved_bytes,
    take_apart,
    with_contents,
)

NAME = "layers.0.weight"


def changed_tensor(**changes):
    def change(header, data):
        return put_together(header | {NAME: header[NAME] | changes}, data)

    return change


def changed_contents(**changes):
    def change(header, data):
        return put_together(with_contents(header, contents(header) | changes), data)

    return change


def changed_network(**changes):
    def change(header, data):
        value = contents(header)
        value["experiment"]["network"] |= changes
        return put_together(with_contents(header, value), data)

    return change


HIDDEN = {"quantity": "Z1", "row": 0, "column": 0, "tolerance": 0.001}


def hidden(**changes):
    return changed_contents(hidden=[HIDDEN | changes])


def our_text(text):
    return lambda header, data: put_together(with_contents(header, text), data)


def raw_header(text):
    return lambda header, data: put_together(text, data)


def without(name):
    def change(header, data):
        return put_together({k: v for k, v in header.items() if k != name}, data)

    return change


def extra_tensor(header, data):
    end = len(data)
    entry = {"dtype": "F64", "shape": [1], "data_offsets": [end, end + 8]}
    return put_together(header | {"backdoor": entry}, data + bytes(8))


def empty_extra_tensor(header, data):
    entry = {"dtype": "F64", "shape": [0], "data_offsets": [0, 0]}
    return put_together(header | {"layers.9.weight": entry}, data)


def tensor_twice(header, data):
    text = json.dumps(header)
    entry = json.dumps({NAME: header[NAME]})[1:-1]
    return put_together((text[:-1] + "," + entry + "}").encode(), data)


def overlapping(header, data):
    moved = [place + 8 for place in header[NAME]["data_offsets"]]
    return put_together(header | {NAME: header[NAME] | {"data_offsets": moved}}, data)


def wrong_precision(header, data):
    halved = {
        name: entry
        | {"dtype": "F32", "data_offsets": [place // 2 for place in entry["data_offsets"]]}
        for name, entry in header.items()
        if name != "__metadata__"
    }
    return put_together(header | halved, data[: len(data) // 2])


def swapped_shapes(header, data):
    shape = header[NAME]["shape"][::-1]
    return put_together(header | {NAME: header[NAME] | {"shape": shape}}, data)


def neurons(count):
    def change(header, data):
        value = contents(header)
        value["experiment"]["network"]["layers"][0]["units"] = count
        return put_together(with_contents(header, value), data)

    return change


def unknown_activation(header, data):
    value = contents(header)
    value["experiment"]["network"]["layers"][0]["activation"] = "exec('rm -rf /')"
    return put_together(with_contents(header, value), data)


def unknown_setting(header, data):
    value = contents(header)
    value["experiment"]["training"]["on_load"] = "import os"
    return put_together(with_contents(header, value), data)


def not_a_number(header, data):
    text = json.dumps(contents(header)).replace("0.03", "NaN")
    return put_together(with_contents(header, text), data)


def infinite_rate(header, data):
    text = json.dumps(contents(header)).replace("0.03", "1e999")
    return put_together(with_contents(header, text), data)


def key_twice(header, data):
    text = json.dumps(contents(header))
    return put_together(with_contents(header, text[:-1] + ',"iteration":7}'), data)


def other_program(header, data):
    return put_together(header | {"__metadata__": {"format": "pt"}}, data)


def points(**changes):
    """A file whose data are points by hand, some of them impossible."""

    def change(header, data):
        value = contents(header)
        value["experiment"]["data"] |= {"dataset": "points", "examples": 0, "points": changes}
        return put_together(with_contents(header, value), data)

    return change


def not_a_point(header, data):
    whole = points(points=[[0.5, 0.25, 1]])(header, data)
    header, data = take_apart(whole)
    text = json.dumps(contents(header)).replace("[[0.5,", "[[NaN,")
    return put_together(with_contents(header, text), data)


CLOCK = {"epoch_iteration": 0, "epoch": 0, "optimizer_iteration": 0}

# What is done to a valid file, and what the sentence must say.
HOSTILE = {
    "cut short within the tensors": (lambda h, d: put_together(h, d[:-1]), "1 bytes are missing"),
    "cut short within the header": (lambda h, d: put_together(h, d)[:100], "within its header"),
    "only a length": (lambda h, d: put_together(h, d)[:8], "not a file of this program"),
    "one byte too many": (lambda h, d: put_together(h, d + b"\0"), "1 bytes too many"),
    "header beyond the file": (lambda h, d: put_together(h, d, 900_000), "within its header"),
    "header of 9 MB": (lambda h, d: put_together(h, d, 9_000_000), "header of 9,000,000 bytes"),
    "header of 2^63 bytes": (lambda h, d: put_together(h, d, 2**63), "not a file of this"),
    "header of 2^50 bytes": (lambda h, d: put_together(h, d, 2**50), "announces a header"),
    "header not JSON": (raw_header(b"{ this is not JSON }"), "not JSON at line 1, column 3"),
    "header not UTF-8": (raw_header(b'{"\xff\xfe": 1}'), "not UTF-8 text"),
    "header nested without end": (raw_header(b'{"a":' + b"[" * 400_000), "nested too deeply"),
    "header with a huge number": (raw_header(b'{"a":' + b"9" * 9000 + b"}"), "9,000 digits"),
    "header holds NaN": (raw_header(b'{"a": NaN}'), "NaN is not a number"),
    "no tensors and no metadata": (raw_header(b"{}"), "too many"),
    "metadata not texts": (lambda h, d: put_together(h | {"__metadata__": {"a": 1}}, d), "texts"),
    "metadata a list": (lambda h, d: put_together(h | {"__metadata__": []}, d), "texts"),
    "of another program": (other_program, "another program"),
    "our text not JSON": (our_text("hello"), "damaged"),
    "our text a list": (our_text("[]"), "format"),
    "our text nested without end": (our_text("[" * 100_000), "nested too deeply"),
    "another format": (changed_contents(format="keras"), "format"),
    "a newer version": (
        changed_contents(version=2, colour="red"),
        r"^bad.nnplay was made by a newer nnplayground \(format 2\); update to open it\.$",
    ),
    "version true": (changed_contents(version=True), "version"),
    "version 0": (changed_contents(version=0), "version"),
    "version a text": (changed_contents(version="1"), "version"),
    "unknown key": (changed_contents(pickle="gASVAAAA"), "metadata are not"),
    "key twice": (key_twice, "'iteration' stands twice"),
    "iteration negative": (changed_contents(iteration=-1), "iteration"),
    "iteration beyond counting": (changed_contents(iteration=10**20), "iteration"),
    "iteration a fraction": (changed_contents(iteration=1.5), "iteration"),
    "clock ahead of the run": (changed_contents(clock=CLOCK | {"epoch_iteration": 5000}), "epochs"),
    "clock with too many epochs": (changed_contents(clock=CLOCK | {"epoch": 1}), "epochs"),
    "clock negative": (changed_contents(clock=CLOCK | {"optimizer_iteration": -1}), "optimizer"),
    "hidden cells not a list": (changed_contents(hidden=7), "hidden: expected a list"),
    "a hidden cell of nothing": (hidden(quantity="Q1"), r"hidden.0.quantity: 'Q1' is unknown"),
    "a hidden cell of layer 9": (hidden(quantity="Z9"), "but the network has"),
    "a hidden cell of layer 10^5000": (
        hidden(quantity="Z" + "9" * 5000),
        "at most 60 letters, got 5,001",
    ),
    "a hidden cell in row -1": (hidden(row=-1), r"hidden.0.row: expected 0 to"),
    "a hidden cell in row 1e3": (hidden(row=1e3), "row: expected a whole number"),
    "a hidden cell with a tolerance of -1": (hidden(tolerance=-1), "tolerance: expected 0 or more"),
    "a hidden cell of another kind": (hidden(text="A"), r"hidden.0.text: unknown key"),
    "a hidden cell twice": (changed_contents(hidden=[HIDDEN, HIDDEN]), "stands there twice"),
    "10^5 hidden cells": (changed_contents(hidden=[HIDDEN] * 100_000), "at most 10,000 cells"),
    "clock a text": (changed_contents(clock="noon"), "clock"),
    "experiment missing": (changed_contents(experiment=None), "experiment"),
    "experiment with NaN": (not_a_number, "NaN is not a number"),
    "experiment with infinity": (infinite_rate, "finite"),
    "a layer of 10^9 neurons": (neurons(10**9), "the most is 25,000,000"),
    "a layer of 10^350 neurons": (neurons(10**350), "a number of 351 digits"),
    "10^9 inputs": (changed_network(inputs=10**9), "the most is 25,000,000"),
    "no layers": (changed_network(layers=[]), "1 to 64 layers"),
    "an unknown activation": (unknown_activation, "is unknown; known are identity"),
    "an unknown setting": (unknown_setting, "training.on_load: unknown key"),
    "a point that is no number": (not_a_point, "NaN is not a number"),
    "a point beyond all": (points(points=[[1e300, 0, 1]]), "points.0: expected numbers from"),
    "a point of a class that is none": (points(points=[[0, 0, 5]]), "class from 0 to 1, got 5"),
    "a point of half a class": (points(points=[[0, 0, 0.5]]), "class from 0 to 1, got 0.5"),
    "points of one class": (points(classes=["all"]), "2 to 10 names, got 1"),
    "points of 10^9 classes": (points(classes=10**9), "points.classes: expected a list"),
    "points that are too many": (points(points=[[0, 0, 1]] * 5_001), "at most 5,000, got 5,001"),
    "points that are a number": (points(points=10**9), "points.points: expected a list"),
    "points without an end": (points(points=[[0, 0]]), "points.0: expected 3 numbers, got 2"),
    "tensor of half precision": (changed_tensor(dtype="F16"), "F16, not F64, F32 or U8"),
    "tensor of objects": (changed_tensor(dtype=["O"]), "not F64, F32 or U8"),
    "tensor without dtype": (changed_tensor(more=1), "lacks dtype, shape or place"),
    "tensor shape a text": (changed_tensor(shape="2x4"), "impossible shape"),
    "tensor shape negative": (changed_tensor(shape=[-2, -4]), "impossible shape"),
    "tensor shape huge": (changed_tensor(shape=[2**40, 2**40]), "impossible shape"),
    "tensor shape of a million ones": (changed_tensor(shape=[1] * 100_000), "impossible shape"),
    "tensor shape other than its size": (changed_tensor(shape=[2, 5]), "does not fit its size"),
    "tensor shape of fractions": (changed_tensor(shape=[2.0, 4.0]), "impossible shape"),
    "tensor place backwards": (changed_tensor(data_offsets=[64, 0]), "does not fit its size"),
    "tensor place far away": (changed_tensor(data_offsets=[2**39, 2**39 + 64]), "gap"),
    "tensors overlapping": (overlapping, "overlaps"),
    "tensor with its shape swapped": (swapped_shapes, r"shape \(4, 2\), the network \(2, 4\)"),
    "tensor missing, its place too": (without("layers.0.bias"), "overlaps another or leaves a gap"),
    "tensor twice": (tensor_twice, f"'{NAME}' stands twice"),
    "tensor too many": (extra_tensor, "'backdoor' has no place"),
    "tensor too many, empty": (empty_extra_tensor, "no place"),
    "tensors of another precision": (wrong_precision, "is F32, the experiment F64"),
    "the optimizer's slots missing": (
        lambda h, d: put_together(
            with_contents(h, json.loads(json.dumps(contents(h)).replace('"sgd"', '"adam"'))), d
        ),
        "'optimizer.first_moment.layers.0.weight' is missing",
    ),
}


def load_hostile(folder, data):
    path = folder / "bad.nnplay"
    path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        load_network(path)
    return str(caught.value)


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_gives_one_clear_sentence(tmp_path, what):
    change, expected = HOSTILE[what]
    header, data = take_apart(saved_bytes(tmp_path))
    message = load_hostile(tmp_path, change(header, data))
    assert re.search(expected, message), message
    assert message.startswith("bad.nnplay ")
    assert message.endswith((".", "..."))
    assert "\n" not in message
    assert len(message) <= 400


# Files of other programs, by their first bytes, and what the sentence calls them.
FOREIGN = {
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
    "ZIP": (b"PK\x03\x04\x14\0\0\0\x08\0", "a ZIP archive"),
    "pickle": (b"\x80\x04\x95\x1e\0\0\0\0\0\0\0\x8c\x08posix", "never opened"),
    "HDF5": (b"\x89HDF\r\n\x1a\n\0\0\0", "an HDF5 file"),
    "text": (b"Dear diary,\n", "not a file of this program"),
    "one byte": (b"{", "not an experiment: not JSON at line 1"),
    "random bytes": (bytes(range(256)), "not a file of this program"),
    "zeros": (bytes(4096), "not a file of this program"),
    "nothing": (b"", "is empty"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file_is_named_for_what_it_is(tmp_path, kind):
    start, expected = FOREIGN[kind]
    (tmp_path / "foreign").write_bytes(start)
    with pytest.raises(FileError, match=rf"^foreign .*{expected}"):
        load_any(tmp_path / "foreign")


def test_an_archive_of_arrays_is_refused_unopened(tmp_path):
    with zipfile.ZipFile(tmp_path / "weights.npz", "w") as archive:
        archive.writestr("theta.npy", b"\x93NUMPY")
    with pytest.raises(FileError, match=r"ZIP archive .*choose a \.nnplay file"):
        load_any(tmp_path / "weights.npz")


def test_a_huge_sparse_file_is_refused_at_once(tmp_path):
    path = tmp_path / "huge.nnplay"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(FileError, match=r"^huge.nnplay is 2,147 MB, more than any file"):
        load_any(path)


def test_places_that_are_no_files_are_named(tmp_path):
    folder, pipe, looped = tmp_path / "folder", tmp_path / "pipe", tmp_path / "looped"
    folder.mkdir()
    os.mkfifo(pipe)
    looped.symlink_to(looped)
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "s"))
    server.close()
    expected = {
        folder: "is a folder",
        pipe: "is a device",
        tmp_path / "s": "is a device",
        looped: "leads back to itself",
        tmp_path / "missing": "does not exist",
        tmp_path / "pipe" / "below": "does not exist",
        tmp_path / ("n" * 300): "too long a name",
    }
    for path, words in expected.items():
        with pytest.raises(FileError, match=words):
            load_any(path)


def test_a_file_that_may_not_be_read_is_refused_with_the_way_out(tmp_path, monkeypatch):
    path = tmp_path / "secret.nnplay"
    path.write_bytes(saved_bytes(tmp_path))

    def refuse(self, *arguments):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(type(path), "open", refuse)  # the tests may run as root, who may all
    with pytest.raises(FileError, match=r"^secret.nnplay may not be read; change its permissions"):
        load_network(path)


def test_control_characters_of_a_hostile_file_do_not_reach_the_message(tmp_path):
    header, data = take_apart(saved_bytes(tmp_path))
    value = contents(header)
    value["experiment"]["\x1b[2J\n\u202e" + "x" * 5000] = 1
    message = load_hostile(tmp_path, put_together(with_contents(header, value), data))
    assert message.isprintable()
    assert len(message) <= 400


def test_nothing_is_executed_by_a_file(tmp_path):
    marker = tmp_path / "executed"
    path = tmp_path / "evil.nnplay"
    path.write_bytes(b"cposix\nsystem\n(S'touch " + str(marker).encode() + b"'\ntR.")
    with pytest.raises(FileError):
        load_any(path)
    assert not marker.exists()


VALID: dict[str, bytes] = {}


@pytest.fixture(scope="module", autouse=True)
def _valid_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("valid")
    for optimizer in ("sgd", "adam"):
        network = sample(Experiment().with_training(optimizer=optimizer))
        VALID[optimizer] = saved_bytes(folder, network)


def opens_or_says_why(folder, data):
    path = folder / "mutant.nnplay"
    path.write_bytes(data)
    try:
        opened = load_any(path)
    except FileError:
        return
    assert isinstance(opened, SavedNetwork | Experiment)
    if isinstance(opened, SavedNetwork):
        assert opened.state.theta.shape == (opened.experiment.network.parameters,)


mutations = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@mutations
@given(optimizer=st.sampled_from(["sgd", "adam"]), share=st.floats(0, 1))
def test_a_truncated_file_never_crashes(tmp_path, optimizer, share):
    data = VALID[optimizer]
    opens_or_says_why(tmp_path, data[: int(share * len(data))])


@mutations
@given(
    optimizer=st.sampled_from(["sgd", "adam"]),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_flipped_bytes_never_crash(tmp_path, optimizer, flips):
    data = bytearray(VALID[optimizer])
    for share, value in flips:
        data[int(share * (len(data) - 1))] = value
    opens_or_says_why(tmp_path, bytes(data))


@mutations
@given(cuts=st.lists(st.floats(0, 1), min_size=2, max_size=2), junk=st.binary(max_size=40))
def test_spliced_files_never_crash(tmp_path, cuts, junk):
    one, other = VALID["sgd"], VALID["adam"]
    head, tail = one[: int(cuts[0] * len(one))], other[int(cuts[1] * len(other)) :]
    opens_or_says_why(tmp_path, head + junk + tail)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**300, 10**301)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=json_values, steps=st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_any_json_value_in_any_place_never_crashes(tmp_path, value, steps):
    header, data = take_apart(VALID["adam"])
    inner = contents(header)
    plant(inner, steps, value)
    opens_or_says_why(tmp_path, put_together(with_contents(header, inner), data))
    plant(header, steps, value)
    opens_or_says_why(tmp_path, put_together(header, data))


def plant(tree, steps, value):
    """Replace what is found by following `steps` through a JSON tree."""
    for step in steps:
        keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        if not keys:
            return
        key = keys[step % len(keys)]
        if not isinstance(tree[key], dict | list) or step == steps[-1]:
            tree[key] = value
            return
        tree = tree[key]


def test_a_file_that_shrinks_while_it_is_read_is_refused(tmp_path, monkeypatch):
    wide = NetworkSpec(2, (LayerSpec(20_000), LayerSpec(1)))  # more than one read's worth
    path = tmp_path / "shrinking.nnplay"
    path.write_bytes(saved_bytes(tmp_path, sample(Experiment(network=wide))))

    def shrink(*arguments):
        os.truncate(path, path.stat().st_size - 16)

    monkeypatch.setattr("nnplayground.files.network_file._check_tensors", shrink)
    with pytest.raises(FileError, match=r"^shrinking.nnplay is damaged"):
        load_network(path)
