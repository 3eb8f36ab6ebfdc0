"""Operations of a layer as rows of matrices and signs, with when each of them is computed."""

from dataclasses import dataclass

from nnplayground.core.trace import Operation, Piece, Trace

# What stands under its name alone in the operation that uses it.
_WITHIN_NEXT = ("slope",)
SLOPES = {
    "sigmoid": "A(1−A)",
    "tanh": "1−A²",
    "relu": "1 where Z > 0",
}


@dataclass(frozen=True)
class Part:
    """A matrix or a sign in an equation.

    Attributes:
        key: of the matrix, '' for a sign.
        text: the matrix's title, or the sign.
        transposed: whether the matrix is turned over here.
        at: position from which on it is lit: how many operations are done by then.
    """

    key: str
    text: str
    transposed: bool
    at: int


@dataclass(frozen=True)
class Equation:
    """Parts in a row.

    Attributes:
        parts: from left to right.
        first, last: positions of the first and the last operation in it.
    """

    parts: tuple[Part, ...]
    first: int
    last: int


def equations(trace: Trace, layer: int) -> tuple[Equation, ...]:
    """What is computed in a layer, in order; the loss belongs to the last one."""
    last = len(trace.numbers.layers)
    made: list[Equation] = []
    held: tuple[int, Operation] | None = None
    for at, operation in enumerate(trace.operations, start=1):
        if operation.layer != layer and not (operation.layer == 0 and layer == last):
            continue
        if operation.kind in _WITHIN_NEXT:
            held = (at, operation)
            continue
        made.append(_equation(trace, at, operation, held))
        held = None
        if len(made) > 1 and _goes_on(made[-2], made[-1]):
            joined = made[-2].parts + made[-1].parts[1:]
            made[-2:] = [Equation(joined, made[-2].first, made[-1].last)]
    return tuple(made)


def _equation(
    trace: Trace, at: int, operation: Operation, held: tuple[int, Operation] | None
) -> Equation:
    parts: list[Part] = []
    first = at if held is None else held[0]
    for number, piece in enumerate(operation.pieces):
        computed = at
        if held is not None and number < len(operation.pieces) - 2:
            computed = first
        parts.append(_part(trace, piece, computed))
    return Equation(tuple(_merged(parts)), first, at)


def _part(trace: Trace, piece: Piece, at: int) -> Part:
    text = piece.text
    if piece.key and trace[piece.key].kind == "slope":
        layer = trace.problem.layout.network.layers[trace[piece.key].layer - 1]
        slope = SLOPES.get(layer.activation, "")
        text += f" = {slope}" if slope else ""
    return Part(piece.key, text + ("ᵀ" if piece.transposed else ""), piece.transposed, at)


def _merged(parts: list[Part]) -> list[Part]:
    """Signs beside each other as one."""
    made: list[Part] = []
    for part in parts:
        if made and not part.key and not made[-1].key:
            made[-1] = Part("", f"{made[-1].text} {part.text}", False, part.at)
        else:
            made.append(part)
    return made


def _goes_on(before: Equation, after: Equation) -> bool:
    """Whether an equation begins with what the one before ends with: Z = X W, Z σ → A."""
    start, end = after.parts[0], before.parts[-1]
    return len(after.parts) == 3 and start.key == end.key != "" and "→" in after.parts[1].text


@dataclass(frozen=True)
class Stage:
    """A chip above the matrices.

    Attributes:
        text: what it says, without its number.
        tip: the same in plain words.
        first, last: positions of its operations; 0 for the inputs.
        key: of the operation to go to; '' for the inputs.
    """

    text: str
    tip: str
    first: int
    last: int
    key: str


_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sum", ("sum",)),
    ("activation", ("activation",)),
    ("loss", ("loss",)),
    ("backward", ("backward",)),
    ("gradient", ("gradient",)),
    ("update", ("optimizer", "update")),
)
_TIPS = {
    "sum": "Weighted sums: each input times its weight, added up",
    "activation": "The activation function bends each weighted sum",
    "loss": "How far the answer is from what was wanted",
    "backward": "How the loss changes with each neuron's weighted sum, by the chain rule",
    "gradient": "How the loss changes with each weight and bias",
    "update": "The optimizer moves each weight and bias",
}


def stages(trace: Trace, layer: int) -> tuple[Stage, ...]:
    """The chips of a layer, in order."""
    fed = trace[trace[f"Z{layer}"].operands[0]]
    begins = _position(trace, fed.key)
    made = [Stage(f"Input {fed.symbol}", "What goes into the layer", begins, begins, "")]
    last = len(trace.numbers.layers)
    for name, members in _GROUPS:
        inside = [
            (at, operation)
            for at, operation in enumerate(trace.operations, start=1)
            if operation.stage in members
            and (operation.layer == layer or (operation.layer == 0 and layer == last))
        ]
        if inside:
            key = _main(name, inside, layer)
            text = _text(trace, name, layer)
            made.append(Stage(text, _TIPS[name], inside[0][0], inside[-1][0], key))
    return tuple(made)


def _position(trace: Trace, key: str) -> int:
    keys = [operation.key for operation in trace.operations]
    return keys.index(key) + 1 if key in keys else 0


def _main(name: str, inside: list[tuple[int, Operation]], layer: int) -> str:
    wanted = {
        "loss": "error",
        "gradient": f"dW{layer}",
        "update": f"newW{layer}",
    }.get(name)
    keys = [operation.key for _, operation in inside]
    return wanted if wanted in keys else keys[-1]


def _text(trace: Trace, name: str, layer: int) -> str:
    if name in ("sum", "activation"):
        operation = trace.operation(("Z" if name == "sum" else "A") + str(layer))
        assert operation is not None
        return operation.title.replace(" · ", "")
    articles = trace.notation.error == "articles"
    if name == "loss":
        return "Error" if articles else "Loss"
    if name == "backward":
        return f"Backward {trace[f'delta{layer}'].symbol}"
    if name == "gradient":
        symbol = trace[f"dW{layer}"].symbol
        return symbol[0].upper() + symbol[1:] if articles else f"Gradient {symbol}"
    return f"Update {trace[f'W{layer}'].symbol}"
