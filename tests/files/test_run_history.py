"""A file gives back every run: any iteration to the bit, whatever was done, however little fits."""

import dataclasses
import json

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from nnplayground.core import Experiment, LayerSpec, Run
from nnplayground.core.adapt import LayerValues, adapt_state, set_parameter
from nnplayground.core.edits import insert_layer, insert_layers, remove_neuron, resize_layer
from nnplayground.core.points_spec import PointsSpec
from nnplayground.core.recording import Event, Recording
from nnplayground.files import FileError, SavedNetwork, history_points, load_network, save_network
from nnplayground.files.run_history import SavedHistory, SavedPlots, SavedRun

NUMPY = Experiment().with_data(examples=60).with_training(engine="numpy", optimizer="adam")
PASTED = LayerValues(np.array([[0.1, -0.2], [0.3, 0.4], [0.5, 0.6]]), np.array([0.7, 0.8]))
PLOTS = SavedPlots(np.zeros((1, 5)), np.array([[1.0, 0.5], [2.0, 0.25]]), np.zeros((1, 26)))


class Written:
    """A run that is trained and edited, with the states that it went through."""

    def __init__(self, experiment=NUMPY, recording=None, state=None):
        self.run = Run(experiment, state=state)
        self.recording = recording or Recording(experiment, self.run.state)
        self.states = {self.run.iteration: self.run.state.copy()}

    def train(self, steps, burst=5):
        for start in range(0, steps, burst):
            for _ in range(min(burst, steps - start)):
                self.run.advance(1)
                self.states[self.run.iteration] = self.run.state.copy()
            self.recording.advanced(self.run.state.copy().freeze(), "numpy")
        return self

    def happen(self, experiment, correspondence=None, turned=None, brought=()):
        before, after = self.run, Run(experiment)
        if turned is not None:
            state = set_parameter(before.state, *turned)
        else:
            state = adapt_state(before.problem, after.problem, before.state, correspondence)
        for index, values in brought:
            values.put(after.problem.layout, state.theta, index)
        event = Event(
            before.iteration, "edit", experiment, correspondence, turned, brought=bool(brought)
        )
        self.run = Run(experiment, state=state)
        self.states[state.iteration] = state.copy()
        self.recording.happened(event, state.copy().freeze())
        return self

    def edit(self, edited):
        experiment = dataclasses.replace(self.run.experiment, network=edited.network)
        return self.happen(experiment, edited.correspondence, brought=edited.brought)

    def branch(self, iteration):
        moment = self.recording.at(iteration)
        return Written(moment.experiment, self.recording.branch(iteration), moment.state.copy())

    def saved(self, name="Run 1", parent=None, begun=None):
        state = self.run.state.copy().freeze()
        return SavedRun(
            name, 3, parent, begun, 1.5, "numpy", True, self.recording.branch(), state, PLOTS
        )


def eventful():
    written = Written().train(40)
    written.happen(written.run.experiment.with_training(learning_rate=0.1)).train(30)
    written.happen(written.run.experiment, turned=(3, -0.75)).train(10)
    written.edit(resize_layer(written.run.experiment.network, 0, 6)).train(20)
    written.edit(insert_layer(written.run.experiment.network, 1, LayerSpec(3, "relu"))).train(20)
    written.edit(remove_neuron(written.run.experiment.network, 0, 2)).train(20)
    written.edit(insert_layers(written.run.experiment.network, 0, (LayerSpec(2),), (PASTED,)))
    written.train(15).happen(written.run.experiment.with_training(optimizer="sgd")).train(20)
    return written.happen(written.run.experiment.with_training(precision="float32")).train(15)


def save(path, runs, current=0, **options):
    run = runs[current]
    history = SavedHistory(tuple(runs), current)
    save_network(path, SavedNetwork(run.experiment, run.state, history), **options)
    return load_network(path)


def assert_same_past(recording, states, every=7):
    for iteration in [*list(states)[::every], max(states)]:
        found, state = recording.at(iteration).state, states[iteration]
        assert (found.iteration, found.clock) == (state.iteration, state.clock)
        assert found.theta.dtype == state.theta.dtype
        np.testing.assert_array_equal(found.theta, state.theta)
        np.testing.assert_array_equal(found.slots, state.slots)


