"""Writes an operation out as a row of symbols and signs, as the notation and the settings say."""

from nnplayground.core.engine import Problem
from nnplayground.core.trace.kinds import KINDS
from nnplayground.core.trace.notation import (
    ARTICLE_WORDS,
    LETTERS,
    WORDS,
    Notation,
    Word,
    superscript,
)
from nnplayground.core.trace.quantity import Operation, Piece, Quantity
from nnplayground.core.trace.updates import UPDATES, slot_of

LOSS_TEXTS: dict[str, str] = {
    "half_squared": "½ Σ ( #0 − #1 ) ²",
    "squared": "Σ ( #0 − #1 ) ²",
    "huber": "Σ Huber ( #0 − #1 )",
    "binary_cross_entropy": "−Σ [ #1 ln #0 + (1 − #1 ) ln (1 − #0 ) ]",
    "cross_entropy": "−Σ #1 ln #0",
}
LOSS_SLOPE_TEXTS: dict[str, str] = {
    "half_squared": "( #0 − #1 )",
    "squared": "2 · ( #0 − #1 )",
    "huber": "clip ( #0 − #1 )",
}


class Writing:
    """Symbols and operations of one iteration in one notation.

    Args:
        problem: the settings.
        examples: of the batch.
        notation: how to write.
    """

    def __init__(self, problem: Problem, examples: int, notation: Notation) -> None:
        self._problem = problem
        self._examples = examples
        self._notation = notation
        self._layers = problem.layout.network.layers

    def word(self, sort: str) -> Word:
        """How a sort of quantity is written."""
        if self._notation.error == "articles" and sort in ARTICLE_WORDS:
            return ARTICLE_WORDS[sort]
        return WORDS[sort]

    def template(self, word: Word, number: int) -> str:
        """The symbol of a quantity of layer `number`, {} where a cell's indices stand.

        A single layer needs no number.
        """
        mark = superscript(number) if number and len(self._layers) > 1 else ""
        return word.symbol.format("{}", l=mark, f=self.letter(number))

    def letter(self, number: int) -> str:
        """The letter of the activation of layer `number`, '' for none."""
        return LETTERS[self._layers[number - 1].activation] if number else ""

    def operation(self, result: Quantity, quantities: dict[str, Quantity]) -> Operation:
        """The operation that gives `result`; its operands are in `quantities`."""
        kind = KINDS[result.kind]
        text = kind.turned if result.turned and kind.turned else kind.pieces
        operands = [quantities[key] for key in result.operands]
        pieces = [_piece(word, operands) for word in self._filled(text, result).split()]
        arrow = kind.arrow.format(f=self.letter(result.layer))
        pieces += [Piece("", arrow), Piece(result.key, result.symbol)]
        return Operation(
            result.key, result.kind, kind.stage, result.layer, tuple(pieces), result.operands
        )

    def _filled(self, text: str, result: Quantity) -> str:
        """A kind's text with what depends on the settings put in."""
        training, articles = self._problem.training, self._notation.error == "articles"
        slope = LOSS_SLOPE_TEXTS.get(training.loss, "")
        if articles:
            slope = slope.replace("#0 − #1", "#1 − #0")
        return text.format(
            scale=self._scale(result),
            loss=LOSS_TEXTS[training.loss],
            loss_slope=slope,
            reduction="mean" if training.reduction == "mean" else "Σ",
            penalty=self._penalty("Σ| {} |", "½", "Σ {} ²", len(result.operands)),
            penalty_gradient=self._penalty("sign {}", "", "{}", 1, "−" if articles else ""),
            slot_update=UPDATES[training.optimizer].slots.get(slot_of(result.sort), ""),
            step=self._step(result).format(
                minus="" if articles else "−", plus_minus="+" if articles else "−"
            ),
            f=self.letter(result.layer),
        )

    def _scale(self, result: Quantity) -> str:
        training = self._problem.training
        twice = result.kind == "scaled_error" and training.loss == "squared"
        if training.reduction == "mean" and self._examples > 1:
            return f"{2 if twice else 1}/{self._examples} · "
        return "2 · " if twice else ""

    def _step(self, result: Quantity) -> str:
        optimizer = self._problem.training.optimizer
        if optimizer == "adamw" and len(result.operands) == 2:
            optimizer = "adam"  # biases do not decay
        return UPDATES[optimizer].step

    def _penalty(self, l1: str, half: str, l2: str, operands: int, minus: str = "") -> str:
        training, terms = self._problem.training, []
        for number in range(operands):
            if training.l1:
                terms.append(f"{minus}λ₁ {l1.format(f'#{number}')}")
            if training.l2:
                terms.append(f"{minus}{half}λ₂ {l2.format(f'#{number}')}")
        return " + ".join(terms).replace("+ −", "− ")


def _piece(word: str, operands: list[Quantity]) -> Piece:
    if not word.startswith("#"):
        return Piece("", word)
    operand = operands[int(word[1:].removesuffix("ᵀ"))]
    return Piece(operand.key, operand.symbol, word.endswith("ᵀ"))
