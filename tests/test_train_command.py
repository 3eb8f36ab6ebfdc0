"""`nnplayground train` trains without a window, says how far it is, and ends as scripts expect."""

import io
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from nnplayground import cli
from nnplayground.commands import progress, train
from nnplayground.core import Experiment, Run, StopRule
from nnplayground.files import SavedNetwork, load_network, save_network

CIRCLE = Experiment()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder with a plain experiment, as the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "circle.json").write_text("{}")
    return tmp_path


def trained(experiment, iterations):
    """The state after this many iterations, as the library reaches it."""
    run = Run(experiment)
    run.advance(iterations)
    return SavedNetwork(experiment, run.state)


def command(*words):
    return cli.main(["train", *words])


def test_an_experiment_is_trained_and_saved_with_the_librarys_bits(folder, capsys):
    assert command("circle.json", "--iterations", "60", "--output", "out.nnplay") == 0
    assert load_network("out.nnplay").same_bits(trained(CIRCLE, 60))
    out = capsys.readouterr().out
    assert "2-4-2-1 on circle: 60 iterations, 2 epochs" in out
    run = Run(CIRCLE, state=trained(CIRCLE, 60).state)
    assert f"train loss {run.train_loss():.6g}, accuracy " in out
    assert f"test loss  {run.test_loss():.6g}, accuracy " in out
    assert "saved to out.nnplay" in out


def test_a_network_goes_on_as_if_it_had_never_stopped(folder):
    experiment = CIRCLE.with_training(optimizer="adam")
    save_network("half.nnplay", trained(experiment, 33))
    assert command("half.nnplay", "--iterations", "30", "--output", "half.nnplay") == 0
    assert load_network("half.nnplay").same_bits(trained(experiment, 63))


def test_epochs_are_counted_from_where_the_network_is(folder):
    save_network("half.nnplay", trained(CIRCLE, 50))  # two epochs of 25
    assert command("half.nnplay", "--epochs", "3", "--output", "out.nnplay") == 0
    assert load_network("out.nnplay").state.iteration == 125


def test_of_iterations_and_epochs_the_first_to_be_reached_ends(folder):
    words = ("--epochs", "2", "--iterations", "500", "--output", "out.nnplay")
    assert command("circle.json", *words) == 0
    assert load_network("out.nnplay").state.iteration == 50


def test_without_numbers_the_files_stop_rule_holds(folder, capsys):
    ruled = CIRCLE.with_training(stop=StopRule(epochs=4))
    (folder / "ruled.json").write_text(ruled.to_json())
    assert command("ruled.json", "--output", "out.nnplay") == 0
    saved = load_network("out.nnplay")
    assert saved.state.iteration == 100
    assert saved.experiment == ruled
    assert "stop rule" not in capsys.readouterr().err


def test_without_any_rule_the_default_is_said(folder, capsys, monkeypatch):
    monkeypatch.setattr(train, "DEFAULT_EPOCHS", 2)
    assert command("circle.json", "--output", "out.nnplay") == 0
    assert load_network("out.nnplay").state.iteration == 50
    assert "circle.json has no stop rule: training for 2 epochs (choose with --epochs or" in (
        capsys.readouterr().err
    )


def test_numbers_given_replace_the_files_counts_but_not_its_loss(folder):
    ruled = CIRCLE.with_training(stop=StopRule(epochs=1, loss_below=0.1))
    (folder / "ruled.json").write_text(ruled.to_json())
    assert command("ruled.json", "--epochs", "500", "--output", "out.nnplay") == 0
    saved = load_network("out.nnplay")
    assert 25 < saved.state.iteration < 500 * 25
    assert Run(saved.experiment, state=saved.state).train_loss() < 0.1
    assert saved.experiment == ruled  # what was asked for here is not written into the file


def test_settings_are_changed_by_their_paths(folder):
    words = ("--set", "network.layers.0.units=8", "data.dataset=xor", "--set", "seed=5")
    assert command("circle.json", "--iterations", "5", *words, "--output", "out.nnplay") == 0
    experiment = load_network("out.nnplay").experiment
    assert experiment.network.title == "2-8-2-1"
    assert (experiment.data.dataset, experiment.seed) == ("xor", 5)


def test_the_file_may_come_after_a_setting(folder):
    words = ("--iterations", "5", "--output", "out.nnplay", "--set", "seed=5", "circle.json")
    assert command(*words) == 0
    assert load_network("out.nnplay").experiment.seed == 5


