"""What is counted of the classes that a network says, of training and of testing."""

from dataclasses import dataclass

from nnplayground.core.arrays import IntArray
from nnplayground.core.confusion import Confusion
from nnplayground.core.metrics import classify
from nnplayground.session.measuring import Said
from nnplayground.views.plots.labels import accuracy_text


@dataclass(frozen=True, eq=False)
class ClassAnswers:
    """Of one part.

    Attributes:
        said: (examples,) class numbers, NO_ANSWER for no number.
        confusion: the counts.
    """

    said: IntArray
    confusion: Confusion

    @property
    def accuracy(self) -> str:
        """As a text, a dash where there are no examples."""
        return accuracy_text(self.confusion.accuracy)


def class_answers(said: Said) -> dict[str, ClassAnswers]:
    """By part, 'test' and 'train'."""
    dataset = said.frame.dataset
    activation = said.frame.experiment.network.output.activation
    found = {}
    parts = (("test", dataset.test, said.test), ("train", dataset.train, said.train))
    for key, part, outputs in parts:
        classes = classify(outputs, activation)
        confusion = Confusion.of(part.labels, classes, len(dataset.classes))
        found[key] = ClassAnswers(classes, confusion)
    return found


def accuracy_texts(answers: dict[str, ClassAnswers]) -> str:
    """The accuracy of both parts in a line."""
    return f"Right: test {answers['test'].accuracy}   training {answers['train'].accuracy}"