@pytest.mark.parametrize("budget", [0, 20_000, 1 << 20])
def test_every_iteration_comes_back_however_many_keyframes_fit(tmp_path, budget):
    written = eventful()
    loaded = save(tmp_path / "a.nnplay", [written.saved()], history_budget=budget)
    (run,) = loaded.history.runs
    assert_same_past(run.recording, written.states)
    assert run.experiment == written.run.experiment
    assert run.recording.last_iteration == written.run.iteration


def test_keyframes_stay_within_the_budget(tmp_path):
    written = Written().train(500)
    sizes = {}
    for budget in (0, 50_000, 1 << 20):
        path = tmp_path / f"{budget}.nnplay"
        save(path, [written.saved()], history_budget=budget)
        sizes[budget] = path.stat().st_size
    assert sizes[0] < 8_000
    assert sizes[0] < sizes[50_000] < sizes[0] + 50_000
    assert sizes[1 << 20] > 60_000


def test_a_loaded_run_goes_on_as_if_it_had_never_been_saved(tmp_path):
    written, straight = eventful(), eventful()
    loaded = save(tmp_path / "a.nnplay", [written.saved()])
    again = Written(
        loaded.experiment, loaded.history.runs[0].recording, loaded.history.runs[0].state.copy()
    )
    straight.train(40)
    again.train(40)
    np.testing.assert_array_equal(again.run.theta, straight.run.theta)
    assert_same_past(again.recording, straight.states)


def test_a_tree_of_runs_comes_back_with_its_names_and_plots(tmp_path):
    first = eventful()
    second = first.branch(60).train(30)
    other = dataclasses.replace(NUMPY, seed=9)
    third = Written(other).train(25)
    runs = [
        first.saved(),
        second.saved("Ast, mit Köpfchen", 0, 60),
        third.saved("Run 3 · seed 9", 1),
    ]
    loaded = save(tmp_path / "a.nnplay", runs, current=1).history
    assert loaded.current == 1
    assert [run.name for run in loaded.runs] == [run.name for run in runs]
    assert [(run.parent, run.begun) for run in loaded.runs] == [(None, None), (0, 60), (1, None)]
    assert [run.experiment for run in loaded.runs] == [run.experiment for run in runs]
    assert [run.overlaid for run in loaded.runs] == [True] * 3
    np.testing.assert_array_equal(loaded.runs[2].plots.losses, PLOTS.losses)
    for run, written in zip(loaded.runs, (first, second, third), strict=True):
        assert_same_past(run.recording, written.states)


def test_runs_share_their_states_in_the_file(tmp_path):
    first = Written().train(400)
    runs = [first.saved(), first.branch(400).saved("Run 2", 0, 400)]
    save(tmp_path / "one.nnplay", runs[:1])
    save(tmp_path / "two.nnplay", runs)
    one, two = ((tmp_path / f"{name}.nnplay").stat().st_size for name in ("one", "two"))
    assert two < one * 1.2


def test_a_run_that_began_elsewhere_keeps_its_beginning(tmp_path):
    start = Run(NUMPY)
    start.advance(1000)
    written = Written(NUMPY, state=start.state.copy()).train(50)
    (run,) = save(tmp_path / "a.nnplay", [written.saved()], history_budget=0).history.runs
    assert run.recording.first_iteration == 1000
    assert_same_past(run.recording, written.states)


def test_a_diverged_run_is_kept(tmp_path):
    written = Written().train(10)
    written.run.state.theta[:] = np.nan
    written.run.state.iteration += 1
    written.recording.advanced(written.run.state.copy().freeze(), "numpy")
    (run,) = save(tmp_path / "a.nnplay", [written.saved()]).history.runs
    assert np.isnan(run.state.theta).all()
    np.testing.assert_array_equal(run.recording.at(9).state.theta, written.states[9].theta)


def test_a_file_without_runs_is_a_network_alone(tmp_path):
    run = Run(NUMPY)
    save_network(tmp_path / "a.nnplay", SavedNetwork(NUMPY, run.state))
    assert load_network(tmp_path / "a.nnplay").history is None


