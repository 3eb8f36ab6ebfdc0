"""Where each layer's weights and biases lie in the flat vector theta; nobody else knows offsets."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from nnplayground.core.arrays import BoolArray
from nnplayground.core.network_spec import NetworkSpec

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True)
class ParameterLayout:
    """Offsets of a network's parameters: layer by layer, W (inputs, outputs) in C order, then b.

    A layer's W followed by its b is one contiguous (inputs + 1, outputs) matrix, so with a one
    beside the activations the bias is part of the product.
    """

    network: NetworkSpec

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each layer's block starts, and at the end P."""
        starts = [0]
        for inputs, layer in zip(self.network.sizes, self.network.layers, strict=False):
            starts.append(starts[-1] + layer.parameters(inputs))
        return tuple(starts)

    @property
    def size(self) -> int:
        """The number of parameters, P."""
        return self.offsets[-1]

    def block(self, vector: npt.NDArray[T], layer: int) -> npt.NDArray[T]:
        """View (inputs + bias, outputs) of layer `layer` (from 0): W, and b as the last row."""
        units = self.network.layers[layer].units
        part = vector[self.offsets[layer] : self.offsets[layer + 1]]
        return part.reshape(-1, units)

    def weight(self, vector: npt.NDArray[T], layer: int) -> npt.NDArray[T]:
        """View W (inputs, outputs) of layer `layer` (from 0)."""
        return self.block(vector, layer)[: self.network.sizes[layer]]

    def bias(self, vector: npt.NDArray[T], layer: int) -> npt.NDArray[T]:
        """View b (outputs,) of layer `layer` (from 0); (0,) where the layer has none."""
        rows = self.block(vector, layer)[self.network.sizes[layer] :]
        return rows.reshape(-1)

    def weight_index(self, layer: int, source: int, target: int) -> int:
        """Index into theta of the weight from `source` to neuron `target` of layer `layer`."""
        return self.offsets[layer] + source * self.network.layers[layer].units + target

    def bias_index(self, layer: int, target: int) -> int:
        """Index into theta of the bias of neuron `target` of layer `layer`."""
        return self.weight_index(layer, self.network.sizes[layer], target)

    def place(self, index: int) -> tuple[int, int, int]:
        """(layer, source, target) of a parameter; source is the layer's inputs for a bias."""
        layer = int(np.searchsorted(self.offsets, index, side="right")) - 1
        source, target = divmod(index - self.offsets[layer], self.network.layers[layer].units)
        return layer, source, target

    def name(self, index: int) -> str:
        """A parameter's name, counted from 1: 'w1[2,3]' from input 2 to neuron 3, 'b1[3]'."""
        layer, source, target = self.place(index)
        if source == self.network.sizes[layer]:
            return f"b{layer + 1}[{target + 1}]"
        return f"w{layer + 1}[{source + 1},{target + 1}]"

    def weights_mask(self) -> BoolArray:
        """(P,) True where theta is a weight, False where it is a bias."""
        mask = np.zeros(self.size, dtype=np.bool_)
        for index in range(len(self.network.layers)):
            start = self.offsets[index]
            mask[start : start + self.network.sizes[index] * self.network.layers[index].units] = (
                True
            )
        return mask

    def frozen_mask(self) -> BoolArray:
        """(P,) True where the parameter does not learn."""
        mask = np.zeros(self.size, dtype=np.bool_)
        for index, layer in enumerate(self.network.layers):
            start, end = self.offsets[index], self.offsets[index + 1]
            mask[start:end] = layer.frozen
            mask[start:end][list(layer.frozen_parameters)] = True
        return mask
