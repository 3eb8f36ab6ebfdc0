"""What can be wrong with pictures of the user's own, as sentences that name the file."""

from nnplayground.core.errors import SpecError
from nnplayground.core.pictures_spec import PicturesSpec
from nnplayground.data.table_errors import shown, shown_path


class PicturesError(SpecError):
    """Pictures that cannot be used; the message is for people."""


class MissingPicturesError(PicturesError):
    """The pictures are not where the experiment says.

    Attributes:
        spec: the pictures that are looked for.
    """

    def __init__(self, spec: PicturesSpec) -> None:
        where = f" at {shown_path(spec.path)}" if spec.path else ""
        super().__init__(f"the pictures '{shown(spec.name)}' are no longer{where}; find them again")
        self.spec = spec


class ChangedPicturesError(PicturesError):
    """The pictures are other ones than those that the experiment was made with.

    Attributes:
        spec: the pictures as the experiment knows them.
        found: the content hash that they have now.
    """

    def __init__(self, spec: PicturesSpec, found: str) -> None:
        super().__init__(
            f"the pictures '{shown(spec.name)}' at {shown_path(spec.path)} were changed since the "
            "experiment was made; use them as they are now, or find the old ones"
        )
        self.spec = spec
        self.found = found