def test_changed_training_settings_keep_weights_and_memory(folder, capsys):
    before = trained(CIRCLE.with_training(optimizer="adam"), 40)
    save_network("half.nnplay", before)
    words = ("--set", "training.learning_rate=0.5", "--iterations", "7", "--output", "out.nnplay")
    assert command("half.nnplay", *words) == 0
    expected = Run(before.experiment.with_training(learning_rate=0.5), state=before.state)
    expected.advance(7)
    assert load_network("out.nnplay").state.theta.tobytes() == expected.theta.tobytes()
    assert "training 2-4-2-1 on circle from iteration 40\n" in capsys.readouterr().err


def test_another_optimizer_starts_with_an_empty_memory_and_says_so(folder, capsys):
    before = trained(CIRCLE.with_training(optimizer="momentum"), 40)
    save_network("half.nnplay", before)
    words = ("--set", "training.optimizer=adam", "--iterations", "1", "--output", "out.nnplay")
    assert command("half.nnplay", *words) == 0
    after = load_network("out.nnplay").state
    # Adam's first step moves every parameter by the learning rate.
    np.testing.assert_allclose(np.abs(after.theta - before.state.theta), 0.03, rtol=1e-3)
    assert after.clock.optimizer_iteration == 40
    assert "the memory of adam starts empty" in capsys.readouterr().err


def test_another_network_keeps_the_weights_that_fit_and_says_so(folder, capsys):
    before = trained(CIRCLE, 40)
    save_network("half.nnplay", before)
    words = ("--set", "network.layers.0.units=5", "training.learning_rate=0")
    assert command("half.nnplay", *words, "--iterations", "1", "--output", "out.nnplay") == 0
    wide = load_network("out.nnplay").state.theta[:10].reshape(2, 5)
    np.testing.assert_array_equal(wide[:, :4], before.state.theta[:8].reshape(2, 4))
    assert "weights that still fit are kept" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["missing.json"], "missing.json does not exist"),
        (["circle.json", "--set", "training.rate=1"], "training.rate: unknown setting"),
        (["circle.json", "--set", "training.learning_rate"], "expected path=value"),
        (["circle.json", "--set", "data.dataset=cats"], "'cats' is unknown; known are circle"),
        (["circle.json", "--set", "data.dataset=digits"], "has 2 inputs, but the data 'digits'"),
        (["circle.json", "--output", "no/out.nnplay"], "its folder does not exist"),
        (["circle.json", "--output", "."], "is a folder; choose a file name"),
        (["broken.nnplay"], "broken.nnplay is not a file of this program"),
    ],
)
def test_what_cannot_be_used_is_a_sentence_and_code_2(folder, capsys, words, sentence):
    (folder / "broken.nnplay").write_bytes(b"\0" * 100)
    assert command(*words) == 2
    error = capsys.readouterr().err
    assert error.startswith("nnplayground train: ")
    assert sentence in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--set", "seed=1"],
        ["circle.json", "--iterations", "0"],
        ["circle.json", "--epochs", "many"],
        ["circle.json", "--engine", "steam"],
        ["circle.json", "--faster"],
    ],
)
def test_wrong_words_are_explained_with_code_2(folder, capsys, words):
    with pytest.raises(SystemExit) as ended:
        command(*words)
    assert ended.value.code == 2
    assert "usage: nnplayground train FILE [--iterations N]" in capsys.readouterr().err


def test_a_diverged_run_is_said_kept_and_code_3(folder, capsys):
    linear = [f"network.layers.{i}.activation=identity" for i in range(3)]
    words = ("--set", "training.learning_rate=1000000", *linear)
    assert command("circle.json", *words, "--epochs", "9", "--output", "out.nnplay") == 3
    saved = load_network("out.nnplay")
    assert not np.isfinite(saved.state.theta).all()
    expected = f"diverged at iteration {saved.state.iteration}: parameters of layer "
    assert expected in capsys.readouterr().err
    assert command("out.nnplay", "--epochs", "1") == 3


def test_quiet_writes_nothing_but_errors(folder, capfd):
    assert command("circle.json", "--iterations", "5", "--quiet") == 0
    assert capfd.readouterr() == ("", "")
    assert command("missing.json", "--quiet") == 2
    assert "missing.json" in capfd.readouterr().err


@pytest.mark.parametrize("engine", ["auto", "numpy", "fused"])
def test_the_engine_can_be_chosen(folder, engine):
    words = ("--iterations", "5", "--engine", engine, "--output", "out.nnplay")
    assert command("circle.json", *words) == 0
    assert load_network("out.nnplay").experiment.training.engine == engine


