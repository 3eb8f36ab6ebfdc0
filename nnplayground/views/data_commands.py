"""What menus and keys can do to the data."""

from nnplayground.core.experiment import MAX_SEED
from nnplayground.data import source_for
from nnplayground.session import Session


def draws_points(session: Session) -> bool:
    """Whether another seed gives other examples, or splits the same ones otherwise."""
    source = source_for(session.seen.data)
    return source.generated or source.split


def new_points(session: Session) -> None:
    """Draw and split the examples with another seed."""
    session.edit_data("New points", seed=(session.seen.data.seed + 1) % (MAX_SEED + 1))
