"""What the cards say about a weight, a bias, a neuron or a layer."""

from PySide6.QtCore import QRectF

from nnplayground.core.matching import why_output
from nnplayground.views.editor.commands import Commands
from nnplayground.views.editor.facts import UNKNOWN, Facts
from nnplayground.views.editor.hover_card import Content
from nnplayground.views.editor.names import (
    neuron_name,
    parameter_symbol,
    signed,
    subscript,
    superscript,
)
from nnplayground.views.editor.pictures import Pictures
from nnplayground.views.editor.targets import Target, parameter_index


class Explanations:
    """Makes the contents of hover cards from the newest frame.

    A number that a learner is to find stands as '?'.
    """

    def __init__(self, commands: Commands, facts: Facts) -> None:
        self._commands, self._facts = commands, facts

    def of(self, target: Target, pictures: Pictures) -> Content | None:
        """What to say about a target; None where there is nothing to say."""
        if target.is_parameter:
            return self.parameter(target)
        if target.part == "neuron" and target.neuron is not None:
            return self.neuron(target.level, target.neuron, pictures)
        text = self._hint(target)
        return None if text is None else Content(*text)

    def parameter(self, target: Target) -> Content:
        """A weight or bias: value, gradient, and what it adds for the selected example."""
        facts = self._facts
        layout, theta = facts.frame.layout, facts.frame.theta
        index = parameter_index(layout, target.selection)
        assert index is not None
        assert target.source is not None
        assert target.neuron is not None
        value = float(theta[index])
        z = f"z{superscript(target.level)}{subscript(target.neuron + 1)}"
        held = facts.parameter_text(index)
        title = f"{parameter_symbol(layout, index)} = {held}"
        gradient = f"gradient {_plus(facts.gradient_text(index))}"
        if target.part == "edge":
            fed = facts.activations(target.level - 1)
            a = facts.text(float(fed[target.source]), "X A D", target.level - 1, target.source, 2)
            part = signed(value * float(fed[target.source]))
            part = UNKNOWN if UNKNOWN in (held, a) else part
            lines = [f"{gradient}   a = {a}", f"contributes {part} to {z}"]
        else:
            lines = [gradient, f"adds {held} to {z}"]
        layer = facts.frame.experiment.network.layers[target.level - 1]
        if layer.frozen or self._commands.is_frozen(index):
            lines.append("❄ frozen: does not learn")
        return Content(title, tuple(lines))

    def neuron(self, level: int, neuron: int, pictures: Pictures) -> Content:
        """A neuron: its picture large, its activation, its bias."""
        facts = self._facts
        frame, levels = facts.frame, pictures.levels
        a = float(facts.activations(level)[neuron])
        symbol = f"a{superscript(level)}{subscript(neuron + 1)}" if level else "x"
        lines = [f"{symbol} = {facts.text(a, 'X A D', level, neuron)} for {facts.example}"]
        if level:
            z = facts.weighted_sum(level, neuron)
            lines[:0] = [f"z = {facts.text(z, 'Z', level, neuron)}"]
            if frame.layout.network.layers[level - 1].bias:
                index = frame.layout.bias_index(level - 1, neuron)
                lines.append(f"bias {facts.parameter_text(index)}")
        title, picture = neuron_name(frame, level, neuron), levels[level]
        if picture.kind not in ("map", "weights"):
            return Content(title, tuple(lines))
        height, width = picture.pixels.shape[1:]
        source = QRectF(0, neuron * height, width, height)
        caption = "its weights, one a pixel"
        if picture.kind == "map":
            columns = frame.dataset.columns
            caption = f"its answer to every {columns[0]}, {columns[1]}"
        return Content(title, tuple(lines), picture.image, source, picture.pixels, caption)

    def _hint(self, target: Target) -> tuple[str, tuple[str, ...]] | None:
        if target.level < 0:
            return None
        name = self._commands.name(target.level)
        if target.part == "header" and self._commands.is_hidden(target.level):
            return name, (
                "Drag to move the layer, drag it out to remove it",
                "Double-click to type the number of neurons",
                "Right-click for more",
            )
        if target.part == "header" and target.level == 0:
            return name, ("One neuron for each input that is chosen in the data panel",)
        if target.part == "header":
            return name, (why_output(self._facts.frame.dataset),)
        if target.part == "settings":
            return f"Settings of {name}", ("Bias, dropout, initial values, frozen",)
        if target.part == "handle":
            return f"Drag to change the neurons of {name}", (
                "With Ctrl in steps of 8",
                "Double-click to type a number",
            )
        return None


def _plus(text: str) -> str:
    return text if text.startswith(("−", UNKNOWN)) else f"+{text}"
