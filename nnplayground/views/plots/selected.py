"""Between a selection and the parameter it means."""

from nnplayground.core import ParameterLayout
from nnplayground.session import Selection


def selected_index(layout: ParameterLayout, selection: Selection | None) -> int | None:
    """The parameter's index into theta; None where no parameter of this network is selected."""
    if selection is None or selection.neuron is None or selection.source is None:
        return None
    layer, sizes = selection.layer - 1, layout.network.sizes
    if not 0 <= layer < len(layout.network.layers) or not 0 <= selection.neuron < sizes[layer + 1]:
        return None
    if not 0 <= selection.source < sizes[layer] + layout.network.layers[layer].bias:
        return None
    return layout.weight_index(layer, selection.source, selection.neuron)


def selection_of(layout: ParameterLayout, index: int) -> Selection:
    """What to select for parameter `index` of theta."""
    layer, source, target = layout.place(index)
    return Selection(layer + 1, target, source)
