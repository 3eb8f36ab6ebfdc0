"""Documents that an edit proposes, made from what training is at and what is wanted."""

from nnplayground.core import Experiment, Problem, load_dataset
from nnplayground.core.adapt import Correspondence
from nnplayground.core.recording import Moment
from nnplayground.session.document import Brought, Document, Position
from nnplayground.session.runs import RunRecord, Runs
from nnplayground.session.switching import SwitchedData
from nnplayground.session.training import Training


def started(
    runs: Runs, experiment: Experiment, parent: RunRecord | None = None, name: str = ""
) -> Document:
    """The experiment at iteration 0, as a run of its own."""
    problem = Problem.of(experiment, load_dataset(experiment.data))
    position = Position.start(experiment, problem)
    return Document(experiment, run=runs.made(experiment, position, parent, name=name))


def branched(training: Training, runs: Runs, past: Moment, name: str = "") -> Document:
    """A moment of the past to go on from as a run of its own; the other one stays."""
    problem = Problem.of(past.experiment, load_dataset(past.experiment.data))
    iteration = past.state.iteration
    history = training.history.continued(problem.layout)
    history.forget_after(iteration)
    recording = training.position.recording.branch(iteration)
    position = Position(past.state, history, recording)
    run = runs.made(past.experiment, position, runs.current, iteration, name)
    return Document(past.experiment, run=run)


def turned(training: Training, text: str, index: int, value: float) -> Document:
    """The same with parameter `index` of theta set to `value`."""
    position = training.position.turned(text, training.experiment, index, value)
    return Document(training.experiment, position)


def adapted(
    training: Training,
    text: str,
    experiment: Experiment,
    correspondence: Correspondence | None = None,
    brought: Brought = (),
) -> Document:
    """An experiment with another network, from the present state as far as it fits."""
    before, after = training.problem, Problem.of(experiment, load_dataset(experiment.data))
    position = training.position.adapted(text, experiment, before, after, correspondence, brought)
    return Document(experiment, position)


def fitted(training: Training, experiment: Experiment, text: str = "Output layer") -> Document:
    """An experiment whose output layer may have another size."""
    if experiment.network.sizes == training.experiment.network.sizes:
        return Document(experiment)
    return adapted(training, text, experiment)


def on_other_data(training: Training, runs: Runs, text: str, switched: SwitchedData) -> Document:
    """An experiment on other data: afresh, with other inputs, or just going on."""
    if switched.afresh:
        return started(runs, switched.experiment)
    if switched.correspondence is None:
        return Document(switched.experiment)
    return adapted(training, text, switched.experiment, switched.correspondence)
