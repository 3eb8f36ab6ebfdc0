"""Takes one iteration apart: every matrix by name, in order, with where it comes from."""

from nnplayground.core.trace.iteration import Trace, trace
from nnplayground.core.trace.kinds import KINDS, STAGES
from nnplayground.core.trace.notation import ARTICLES, TEXTBOOK, Notation
from nnplayground.core.trace.numbers import LayerNumbers, Numbers, next_batch
from nnplayground.core.trace.places import cell_of, example_of, neuron_of, parameter_of
from nnplayground.core.trace.quantity import Operation, Piece, Quantity

__all__ = [
    "ARTICLES",
    "KINDS",
    "STAGES",
    "TEXTBOOK",
    "LayerNumbers",
    "Notation",
    "Numbers",
    "Operation",
    "Piece",
    "Quantity",
    "Trace",
    "cell_of",
    "example_of",
    "neuron_of",
    "next_batch",
    "parameter_of",
    "trace",
]