def painted(strokes=8, training=3):
    """A run on which points were painted, erased and moved while it went on."""
    written = Written().train(training)
    spec = PointsSpec(points=tuple((x / 7, x % 3 - 1.0, float(x % 2)) for x in range(50)))
    for number in range(strokes):
        more = tuple((number / 3, x / 10 - 0.0, float(x % 2)) for x in range(5))
        spec = dataclasses.replace(spec, points=(*spec.points[number:], *more))
        data = {"dataset": "points", "points": spec, "examples": 0}
        written.happen(written.run.experiment.with_data(**data)).train(training)
    data["points"] = dataclasses.replace(spec, ranks=(0.25,) * len(spec.points))
    return written.happen(written.run.experiment.with_data(**data)).train(training)


@pytest.mark.parametrize("budget", [0, 1 << 20])
def test_points_painted_while_training_come_back_with_every_iteration(tmp_path, budget):
    written = painted()
    loaded = save(tmp_path / "a.nnplay", [written.saved()], history_budget=budget)
    (run,) = loaded.history.runs
    assert_same_past(run.recording, written.states, every=1)
    specs = [event.experiment.data.points for event in run.recording.events]
    assert specs == [event.experiment.data.points for event in written.recording.events]
    assert [repr(spec.points) for spec in specs] == [
        repr(event.experiment.data.points.points) for event in written.recording.events
    ]


def test_a_hundred_strokes_keep_each_point_once(tmp_path):
    save(tmp_path / "a.nnplay", [painted(100, 1).saved()], history_budget=0)
    with safetensors.safe_open(tmp_path / "a.nnplay", "numpy") as file:
        rows = file.get_tensor("history.points")
        text = file.get_tensor("history")
    assert len(rows) == len(np.unique(rows, axis=0)) <= 50 + 500 + 50
    assert len(text) < 101 * 500


# ---- hostile files ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def tensors(tmp_path_factory):
    """(header metadata, tensors) of a file with two runs."""
    path = tmp_path_factory.mktemp("runs") / "a.nnplay"
    first = eventful()
    save(path, [first.saved(), first.branch(60).train(30).saved("Run 2", 0, 60)])
    with safetensors.safe_open(path, "numpy") as file:
        metadata = file.metadata()
    return metadata, safetensors.numpy.load_file(path)


def rewritten(path, tensors, changed):
    metadata, whole = tensors
    safetensors.numpy.save_file({**whole, **changed}, path, metadata)
    return path


def with_text(tensors, change):
    text = json.loads(tensors[1]["history"].tobytes())
    change(text)
    return {"history": np.frombuffer(json.dumps(text).encode(), np.uint8)}


def first_run(**changes):
    return lambda text: text["runs"][0].update(changes)


def event(number, **changes):
    return lambda text: text["runs"][0]["events"][number].update(changes)


