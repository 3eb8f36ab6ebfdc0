"""Documents that an edit proposes, made from what training is at and what is wanted."""

from nnplayground.core import Experiment, Problem, load_dataset
from nnplayground.core.adapt import Correspondence
from nnplayground.core.recording import Moment
from nnplayground.session.document import Document, Position
from nnplayground.session.switching import SwitchedData
from nnplayground.session.training import Training


def started(experiment: Experiment) -> Document:
    """The experiment at iteration 0."""
    problem = Problem.of(experiment, load_dataset(experiment.data))
    return Document(experiment, Position.start(experiment, problem))


def branched(training: Training, past: Moment) -> Document:
    """A moment of the past to go on from; the run that came further stays for undo."""
    problem = Problem.of(past.experiment, load_dataset(past.experiment.data))
    iteration = past.state.iteration
    history = training.history.continued(problem.layout)
    history.forget_after(iteration)
    recording = training.position.recording.branch(iteration)
    return Document(past.experiment, Position(past.state, history, recording))


def turned(training: Training, text: str, index: int, value: float) -> Document:
    """The same with parameter `index` of theta set to `value`."""
    position = training.position.turned(text, training.experiment, index, value)
    return Document(training.experiment, position)


def adapted(
    training: Training,
    text: str,
    experiment: Experiment,
    correspondence: Correspondence | None = None,
) -> Document:
    """An experiment with another network, from the present state as far as it fits."""
    after = Problem.of(experiment, load_dataset(experiment.data))
    position = training.position.adapted(text, experiment, training.problem, after, correspondence)
    return Document(experiment, position)


def fitted(training: Training, experiment: Experiment) -> Document:
    """An experiment whose output layer may have another size."""
    if experiment.network.sizes == training.experiment.network.sizes:
        return Document(experiment)
    return adapted(training, "Output layer", experiment)


def on_other_data(training: Training, text: str, switched: SwitchedData) -> Document:
    """An experiment on other data: afresh, with other inputs, or just going on."""
    if switched.afresh:
        return started(switched.experiment)
    if switched.correspondence is None:
        return Document(switched.experiment)
    return adapted(training, text, switched.experiment, switched.correspondence)
