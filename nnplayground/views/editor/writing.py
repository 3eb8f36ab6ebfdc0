"""What is written around each layer and beside its neurons."""

from nnplayground.core import ACTIVATIONS, LayerSpec, NetworkSpec
from nnplayground.session import Frame
from nnplayground.views.editor.column_item import Writing
from nnplayground.views.editor.names import level_name
from nnplayground.views.notation import number_text


def writing(network: NetworkSpec, level: int, units: int) -> Writing:
    """The writing around a level that is drawn with `units` neurons."""
    layer = network.layers[level - 1] if level else None
    hidden = 0 < level < len(network.layers)
    return Writing(
        header=f"{level_name(network, level)} · {number_text(units)}",
        chooser=ACTIVATIONS[layer.activation].label if layer else "",
        notes=layer_notes(layer) if layer else "",
        handle=hidden,
        movable=hidden,
        previewed=units if units != network.sizes[level] else None,
    )


def layer_notes(layer: LayerSpec) -> str:
    """What is unusual about a layer, in few words."""
    notes = []
    if layer.dropout:
        notes.append(f"dropout {layer.dropout:g}")
    if not layer.bias:
        notes.append("no bias")
    if layer.frozen:
        notes.append("❄ frozen")
    elif layer.frozen_parameters:
        notes.append(f"❄ {number_text(len(layer.frozen_parameters))} frozen")
    return " · ".join(notes)


def neuron_names(frame: Frame, level: int) -> tuple[str, ...]:
    """The names beside the neurons of a level: of inputs, classes and targets."""
    dataset, network = frame.dataset, frame.experiment.network
    if level == 0:
        return () if dataset.image_shape else dataset.input_names
    if level == len(network.layers) and network.output.units > 1:
        return dataset.classes or dataset.target_names
    return ()
