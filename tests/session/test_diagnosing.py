import dataclasses

import pytest

from nnplayground.core import Experiment, Initializer, LayerSpec, NetworkSpec, SpecError

NUMPY = Experiment().with_training(engine="numpy")
SAME = Initializer("constant", value=0.3)
SYMMETRIC = dataclasses.replace(
    NUMPY,
    network=NetworkSpec(
        2, (LayerSpec(4, weight_initializer=SAME), LayerSpec(1, weight_initializer=SAME))
    ),
)


def kinds(session):
    return [finding.kind for finding in session.diagnosing.findings]


def trained(qtbot, session, iterations):
    session.step(iterations)
    qtbot.waitUntil(lambda: not session.running)


def test_what_is_wrong_is_found_at_a_pause_and_said_once(qtbot, make_session):
    session = make_session(SYMMETRIC)
    said: list[str] = []
    session.noticed.connect(said.append)
    for _ in range(3):
        with qtbot.waitSignal(session.training.running_changed, check_params_cb=lambda on: not on):
            session.step(50)
        qtbot.waitUntil(lambda: kinds(session) == ["symmetric_start"])
        qtbot.wait(20)
    assert len([text for text in said if "same weights" in text]) == 1


def test_it_is_found_while_training_goes_on(qtbot, make_session):
    session = make_session(SYMMETRIC)
    session.train()
    qtbot.waitUntil(lambda: kinds(session) == ["symmetric_start"])
    assert session.running
    session.pause()


def test_another_run_has_findings_of_its_own(qtbot, make_session):
    session = make_session(SYMMETRIC)
    trained(qtbot, session, 50)
    qtbot.waitUntil(lambda: kinds(session) == ["symmetric_start"])
    session.try_out("Random", session.diagnosing.findings[0].remedies[0].experiment)
    qtbot.waitUntil(lambda: not session.running and kinds(session) == [])
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: kinds(session) == ["symmetric_start"])


def test_nothing_is_said_of_a_healthy_run(qtbot, make_session):
    session = make_session(NUMPY)
    told = []
    session.diagnosing.found.connect(lambda: told.append(True))
    trained(qtbot, session, 2000)
    qtbot.wait(100)
    assert told == []


@pytest.mark.parametrize("rate", [1e6])
def test_divergence_is_explained(qtbot, make_session, rate):
    experiment = NUMPY.with_training(learning_rate=rate).with_data(dataset="plane")
    identity = tuple(
        dataclasses.replace(layer, activation="identity") for layer in experiment.network.layers
    )
    session = make_session(dataclasses.replace(experiment, network=NetworkSpec(2, identity)))
    with qtbot.waitSignal(session.diverged):
        session.train()
    qtbot.waitUntil(lambda: kinds(session) == ["diverged"])
    finding = session.diagnosing.findings[0]
    assert finding.iteration == session.runs.current.divergence.iteration - 1


def test_data_that_went_away_is_no_error_of_the_diagnosis(qtbot, make_session, monkeypatch):
    session = make_session(NUMPY)
    failed: list[str] = []
    session.failed.connect(failed.append)

    def missing(evidence):
        raise SpecError("the pictures are no longer there")

    monkeypatch.setattr("nnplayground.session.diagnosing.diagnose", missing)
    session.diagnosing.look()
    done: list[object] = []
    session.background.begin("after it", lambda progress: True, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert failed == []
    assert session.diagnosing.findings == ()
