"""A named matrix of one iteration, and the operation that makes it of others."""

from dataclasses import dataclass

from nnplayground.core.arrays import FloatArray
from nnplayground.core.trace.notation import index_text


@dataclass(frozen=True, eq=False)
class Quantity:
    """One named matrix, as the notation shows it.

    Attributes:
        key: its name in files and code, e.g. 'Z1': a key of WORDS and the layer's number.
        sort: the key without the layer's number.
        template: its symbol with {} where the indices of a cell stand.
        name: in plain words.
        layer: the layer's number from 1, 0 for what belongs to no layer.
        array: (rows, columns), read-only; vectors are one row or one column.
        kind: how it is computed, a key of KINDS.
        operands: keys of the quantities that it is computed from.
        axes: what a row and what a column is: 'example', 'input', 'unit' (of the layer), 'source'
            (unit or input of the layer before), or '' where there is only one.
        turned: whether rows and columns have changed places.
        derivative: whether its sign depends on the notation.
    """

    key: str
    sort: str
    template: str
    name: str
    layer: int
    array: FloatArray
    kind: str
    operands: tuple[str, ...]
    axes: tuple[str, str]
    turned: bool = False
    derivative: bool = False

    @property
    def symbol(self) -> str:
        """The symbol of the whole matrix."""
        return self.template.format("")

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        rows, columns = self.array.shape
        return rows, columns

    def cell_symbol(self, row: int, column: int) -> str:
        """The symbol of one cell, indices from 1."""
        return self.template.format(index_text(row, column, self.shape))


@dataclass(frozen=True)
class Piece:
    """A part of a written operation: a matrix, or a sign between matrices.

    Attributes:
        key: of the quantity, '' for a sign.
        text: the symbol, or the sign.
        transposed: whether the matrix enters transposed.
    """

    key: str
    text: str
    transposed: bool = False


@dataclass(frozen=True)
class Operation:
    """One step of an iteration: operands, and the quantity that comes out.

    Attributes:
        key: of the quantity that comes out.
        kind: a key of KINDS.
        stage: a key of STAGES.
        layer: the layer's number from 1, 0 for none.
        pieces: the operation as it is written, e.g. X · W + b = Z; the last is the result.
        operands: keys of all quantities that enter.
    """

    key: str
    kind: str
    stage: str
    layer: int
    pieces: tuple[Piece, ...]
    operands: tuple[str, ...]

    @property
    def title(self) -> str:
        """The result and what it is computed as: 'Z¹ = X · W¹ + b¹', 'A¹ = σ(Z¹)'."""
        *terms, arrow, result = self.pieces
        words = " ".join(piece.text + ("ᵀ" if piece.transposed else "") for piece in terms)
        if arrow.text.endswith("→"):
            words = f"{arrow.text.removesuffix('→').strip()}({words})"
        return result.text if words in (result.text, "") else f"{result.text} = {words}"
