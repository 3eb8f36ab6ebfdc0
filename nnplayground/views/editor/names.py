"""What things are called on the canvas: layers, neurons, weights, numbers."""

from nnplayground.core import NetworkSpec, ParameterLayout
from nnplayground.session import Frame

_SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUB = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def superscript(number: int) -> str:
    """A number as small raised digits."""
    return str(number).translate(_SUPER)


def subscript(*numbers: int) -> str:
    """Numbers as small lowered digits, with commas where one has several digits."""
    comma = "," if any(number > 9 for number in numbers) else ""
    return comma.join(str(number).translate(_SUB) for number in numbers)


def signed(number: float, digits: int = 3) -> str:
    """A number with a real minus sign; very small and very large ones as powers of ten."""
    size = abs(number)
    if size and not 10.0**-digits <= size < 1e5:
        text = f"{number:.{max(1, digits - 1)}e}"
    else:
        text = f"{number:.{digits}f}"
    return text.replace("-", "\u2212")


def level_name(network: NetworkSpec, level: int) -> str:
    """'Input', 'Hidden 1' or 'Output'."""
    if level == 0:
        return "Input"
    return "Output" if level == len(network.layers) else f"Hidden {level}"


def parameter_symbol(layout: ParameterLayout, index: int) -> str:
    """'w²₃₁' (layer 2, from neuron 3 to neuron 1) or 'b²₁'."""
    layer, source, target = layout.place(index)
    if source == layout.network.sizes[layer]:
        return f"b{superscript(layer + 1)}{subscript(target + 1)}"
    return f"w{superscript(layer + 1)}{subscript(source + 1, target + 1)}"


def neuron_name(frame: Frame, level: int, neuron: int) -> str:
    """'Hidden 1, neuron 2', 'Input x₁' or 'Output 7'."""
    dataset, network = frame.dataset, frame.experiment.network
    name = level_name(network, level)
    if level == 0:
        return f"Input {dataset.input_names[neuron]}"
    if level == len(network.layers) and network.output.units > 1:
        return f"Output {(dataset.classes or dataset.target_names)[neuron]}"
    return f"{name}, neuron {neuron + 1}"


def source_name(frame: Frame, level: int, neuron: int) -> str:
    """A neuron's name among those of its level: 'x₁', 'neuron 2'."""
    return frame.dataset.input_names[neuron] if level == 0 else f"neuron {neuron + 1}"