def test_a_long_wait_for_the_engine_is_explained(folder, capsys, monkeypatch):
    made = Run.engine.fget  # type: ignore[attr-defined]

    def slow(run):
        time.sleep(0.1)
        return made(run)

    monkeypatch.setattr(Run, "engine", property(slow))
    assert command("circle.json", "--iterations", "1", "--engine", "numpy") == 0
    assert "compiling" not in capsys.readouterr().err
    monkeypatch.setattr(train, "_LONG_WAIT", 0.01)
    assert command("circle.json", "--iterations", "1") == 0
    assert "compiling the training steps" in capsys.readouterr().err


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def test_in_a_terminal_one_line_is_rewritten(monkeypatch):
    monkeypatch.setattr(progress, "TERMINAL_INTERVAL", 0.0)
    run, stream = Run(CIRCLE), Terminal()
    line = progress.Progress(run, stream)
    run.advance(1000)
    line.update()
    run.advance(25)
    time.sleep(0.2)
    line.update()
    line.clear()
    text = stream.getvalue()
    assert "\n" not in text
    assert text.startswith("\riteration 1,000  epoch 40  train loss ")
    assert "\riteration 1,025  epoch 41  train loss " in text
    assert text.endswith(" \r")


def test_elsewhere_a_line_is_written_now_and_then(monkeypatch):
    monkeypatch.setattr(progress, "PLAIN_INTERVAL", 0.05)
    run, stream = Run(CIRCLE), io.StringIO()
    lines = progress.Progress(run, stream)
    lines.update()  # too early
    assert stream.getvalue() == ""
    run.advance(25)
    time.sleep(0.06)
    lines.update()
    lines.update()  # too early again
    lines.clear()
    assert stream.getvalue().count("\n") == 1
    assert stream.getvalue().startswith("iteration 25  epoch 1  train loss ")
    assert "\r" not in stream.getvalue()


def process(folder, *words):
    """The real command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "nnplayground", "train", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        | {"PYTHONPATH": str(train.__file__.rsplit("/nnplayground/", 1)[0])},
    )


def test_ctrl_c_ends_cleanly_and_saves_what_there_is(folder):
    words = ("--epochs", "100000000", "--output", "out.nnplay", "--engine", "numpy")
    with process(folder, "circle.json", *words) as running:
        assert running.stderr is not None
        assert running.stderr.readline() == "training 2-4-2-1 on circle from iteration 0\n"
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert running.returncode == 130
    saved = load_network(folder / "out.nnplay")
    assert saved.state.iteration > 0
    assert f"interrupted at iteration {saved.state.iteration:,}" in err
    assert "Traceback" not in err
    assert "saved to out.nnplay" in out
    experiment = CIRCLE.with_training(engine="numpy")
    if saved.state.iteration < 200_000:
        assert saved.same_bits(trained(experiment, saved.state.iteration))


def points_file(folder, points):
    data = {"dataset": "points", "train_share": 1.0, "points": {"points": points}}
    (folder / "points.json").write_text(json.dumps({"data": data}))
    return "points.json"


def test_points_by_hand_are_trained_on_and_travel_with_the_network(folder):
    name = points_file(folder, [[-2, -1, 0], [-2, 1, 0], [2, -1, 1], [2, 1, 1]])
    words = ("--engine", "numpy", "--quiet")
    assert command(name, "--iterations", "200", "--output", "points.nnplay", *words) == 0
    (folder / name).unlink()
    assert command("points.nnplay", "--iterations", "100", "--output", "more.nnplay", *words) == 0
    saved = load_network("more.nnplay")
    assert saved.state.iteration == 300
    points = saved.experiment.data.points
    assert points is not None
    assert points.points[2] == (2.0, -1.0, 1.0)
    assert Run(saved.experiment, state=saved.state).train_score().accuracy == 1.0


def test_without_any_point_training_says_what_is_missing(folder, capsys):
    assert command(points_file(folder, []), "--iterations", "5") == 2
    assert "there is no example to learn from; add some" in capsys.readouterr().err


def test_no_qt_is_loaded(folder):
    script = (
        "import sys; from nnplayground import cli;"
        "assert cli.main(['train', 'circle.json', '--iterations', '5', '--quiet']) == 0;"
        "assert cli.main(['show', 'circle.json']) == 0;"
        "found = [name for name in sys.modules if name.split('.')[0] in"
        " ('PySide6', 'shiboken6', 'pyqtgraph')]; print(found, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    assert ended.stderr.endswith("[]\n")


def test_help_tells_the_exit_codes(capsys):
    with pytest.raises(SystemExit):
        command("--help")
    out = capsys.readouterr().out
    for words in ("--iterations N", "--epochs N", "--output OUT", "--set PATH=VALUE", "  3  div"):
        assert words in out


def test_settings_are_read_as_json_or_words(folder):
    words = ("--set", 'data.features=["x1","x2"]', "training.stop.loss_below=null")
    assert command("circle.json", "--iterations", "1", *words, "--output", "out.nnplay") == 0
    assert load_network("out.nnplay").experiment.data.features == ("x1", "x2")
    assert json.loads((folder / "circle.json").read_text()) == {}