TEXTS = {
    "no runs": (lambda text: text.update(runs=[]), "0 of them"),
    "too many": (lambda text: text.update(runs=text["runs"] * 200), "400 of them"),
    "no current one": (lambda text: text.update(current=2), "current"),
    "unknown key": (lambda text: text.update(more=1), "unknown key"),
    "name that is no text": (first_run(name=3), "name"),
    "endless name": (first_run(name="x" * 300), "name"),
    "its own parent": (first_run(parent=0), "parent"),
    "experiment that is none": (first_run(experiment=99), "settings are missing"),
    "negative experiment": (first_run(experiment=-1), "settings are missing"),
    "time without end": (first_run(seconds=-1.0), "time"),
    "another engine": (first_run(engines=[[0, "gpu"]]), "engine"),
    "engines out of order": (first_run(engines=[[0, "numpy"], [0, "fused"]]), "engine"),
    "no engine": (first_run(engines=[]), "engine"),
    "event before the one before": (event(3, iteration=1), "to come|out of order"),
    "event after the end": (event(6, iteration=10**6), "event"),
    "event of another experiment": (event(0, experiment=77), "settings are missing"),
    "knob that there is not": (event(1, turned=[10**6, 0.5]), "knob"),
    "knob before all": (event(1, turned=[-1, 0.5]), "knob"),
    "edit of another network": (
        event(2, correspondence={"layers": [0, 1], "neurons": [None]}),
        "edit of the network",
    ),
    "neuron that there was not": (
        event(2, correspondence={"layers": [0, 1, 2], "neurons": [None, [99] * 6, None, None]}),
        "edit of the network",
    ),
    "layer before all": (
        event(2, correspondence={"layers": [-5, 1, 2], "neurons": [None] * 4}),
        "edit of the network",
    ),
    "text that is a list": (lambda text: text.update(runs={}), "runs"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_impossible_texts_are_refused(tmp_path, tensors, name):
    change, reason = TEXTS[name]
    path = rewritten(tmp_path / "a.nnplay", tensors, with_text(tensors, change))
    with pytest.raises(FileError, match=reason):
        load_network(path)


def changed(array, place, value):
    array = array.copy()
    array[place] = value
    return array


KEYFRAMES = "history.runs.0.keyframes"
CLOCKS = "history.states.0.clocks"
TENSORS = {
    "text cut short": ("history", lambda a: a[:-5], "JSON"),
    "text as numbers": ("history", lambda a: a.astype(np.float64), "text"),
    "keyframes missing": (KEYFRAMES, lambda a: a[:0], "beginning"),
    "group that is none": (KEYFRAMES, lambda a: changed(a, (1, 0), 9), "missing"),
    "row that is none": (KEYFRAMES, lambda a: changed(a, (1, 1), 10**6), "no state"),
    "negative row": (KEYFRAMES, lambda a: changed(a, (1, 1), -2), "no state"),
    "half a row": (KEYFRAMES, lambda a: changed(a, (1, 1), 0.5), "whole number"),
    "no number": (KEYFRAMES, lambda a: changed(a, (1, 1), np.nan), "whole number"),
    "events to come": (KEYFRAMES, lambda a: changed(a, (1, 2), 9), "event"),
    "not at the newest event": (KEYFRAMES, lambda a: a[:-2], "newest|engine|another|order|event"),
    "initial in mid-run": (KEYFRAMES, lambda a: changed(a, (2, slice(0, 2)), -1), "lacks|order"),
    "out of order": (KEYFRAMES, lambda a: a[[0, 3, 2, 1, *range(4, len(a))]], "order"),
    "numbers that nobody kept": (KEYFRAMES, lambda a: a[a[:, 2] != 6], "brought are missing"),
    "clock before its epoch": (CLOCKS, lambda a: changed(a, (1, 1), 10**9), "clock"),
    "iteration beyond all": (CLOCKS, lambda a: changed(a, (1, 0), 2e15), "whole number"),
    "too few clocks": (CLOCKS, lambda a: a[:-1], "no state"),
    "states of another size": ("history.states.0", lambda a: a[:, :-1].copy(), "another size"),
    "states in other numbers": (
        "history.states.0",
        lambda a: a.astype(np.float32 if a.dtype == np.float64 else np.float64),
        "not what",
    ),
    "scores without columns": ("history.runs.0.scores", lambda a: a[:, :3].copy(), "table"),
    "scores that go back": (
        "history.runs.0.losses",
        lambda a: a[::-1].copy(),
        "do not rise",
    ),
    "one too many": ("history.more", lambda a: np.zeros(3), "has no place"),
}


@pytest.mark.parametrize("name", TENSORS)
def test_impossible_tensors_are_refused(tmp_path, tensors, name):
    tensor, change, reason = TENSORS[name]
    value = change(tensors[1].get(tensor, np.zeros(1)))
    path = rewritten(tmp_path / "a.nnplay", tensors, {tensor: value})
    with pytest.raises(FileError, match=reason):
        load_network(path)


def test_a_missing_tensor_is_refused(tmp_path, tensors):
    metadata, whole = tensors
    for name in whole:
        if name.startswith("history."):
            less = {key: value for key, value in whole.items() if key != name}
            with pytest.raises(FileError):
                load_network(rewritten(tmp_path / "a.nnplay", (metadata, less), {}))


def test_runs_that_lead_elsewhere_are_refused(tmp_path, tensors):
    change = with_text(tensors, lambda text: text.update(current=1))
    with pytest.raises(FileError, match="another network"):
        load_network(rewritten(tmp_path / "a.nnplay", tensors, change))


def test_a_short_file_cannot_ask_for_all_memory(tmp_path, tensors):
    def many(text):
        layer = dict(text["networks"][0]["layers"][0], units=2_000_000)
        for number in range(40):
            network = dict(text["networks"][0], layers=[layer, *text["networks"][0]["layers"][1:]])
            text["networks"].append(dict(network))
            text["experiments"].append([len(text["networks"]) - 1, 0, -1, 0, number])
            text["runs"].append(
                dict(text["runs"][0], experiment=len(text["experiments"]) - 1, events=[])
            )

    extra = {}
    for number in range(40):
        for part in ("scores", "losses", "parameters"):
            extra[f"history.runs.{number + 2}.{part}"] = tensors[1][f"history.runs.0.{part}"]
        extra[f"history.runs.{number + 2}.keyframes"] = np.array([[-1.0, -1.0, 0.0]] * 2)
    path = rewritten(tmp_path / "a.nnplay", tensors, {**with_text(tensors, many), **extra})
    with pytest.raises(FileError, match="too many parameters"):
        load_network(path)


@pytest.fixture(scope="module")
def painted_tensors(tmp_path_factory):
    """(header metadata, tensors) of a file with points by hand."""
    path = tmp_path_factory.mktemp("points") / "a.nnplay"
    save(path, [painted().saved()])
    with safetensors.safe_open(path, "numpy") as file:
        metadata = file.metadata()
    return metadata, safetensors.numpy.load_file(path)


def points_text(**changes):
    return lambda text: text["points"][0].update(changes)


def without_points(text):
    del text["points"]


POINTS = {
    "of another kind": (points_text(kind="cube"), "none of classes"),
    "too few classes": (points_text(classes=["one"]), "2 to 10 names"),
    "rows that are none": (points_text(rows=[[0, 10**9]]), "points by hand are missing"),
    "rows before all": (points_text(rows=[[-3, 5]]), "points by hand are missing"),
    "no rows of no points": (points_text(rows=[[3, 0]]), "points by hand are missing"),
    "half a row": (points_text(rows=[[0.5, 1]]), "a whole number"),
    "too many": (points_text(rows=[[0, 50]] * 101), "more than 5,000 points"),
    "missing": (without_points, "points by hand are missing"),
    "a number that is none": (lambda text: text.update(points_of_data=[-1, 99]), "missing"),
    "a number before all": (
        lambda text: text.update(points_of_data=[-2] * len(text["data"])),
        "points by hand are missing",
    ),
}


@pytest.mark.parametrize("name", POINTS)
def test_impossible_points_are_refused(tmp_path, painted_tensors, name):
    change, reason = POINTS[name]
    path = rewritten(tmp_path / "a.nnplay", painted_tensors, with_text(painted_tensors, change))
    with pytest.raises(FileError, match=reason):
        load_network(path)


def test_a_short_file_cannot_ask_for_endless_points(tmp_path, painted_tensors, monkeypatch):
    monkeypatch.setattr(history_points, "MAX_KEPT", 300)
    with pytest.raises(FileError, match="too many points by hand"):
        load_network(rewritten(tmp_path / "a.nnplay", painted_tensors, {}))


ROWS = {
    "NaN": (lambda a: changed(a, (3, 0), np.nan), "expected numbers from"),
    "beyond all": (lambda a: changed(a, (3, 1), 1e300), "expected numbers from"),
    "another class": (lambda a: changed(a, (3, 2), 7.0), "expected a class from 0 to 1, got 7"),
    "no rows": (lambda a: a[:0], "points by hand are missing"),
    "too few columns": (lambda a: a[:, :3].copy(), "is no table of 4 columns"),
    "other numbers": (lambda a: a.astype(np.float32), "is no table of 4 columns"),
}


@pytest.mark.parametrize("name", ROWS)
def test_impossible_rows_of_points_are_refused(tmp_path, painted_tensors, name):
    change, reason = ROWS[name]
    rows = {"history.points": change(painted_tensors[1]["history.points"])}
    with pytest.raises(FileError, match=reason):
        load_network(rewritten(tmp_path / "a.nnplay", painted_tensors, rows))


@settings(max_examples=150)
@given(st.data())
def test_whatever_byte_of_the_past_is_wrong_it_opens_or_says_so(tmp_path_factory, tensors, data):
    name = data.draw(st.sampled_from([n for n in tensors[1] if n.startswith("history")]))
    raw = bytearray(tensors[1][name].tobytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    array = np.frombuffer(bytes(raw), tensors[1][name].dtype).reshape(tensors[1][name].shape)
    path = tmp_path_factory.mktemp("x") / "a.nnplay"
    try:
        loaded = load_network(rewritten(path, tensors, {name: array}))
    except FileError:
        return
    assert loaded.history is not None
    for run in loaded.history.runs:
        assert run.recording.at(run.recording.first_iteration).state.theta.size
