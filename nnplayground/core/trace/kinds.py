"""The kinds of operations in an iteration: the stage they belong to and how they are written."""

from dataclasses import dataclass

STAGES: dict[str, str] = {
    "input": "Input",
    "sum": "Weighted sum",
    "activation": "Activation",
    "loss": "Error and loss",
    "backward": "Backward",
    "gradient": "Gradient",
    "optimizer": "Optimizer",
    "update": "Update",
}


@dataclass(frozen=True)
class Kind:
    """One kind of operation.

    Attributes:
        stage: a key of STAGES.
        pieces: how it is written with examples in rows: #0, #1, ... are the operands, with ᵀ
            where they enter transposed; the result is added.
        turned: the same with examples in columns; '' where it is the same.
        arrow: the sign before the result.
    """

    stage: str
    pieces: str = ""
    turned: str = ""
    arrow: str = "="


KINDS: dict[str, Kind] = {
    "given": Kind("input"),
    "product": Kind("sum", "#0 · #1", "#1 · #0"),
    "affine": Kind("sum", "#0 · #1 + #2", "#1 · #0 + #2"),
    "activation": Kind("activation", "#0", arrow="{f} →"),
    "mask": Kind("activation"),
    "dropout": Kind("activation", "#0 ⊙ #1"),
    "error": Kind("loss", "#0 − #1"),
    "losses": Kind("loss", "{loss}"),
    "batch_loss": Kind("loss", "{reduction} #0"),
    "penalty": Kind("loss", "{penalty}"),
    "objective": Kind("loss", "#0 + #1"),
    "loss_gradient": Kind("backward", "{scale}{loss_slope}"),
    "logit_gradient": Kind("backward", "{scale}( #0 − #1 )"),
    "scaled_error": Kind("backward", "{scale}#0"),
    "slope": Kind("backward", "#0", arrow="{f}′ →"),
    "chain": Kind("backward", "#0 ⊙ #1"),
    "softmax_sum": Kind("backward", "Σ #0 ⊙ #1"),
    "softmax_chain": Kind("backward", "#0 ⊙ ( #1 − #2 )"),
    "hand_back": Kind("backward", "#0 · #1ᵀ", "#1ᵀ · #0"),
    "weight_gradient": Kind("gradient", "#0ᵀ · #1", "#1 · #0ᵀ"),
    "bias_gradient": Kind("gradient", "Σ #0"),
    "bias_sum": Kind("gradient", "ΣΣ #0"),
    "penalty_gradient": Kind("gradient", "{penalty_gradient}"),
    "total_gradient": Kind("gradient", "#0 + #1"),
    "frozen_gradient": Kind("gradient", "#0", arrow="frozen →"),
    "slot_update": Kind("optimizer", "{slot_update}"),
    "step": Kind("optimizer", "{step}"),
    "update": Kind("update", "#0 + #1"),
}
