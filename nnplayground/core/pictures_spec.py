"""What an experiment says about pictures of the user's own: where they are, how they are read."""

from dataclasses import dataclass

from nnplayground.core.errors import SpecError

FORMS = ("idx", "folder")
MAX_SIDE = 128  # pixels


@dataclass(frozen=True)
class PicturesSpec:
    """Pictures of the user's own, each of one class.

    Attributes:
        form: 'idx' (files as MNIST has them) or 'folder' (a subfolder for each class).
        name: of the file or folder.
        path: of the IDX file with the training pictures, its labels and the test pictures beside
            it; or of the folder.
        sha256: of all pictures and labels, in hexadecimal.
        height, width: pixels of a picture; those of a folder are brought to this size.
        dark_ink: of a folder, whether dark is 1 and light is 0, as for writing on paper.
    """

    form: str = "idx"
    name: str = "pictures"
    path: str = ""
    sha256: str = ""
    height: int = 28
    width: int = 28
    dark_ink: bool = False

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise SpecError(
                f"data.pictures.form: '{self.form}' is unknown; known are {', '.join(FORMS)}"
            )
        for name, side in (("height", self.height), ("width", self.width)):
            if not 1 <= side <= MAX_SIDE:
                raise SpecError(f"data.pictures.{name}: expected 1 to {MAX_SIDE}, got {side}")

    def __str__(self) -> str:
        return self.name
